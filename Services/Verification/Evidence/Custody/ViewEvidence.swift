import Accounts
import CaseModel
import Foundation
import Postgres

/// Writes into a file's chain that somebody looks at it, before it is shown.
enum ViewEvidence {
    /// The pictures of one page are one look.
    private static let oneLook: TimeInterval = 15 * 60

    static func record(
        _ part: String, of file: EvidenceFile, copy: CopyID? = nil, reason: String? = nil, by officer: Staff,
        at now: Date, in transaction: inout Transaction
    ) async throws {
        let note = CustodyNote(reason: reason, copy: copy?.uuid, part: part)
        try await CustodyQueries.append(
            .viewed, of: file.id, at: now, by: StaffID(officer.id), sealed: try file.sealing.seal(note, of: file.id),
            in: &transaction)
    }

    /// A picture of a copy that the officer has opened just before is not written down again.
    static func recordUnlessJustNow(
        _ part: String, of file: EvidenceFile, copy: CopyID, by officer: Staff, at now: Date,
        in transaction: inout Transaction
    ) async throws {
        let recent = try await CustodyQueries.views(
            of: file.id, by: StaffID(officer.id), since: now.addingTimeInterval(-oneLook), in: &transaction)
        let isKnown = recent.contains { sealed in
            (try? file.sealing.note(sealed, of: file.id))?.copy == copy.uuid
        }
        guard !isKnown else { return }
        try await record(part, of: file, copy: copy, by: officer, at: now, in: &transaction)
    }
}

extension CustodyQueries {
    /// The sealed parts of somebody's recent looks at a file.
    static func views(
        of id: EvidenceID, by officer: StaffID, since: Date, in transaction: inout Transaction
    ) async throws -> [[UInt8]] {
        try await transaction.query(
            """
            SELECT sealed FROM custody_events WHERE evidence_id = \(id.uuid) AND kind = 'VIEWED'
                AND by_staff = \(officer.uuid) AND at >= \(since) AND sealed IS NOT NULL
            """
        ).map { try $0.get("sealed") }
    }
}
