import CaseModel
import Foundation
import Messaging
import Postgres
import ServiceRuntime
import Vault

/// Notices, once each, that somebody did not say that they are safe: on the desk as U2, and to the focal points where silence
/// means danger (DOMAIN.md D.7). Nothing ever goes out by itself.
struct WatchCheckIns: Service {
    let name = "check-ins"
    let system: Database
    let outbox: Outbox
    let logger: Logger

    private static let pause = Duration.seconds(30)
    private static let batch = 100

    func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        repeat {
            do {
                while try await look() == Self.batch {}
            } catch {
                logger.warning("Check-ins could not be looked at", [.error: .error(error)])
            }
        } while await lifetime.pause(Self.pause)
    }

    /// Returns how many people were silent.
    func look(at now: Date = .now) async throws -> Int {
        try await system.transaction { transaction in
            let rows = try await CheckInQueries.lockOverdue(at: now, limit: Self.batch, in: &transaction)
            for row in rows { try await miss(row, now, &transaction) }
            return rows.count
        }
    }

    private func miss(_ row: CheckInRow, _ now: Date, _ transaction: inout Transaction) async throws {
        guard let expected = row.nextAt else { return }
        let (missed, next) = row.schedule.missed(from: expected, now: now)
        for time in missed {
            _ = try await CheckInQueries.note(row.id, expectedAt: time, missedAt: now, in: &transaction)
        }
        try await CheckInQueries.expect(next, row.id, in: &transaction)
        guard row.silence != .nothing, let last = missed.last else { return }
        try await NoticeQueries.renew(
            .init(
                kind: .checkInMissed, about: row.id.uuid, dueAt: last.addingTimeInterval(row.schedule.grace),
                urgency: .u2),
            of: row.caseID, in: &transaction)
        guard row.silence == .danger else { return }
        // Events about one case are appended after its row is locked.
        let place = try await transaction.first(
            "SELECT compartment FROM cases WHERE id = \(row.caseID.uuid) FOR UPDATE")
        guard let code = try place?.get("compartment", as: String.self), let compartment = Compartment(code) else {
            throw DeskFailure.unreadable
        }
        try await outbox.append(
            AlertRaised(
                alertID: AlertID(Randomness.timelessUUID()), raisedAt: now, urgency: .u2, compartment: compartment,
                caseID: row.caseID),
            in: &transaction)
    }
}
