import Foundation
import Synchronization

/// How many bulk requests run at once: what partners send must leave the public form its processor time and connections.
final class BulkSlots: Sendable {
    static let atOnce = 4
    static let perPartner = 2
    private let running = Mutex<[UUID: Int]>([:])

    /// Runs `body` in a slot of the partner's. Throws `tooManyAtOnce` where there is none.
    func run<R>(_ partner: UUID, _ body: () async throws -> R) async throws -> R {
        try running.withLock { running in
            let mine = running[partner, default: 0]
            guard mine < Self.perPartner, running.values.reduce(0, +) < Self.atOnce else {
                throw PartnerFailure.tooManyAtOnce
            }
            running[partner] = mine + 1
        }
        defer {
            running.withLock { running in
                let mine = running[partner, default: 0]
                running[partner] = mine > 1 ? mine - 1 : nil
            }
        }
        return try await body()
    }
}
