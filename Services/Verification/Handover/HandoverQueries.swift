import CaseModel
import Foundation
import Postgres

/// How far the handing over of a submission to its source has come.
enum HandoverState: Sendable, Equatable {
    case none
    case waiting(until: Date)
    case revoked
    case taken(at: Date)

    init(_ row: Row) throws {
        let taken: Date? = try row.get("taken_at")
        let revoked: Date? = try row.get("revoked_at")
        let expires: Date? = try row.get("expires_at")
        self =
            if let taken { .taken(at: taken) } else if revoked != nil { .revoked } else if let expires {
                .waiting(until: expires)
            } else { .none }
    }
}

enum HandoverQueries {
    /// A new sheet takes the place of an earlier one. Returns false where the source has taken over already.
    static func put(
        _ submission: SubmissionID, lookup: [UInt8], at: Date, by: StaffID, expires: Date,
        in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO handovers (submission_id, lookup, prepared_at, prepared_by, expires_at)
            VALUES (\(submission.uuid), \(lookup), \(at), \(by.uuid), \(expires))
            ON CONFLICT (submission_id) DO UPDATE SET lookup = excluded.lookup, prepared_at = excluded.prepared_at,
                prepared_by = excluded.prepared_by, expires_at = excluded.expires_at, revoked_at = NULL
            WHERE handovers.taken_at IS NULL
            """) == 1
    }

    /// Returns false where there is no sheet that could still be used.
    static func revoke(
        _ submission: SubmissionID, at: Date, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            UPDATE handovers SET revoked_at = \(at)
            WHERE submission_id = \(submission.uuid) AND revoked_at IS NULL AND taken_at IS NULL
            """) == 1
    }

    /// The source holds a receipt of its own. Once is enough; a later one changes nothing.
    static func markTaken(_ submission: SubmissionID, at: Date, in transaction: inout Transaction) async throws {
        try await transaction.execute(
            """
            UPDATE handovers SET taken_at = \(at) WHERE submission_id = \(submission.uuid) AND taken_at IS NULL
            """)
    }

    /// Returns false where the number is taken.
    static func insertSheet(
        _ serial: SheetSerial, lookup: [UInt8], at: Date, by: StaffID, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO handover_sheets (serial, lookup, printed_at, printed_by)
            VALUES (\(serial.digits), \(lookup), \(at), \(by.uuid)) ON CONFLICT (serial) DO NOTHING
            """) == 1
    }

    /// Uses a sheet up. Returns its lookup, nil where there is no such sheet or it was used.
    static func useSheet(
        _ serial: SheetSerial, for submission: SubmissionID, in transaction: inout Transaction
    ) async throws -> [UInt8]? {
        try await transaction.first(
            """
            UPDATE handover_sheets SET submission_id = \(submission.uuid)
            WHERE serial = \(serial.digits) AND submission_id IS NULL RETURNING lookup
            """
        )?.get("lookup")
    }
}
