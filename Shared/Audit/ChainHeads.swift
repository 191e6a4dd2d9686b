package import CaseModel
import Foundation
package import Messaging
package import Postgres
package import ServiceRuntime

/// Publishes how far this service's chain has come, signed, every minute: from then on it cannot be rewritten unseen.
package struct ChainHeadPublisher: Service {
    package let name = "chain-heads"
    private let service: ServiceName
    private let database: Database
    private let outbox: Outbox
    private let logger: Logger
    private let interval: Duration

    package init(
        service: ServiceName, database: Database, outbox: Outbox, logger: Logger, interval: Duration = .seconds(60)
    ) {
        self.service = service
        self.database = database
        self.outbox = outbox
        self.logger = logger
        self.interval = interval
    }

    package func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        var published: Int64 = -1
        repeat {
            do {
                published = try await publish(after: published)
            } catch {
                logger.warning("The audit chain's head could not be published", [.error: .error(error)])
            }
        } while await lifetime.pause(interval)
    }

    /// Publishes the head where it has moved. Returns the sequence that is published now.
    private func publish(after published: Int64) async throws -> Int64 {
        try await database.transaction { transaction in
            let row = try await transaction.first("SELECT sequence, hash FROM audit_head")
            guard let row else { return published }
            let sequence: Int64 = try row.get("sequence")
            guard sequence > max(published, 0) else { return published }
            let head = ChainHead(
                service: service, sequence: sequence, hash: HexBytes(try row.get("hash")), at: .now)
            try await outbox.append(head, in: &transaction)
            return sequence
        }
    }
}

/// Keeps the heads that other services publish, each of its own chain. The consumer has verified their signatures.
///
/// A second head of the same number that differs from the first shows that a chain was written anew. The first one stays,
/// for `amparo audit verify` to find the edit by; the other goes to the dead letters, where an operator sees it.
package struct KeepChainHead: EventHandler {
    private let own: ServiceName

    package init(own: ServiceName) {
        self.own = own
    }

    package func handle(_ event: ReceivedEvent<ChainHead>, in transaction: inout Transaction) async throws {
        let head = event.payload
        guard head.service.rawValue == event.source else {
            throw HandlingFailure.reject(reason: "head-of-another-chain")
        }
        guard head.service != own else { return }
        try await transaction.execute(
            """
            INSERT INTO audit_foreign_heads (service, sequence, hash, at)
            VALUES (\(head.service.rawValue), \(head.sequence), \(head.hash.bytes), \(head.at))
            ON CONFLICT (service, sequence) DO NOTHING
            """)
        let kept = try await transaction.first(
            """
            SELECT hash FROM audit_foreign_heads
            WHERE service = \(head.service.rawValue) AND sequence = \(head.sequence)
            """)
        guard try kept?.get("hash") == head.hash.bytes else {
            throw HandlingFailure.reject(reason: "chain-head-differs")
        }
    }
}
