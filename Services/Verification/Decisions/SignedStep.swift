import CaseModel
import Foundation
import Postgres

/// A step that takes effect when a second person has signed it, or, for decisions, at once where the rule asks for nobody
/// else. Each is kept with what was said about it.
struct SignedStep: CaseRecordContent {
    static let kind = RecordKind("SIGNED_STEP")
    static let codeLists = [
        "status": "verification_status", "suggested": "verification_status", "nexus": "nexus_strength",
        "next": "case_status",
    ]
    static let order = [
        "what", "state", "status", "nexus", "suggested", "next", "reason", "answer", "answerLanguage", "officer",
        "reviewer", "remarks", "proposedOn",
    ]

    enum What: String, Codable, Sendable, CaseIterable {
        case decision = "DECISION"
        case reopening = "REOPENING"
    }

    enum State: String, Codable, Sendable, CaseIterable {
        case waiting = "WAITING"
        case signed = "SIGNED"
        case refused = "REFUSED"
        case sentBack = "SENT_BACK"
        case takenBack = "TAKEN_BACK"
        /// It follows the rule, and one signature was enough.
        case done = "DONE"
    }

    /// What somebody said about it while it waited.
    struct Remark: Codable, Sendable, Equatable {
        var by: StaffID
        var at: Date
        var text: String
    }

    var what: What
    var state: State
    var officer: StaffID
    /// Who signed or refused.
    var reviewer: StaffID?
    var reason: String
    /// Of a decision: what it says, and what the rule said then.
    var status: VerificationStatus?
    var nexus: NexusStrength?
    var suggested: VerificationStatus?
    /// What the source is told when it takes effect; empty for nothing.
    var answer = ""
    var answerLanguage = ""
    /// Of a reopening: where the case goes.
    var next: CaseStatus?
    /// What it was proposed on: the version of each item and contradiction, by id.
    var proposedOn: [String: Int] = [:]
    var remarks: [Remark] = []
}

/// What stands in clear of a step that waits, or waited.
struct SignedStepRow: Sendable {
    let id: RecordID
    let caseID: CaseID
    let caseNumber: Int64
    let urgency: Urgency
    let what: SignedStep.What
    let state: SignedStep.State
    let proposedAt: Date
    let proposedBy: StaffID

    init(_ row: Row) throws {
        id = RecordID(try row.get("record_id", as: UUID.self))
        caseID = CaseID(try row.get("case_id", as: UUID.self))
        caseNumber = try row.get("number")
        urgency = try Code.read(row, "urgency")
        what = try Code.read(row, "what")
        state = try Code.read(row, "state")
        proposedAt = try row.get("proposed_at")
        proposedBy = StaffID(try row.get("proposed_by", as: UUID.self))
    }
}

enum SignedStepQueries {
    /// Returns false where one of this sort waits already.
    static func insert(
        _ id: RecordID, _ what: SignedStep.What, of caseID: CaseID, at: Date, by: StaffID,
        in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            INSERT INTO signed_steps (record_id, case_id, what, state, proposed_at, proposed_by)
            VALUES (\(id.uuid), \(caseID.uuid), \(what.rawValue), 'WAITING', \(at), \(by.uuid))
            ON CONFLICT (case_id, what) WHERE state = 'WAITING' DO NOTHING
            """) == 1
    }

    static func settle(
        _ id: RecordID, _ state: SignedStep.State, at: Date, by: StaffID, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            UPDATE signed_steps SET state = \(state.rawValue), settled_at = \(at), settled_by = \(by.uuid)
            WHERE record_id = \(id.uuid) AND state = 'WAITING'
            """) == 1
    }

    /// What waits in a case.
    static func waiting(in caseID: CaseID, in transaction: inout Transaction) async throws -> [SignedStepRow] {
        try await transaction.query(
            "\(columns) WHERE s.case_id = \(caseID.uuid) AND s.state = 'WAITING' ORDER BY s.proposed_at, s.record_id"
        ).map(SignedStepRow.init)
    }

    /// What waits in all cases that the transaction sees, the most urgent and then the oldest first.
    static func queue(limit: Int, in transaction: inout Transaction) async throws -> [SignedStepRow] {
        try await transaction.query(
            "\(columns) WHERE s.state = 'WAITING' ORDER BY c.urgency, s.proposed_at, s.record_id LIMIT \(limit)"
        ).map(SignedStepRow.init)
    }

    private static let columns: SQL =
        """
        SELECT s.record_id, s.case_id, c.number, c.urgency, s.what, s.state, s.proposed_at, s.proposed_by
        FROM signed_steps s JOIN cases c ON c.id = s.case_id
        """
}
