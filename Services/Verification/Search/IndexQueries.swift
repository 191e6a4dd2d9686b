import CaseModel
import Foundation
import Postgres

/// Something to be indexed anew.
struct QueuedDocument: Sendable {
    let id: Int64
    let submissionID: SubmissionID?
    let caseID: CaseID?

    init(_ row: Row) throws {
        id = try row.get("id")
        submissionID = try row.get("submission_id", as: UUID?.self).map(SubmissionID.init)
        caseID = try row.get("case_id", as: UUID?.self).map(CaseID.init)
    }
}

/// A row of the index.
struct IndexedDocument: Sendable {
    enum Subject: Sendable, Hashable {
        case submission(SubmissionID)
        case file(CaseID)
    }

    let subject: Subject
    let urgency: Urgency
    /// Received or opened.
    let happenedAt: Date
    let edition: Int64
    let tokens: [Int64]
    let facets: [UInt8]
    /// Sealed facts for early warnings; nil where it was reported too long ago for any.
    let pattern: [UInt8]?
}

/// The index as the system's role writes it.
enum IndexQueries {
    /// Only one process indexes at a time. Held until the end of the transaction; false where another one has it.
    static func lead(in transaction: inout Transaction) async throws -> Bool {
        try await transaction.first("SELECT pg_try_advisory_xact_lock(6000085) AS leads")?.get("leads") ?? false
    }

    static func waiting(in database: Database) async throws -> [Compartment] {
        try await database.query("SELECT DISTINCT compartment FROM search_queue ORDER BY compartment")
            .compactMap { Compartment(try $0.get("compartment", as: String.self)) }
    }

    static func next(
        of compartment: Compartment, limit: Int, in transaction: inout Transaction
    ) async throws -> [QueuedDocument] {
        try await transaction.query(
            """
            SELECT id, submission_id, case_id FROM search_queue
            WHERE compartment = \(compartment.code) ORDER BY id LIMIT \(limit)
            """
        ).map(QueuedDocument.init)
    }

    static func done(_ queued: [QueuedDocument], in transaction: inout Transaction) async throws {
        try await transaction.execute("DELETE FROM search_queue WHERE id = ANY(\(queued.map(\.id)))")
    }

    static func put(
        _ documents: [IndexedDocument], in compartment: Compartment, at now: Date, in transaction: inout Transaction
    ) async throws {
        var submissions: [(UUID, IndexedDocument)] = []
        var cases: [(UUID, IndexedDocument)] = []
        for document in documents {
            switch document.subject {
            case .submission(let id): submissions.append((id.uuid, document))
            case .file(let id): cases.append((id.uuid, document))
            }
        }
        for (column, rows) in [(try Identifier("submission_id"), submissions), (try Identifier("case_id"), cases)]
        where !rows.isEmpty {
            try await transaction.execute(
                """
                INSERT INTO search_documents AS old
                    (\(identifier: column), compartment, urgency, happened_at, added_at, edition, tokens, facets)
                SELECT id, \(compartment.code), urgency, happened_at, \(now), edition, tokens::bigint[], facets
                FROM unnest(\(rows.map(\.0)), \(rows.map(\.1.urgency.rawValue)), \(rows.map(\.1.happenedAt)),
                    \(rows.map(\.1.edition)), \(rows.map { literal($0.1.tokens) }), \(rows.map(\.1.facets)))
                    AS new (id, urgency, happened_at, edition, tokens, facets)
                ON CONFLICT (\(identifier: column)) DO UPDATE SET compartment = excluded.compartment,
                    urgency = excluded.urgency, happened_at = excluded.happened_at, edition = excluded.edition,
                    tokens = excluded.tokens, facets = excluded.facets
                """)
            try await PatternQueries.put(
                rows.compactMap { id, document in document.pattern.map { (id, document.happenedAt, $0) } },
                column, compartment, in: &transaction)
        }
    }

    /// Lists of different lengths do not fit into one array.
    private static func literal(_ tokens: [Int64]) -> String {
        "{\(tokens.map(String.init).joined(separator: ","))}"
    }

    // MARK: What is not indexed yet, or otherwise

    static func compartments(in database: Database) async throws -> [Compartment] {
        try await database.query(
            "SELECT DISTINCT compartment FROM submissions UNION SELECT DISTINCT compartment FROM cases"
        ).compactMap { Compartment(try $0.get("compartment", as: String.self)) }
    }

    /// Queues what a compartment holds that no row of this edition stands for. Returns how much that was.
    static func queueMissing(
        in compartment: Compartment, edition: Int64, in database: Database
    ) async throws -> Int {
        try await database.execute(
            """
            INSERT INTO search_queue (submission_id, case_id, compartment)
            SELECT id, NULL::uuid, compartment FROM submissions s
            WHERE compartment = \(compartment.code)
                AND NOT EXISTS (SELECT FROM search_documents d
                    WHERE d.submission_id = s.id AND d.edition = \(edition) AND d.compartment = s.compartment)
                AND id NOT IN (SELECT submission_id FROM search_queue WHERE submission_id IS NOT NULL)
            UNION ALL
            SELECT NULL, id, compartment FROM cases c
            WHERE compartment = \(compartment.code)
                AND NOT EXISTS (SELECT FROM search_documents d
                    WHERE d.case_id = c.id AND d.edition = \(edition) AND d.compartment = c.compartment)
                AND id NOT IN (SELECT case_id FROM search_queue WHERE case_id IS NOT NULL)
            """)
    }

    // MARK: What is read for it

    static func submissions(
        _ ids: Set<SubmissionID>, in transaction: inout Transaction
    ) async throws -> [SubmissionRow] {
        try await transaction.query("SELECT * FROM submissions WHERE id = ANY(\(ids.map(\.uuid)))")
            .map(SubmissionRow.init)
    }

    /// Who has these submissions.
    static func officers(
        of submissions: [SubmissionID], in transaction: inout Transaction
    ) async throws -> [SubmissionID: StaffID] {
        var officers: [SubmissionID: StaffID] = [:]
        for row in try await transaction.query(
            """
            SELECT id, officer_id FROM submissions
            WHERE id = ANY(\(submissions.map(\.uuid))) AND officer_id IS NOT NULL
            """)
        {
            officers[SubmissionID(try row.get("id", as: UUID.self))] =
                StaffID(try row.get("officer_id", as: UUID.self))
        }
        return officers
    }

    /// The first submission of each of these cases.
    static func first(
        of cases: [CaseID], in transaction: inout Transaction
    ) async throws -> [CaseID: SubmissionID] {
        var first: [CaseID: SubmissionID] = [:]
        for row in try await transaction.query(
            """
            SELECT DISTINCT ON (case_id) case_id, id FROM submissions WHERE case_id = ANY(\(cases.map(\.uuid)))
            ORDER BY case_id, received_at, id
            """)
        { first[CaseID(try row.get("case_id", as: UUID.self))] = SubmissionID(try row.get("id", as: UUID.self)) }
        return first
    }

    /// The records of a case that stand, of every kind.
    static func records(of id: CaseID, in transaction: inout Transaction) async throws -> [RecordRow] {
        let kinds = try await transaction.query(
            "SELECT DISTINCT kind FROM case_records WHERE case_id = \(id.uuid) AND removed_at IS NULL"
        ).map { RecordKind(stored: try $0.get("kind")) }
        return try await RecordQueries.all(kinds, of: id, in: &transaction)
    }
}
