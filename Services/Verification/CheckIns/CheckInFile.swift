import CaseModel
import Foundation
import Postgres

/// The check-ins of a case, with their times and what became of them.
struct CheckInFile: Sendable {
    struct Agreed: Sendable {
        let record: RecordVersion<CheckIn>
        let row: CheckInRow
        /// The newest first.
        let occasions: [CheckInOccasion]

        /// As a code: what is expected, what was missed last, or that it is over.
        var state: State {
            if let last = occasions.first, last.missedAt != nil, last.answeredAt == nil { return .missed }
            return row.nextAt == nil ? .over : .expected
        }
    }

    enum State: String, Sendable {
        case expected = "EXPECTED"
        case missed = "MISSED"
        case over = "OVER"
    }

    var checkIns: [Agreed]

    private static let mostOccasions = 200

    static func read(
        _ id: CaseID, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> CheckInFile {
        let rows = try await CheckInQueries.of(id, in: &transaction)
        guard !rows.isEmpty else { return CheckInFile(checkIns: []) }
        let records = try await CaseRecords().all(CheckIn.self, of: id, sealing, in: &transaction)
        let occasions = try await CheckInQueries.occasions(
            of: rows.map(\.id), limit: mostOccasions, in: &transaction)
        return CheckInFile(
            checkIns: records.compactMap { record in
                rows.first { $0.id == record.id }.map { row in
                    Agreed(record: record, row: row, occasions: occasions.filter { $0.id == record.id })
                }
            })
    }
}
