import Accounts
import Audit
import CaseModel
import Foundation
import Postgres

/// The early warnings of an officer's desk, and that somebody has taken note of one.
struct ReadWarnings: Sendable {
    let desk: DeskDatabase
    let sealing: WarningSealing

    static let longestNote = 2_000
    static let mostAcknowledged = 50

    /// One as it is read.
    struct Warning: Sendable {
        struct Place: Sendable {
            let submission: SubmissionID
            let caseID: CaseID?
            let number: Int64?
        }

        let row: WarningRow
        let content: EarlyWarning
        let places: [Place]
        let note: String?
    }

    struct List: Sendable {
        var open: [Warning] = []
        var acknowledged: [Warning] = []
        var names = StaffNames()
    }

    func list(for staff: Staff) async throws -> List {
        try await desk.read(for: staff) { transaction in
            var list = List()
            for row in try await PatternQueries.open(in: &transaction) {
                if let warning = try await read(row, in: &transaction) { list.open.append(warning) }
            }
            for row in try await PatternQueries.acknowledged(limit: Self.mostAcknowledged, in: &transaction) {
                if let warning = try await read(row, in: &transaction) { list.acknowledged.append(warning) }
            }
            let people = list.acknowledged.compactMap { $0.row.acknowledgedBy.map(StaffID.init) }
            list.names = try await StaffNames.of(people, in: &transaction)
            return list
        }
    }

    /// Throws `conflict` where somebody else was faster.
    func acknowledge(_ id: UUID, note: String, by staff: Staff, at now: Date = .now) async throws {
        try await desk.change(.acknowledgeWarning, AuditSubject("warning", id), by: staff) { transaction in
            let sealed = try sealing.seal(note: note, id)
            if try await PatternQueries.acknowledge(id, by: staff.id, at: now, note: sealed, in: &transaction) {
                return
            }
            guard try await PatternQueries.exists(id, in: &transaction) else { throw DeskFailure.notFound }
            throw DeskFailure.conflict
        }
    }

    private func read(_ row: WarningRow, in transaction: inout Transaction) async throws -> Warning? {
        guard let content = try? sealing.warning(row) else { return nil }
        let places = try await PatternQueries.places(content.units, in: &transaction).map {
            Warning.Place(submission: $0.submission, caseID: $0.caseID, number: $0.number)
        }
        return Warning(row: row, content: content, places: places, note: sealing.note(row))
    }
}

extension AuditAction {
    static let acknowledgeWarning = AuditAction("warning.acknowledge")
}
