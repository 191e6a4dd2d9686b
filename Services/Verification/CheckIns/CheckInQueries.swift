import CaseModel
import Foundation
import Postgres

/// The times of a check-in, as the clock sees them.
struct CheckInRow: Sendable {
    let id: RecordID
    let caseID: CaseID
    let schedule: CheckInSchedule
    let silence: SilenceMeaning
    /// The next agreed time that nobody has answered yet.
    let nextAt: Date?

    init(_ row: Row) throws {
        id = RecordID(try row.get("record_id", as: UUID.self))
        caseID = CaseID(try row.get("case_id", as: UUID.self))
        schedule = CheckInSchedule(
            from: try row.get("starts_at"), every: Double(try row.get("every_seconds", as: Int64.self)),
            until: try row.get("ends_at", as: Date?.self), grace: Double(try row.get("grace_seconds", as: Int64.self)))
        silence = try Code.read(row, "silence")
        nextAt = try row.get("next_at", as: Date?.self)
    }
}

/// One agreed time, and what became of it.
struct CheckInOccasion: Sendable {
    let id: RecordID
    let expectedAt: Date
    let missedAt: Date?
    let answeredAt: Date?

    init(_ row: Row) throws {
        id = RecordID(try row.get("record_id", as: UUID.self))
        expectedAt = try row.get("expected_at")
        missedAt = try row.get("missed_at", as: Date?.self)
        answeredAt = try row.get("answered_at", as: Date?.self)
    }
}

enum CheckInQueries {
    static func insert(
        _ id: RecordID, of caseID: CaseID, _ submission: SubmissionID?, _ content: CheckIn,
        in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO check_ins (record_id, case_id, submission_id, starts_at, every_seconds, grace_seconds, ends_at,
                silence, next_at)
            VALUES (\(id.uuid), \(caseID.uuid), \(submission?.uuid), \(content.from),
                \(Int64(content.everyHours) * 3600), \(Int64(content.graceHours) * 3600), \(content.until),
                \(content.silence.rawValue), \(content.from))
            """)
    }

    static func of(_ caseID: CaseID, in transaction: inout Transaction) async throws -> [CheckInRow] {
        try await transaction.query("\(columns) WHERE case_id = \(caseID.uuid) ORDER BY starts_at, record_id")
            .map(CheckInRow.init)
    }

    static func lock(
        _ id: RecordID, of caseID: CaseID, in transaction: inout Transaction
    ) async throws -> CheckInRow? {
        try await transaction.first(
            "\(columns) WHERE record_id = \(id.uuid) AND case_id = \(caseID.uuid) FOR UPDATE"
        ).map(CheckInRow.init)
    }

    /// Those that the source of a submission answers.
    static func lock(
        answeredBy submission: SubmissionID, in transaction: inout Transaction
    ) async throws -> [CheckInRow] {
        try await transaction.query(
            "\(columns) WHERE submission_id = \(submission.uuid) ORDER BY record_id FOR UPDATE"
        ).map(CheckInRow.init)
    }

    /// Those whose next time is over, with its grace; what another process has in hand is left to it.
    static func lockOverdue(
        at now: Date, limit: Int, in transaction: inout Transaction
    ) async throws -> [CheckInRow] {
        try await transaction.query(
            """
            \(columns) WHERE next_at + grace_seconds * interval '1 second' <= \(now)
            ORDER BY next_at, record_id LIMIT \(limit) FOR UPDATE SKIP LOCKED
            """
        ).map(CheckInRow.init)
    }

    static func expect(_ next: Date?, _ id: RecordID, in transaction: inout Transaction) async throws {
        try await transaction.execute("UPDATE check_ins SET next_at = \(next) WHERE record_id = \(id.uuid)")
    }

    /// Returns false where something was noted of that time already.
    static func note(
        _ id: RecordID, expectedAt: Date, missedAt: Date? = nil, answeredAt: Date? = nil, by officer: StaffID? = nil,
        in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO check_in_occasions (record_id, expected_at, missed_at, answered_at, recorded_by)
            VALUES (\(id.uuid), \(expectedAt), \(missedAt), \(answeredAt), \(officer?.uuid))
            ON CONFLICT (record_id, expected_at) DO NOTHING
            """) == 1
    }

    static func answer(
        _ id: RecordID, missed: Date, at: Date, by officer: StaffID?, in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            UPDATE check_in_occasions SET answered_at = \(at), recorded_by = \(officer?.uuid)
            WHERE record_id = \(id.uuid) AND expected_at = \(missed) AND answered_at IS NULL
            """)
    }

    /// The newest first.
    static func occasions(
        of ids: [RecordID], limit: Int, in transaction: inout Transaction
    ) async throws -> [CheckInOccasion] {
        try await transaction.query(
            """
            SELECT record_id, expected_at, missed_at, answered_at FROM check_in_occasions
            WHERE record_id = ANY (\(ids.map(\.uuid))) ORDER BY expected_at DESC, record_id LIMIT \(limit)
            """
        ).map(CheckInOccasion.init)
    }

    /// When a check-in was missed last, and nobody has heard from them since, by the case's first submission; not where silence
    /// was agreed to mean nothing. For the system's role.
    static func missed(
        in compartment: Compartment, since: Date, in transaction: inout Transaction
    ) async throws -> [UUID: Date] {
        let rows = try await transaction.query(
            """
            SELECT first.id AS unit, max(o.missed_at) AS missed_at
            FROM check_in_occasions o JOIN check_ins k ON k.record_id = o.record_id JOIN cases c ON c.id = k.case_id
            CROSS JOIN LATERAL (
                SELECT id FROM submissions WHERE case_id = c.id ORDER BY received_at, id LIMIT 1) AS first
            WHERE c.compartment = \(compartment.code) AND k.silence <> \(SilenceMeaning.nothing.rawValue)
                AND o.missed_at > \(since) AND NOT EXISTS (
                    SELECT FROM check_in_occasions later
                    WHERE later.record_id = o.record_id AND later.answered_at > o.missed_at)
            GROUP BY first.id
            """)
        return try Dictionary(
            uniqueKeysWithValues: rows.map {
                (try $0.get("unit", as: UUID.self), try $0.get("missed_at", as: Date.self))
            })
    }

    private static let columns: SQL =
        """
        SELECT record_id, case_id, starts_at, every_seconds, grace_seconds, ends_at, silence, next_at FROM check_ins
        """
}
