import CaseModel
import Foundation
import Messaging
import Postgres

/// Counts a case from its opening. What is told of it stays sealed here too.
struct ProjectOpening: EventHandler {
    func handle(_ event: ReceivedEvent<CaseOpened>, in transaction: inout Transaction) async throws {
        let opened = event.payload
        try await transaction.execute(
            """
            INSERT INTO cases (id, opened_at, urgency, sealed)
            VALUES (\(opened.caseID.uuid), \(opened.openedAt), \(opened.urgency.rawValue),
                \(opened.sealedFigures.bytes))
            ON CONFLICT (id) DO NOTHING
            """)
    }
}

/// Counts a finding, and takes the case's figures as of then.
struct ProjectFinding: EventHandler {
    func handle(_ event: ReceivedEvent<FindingRecorded>, in transaction: inout Transaction) async throws {
        let recorded = event.payload
        let updated = try await transaction.execute(
            """
            UPDATE cases SET findings = findings + 1, sealed = \(recorded.sealedFigures.bytes)
            WHERE id = \(recorded.caseID.uuid)
            """)
        if updated == 0 { throw HandlingFailure.reject(reason: "case-unknown") }
    }
}

/// Takes what has changed in a case: figures and urgency as of then.
struct ProjectChange: EventHandler {
    func handle(_ event: ReceivedEvent<CaseChanged>, in transaction: inout Transaction) async throws {
        let changed = event.payload
        let updated = try await transaction.execute(
            """
            UPDATE cases SET urgency = \(changed.urgency.rawValue), sealed = \(changed.sealedFigures.bytes)
            WHERE id = \(changed.caseID.uuid)
            """)
        if updated == 0 { throw HandlingFailure.reject(reason: "case-unknown") }
    }
}

/// Takes the case's figures as they were decided.
struct ProjectDecision: EventHandler {
    func handle(_ event: ReceivedEvent<CaseDecided>, in transaction: inout Transaction) async throws {
        let decided = event.payload
        let updated = try await transaction.execute(
            """
            UPDATE cases SET decided_at = \(decided.decidedAt), sealed = \(decided.sealedFigures.bytes)
            WHERE id = \(decided.caseID.uuid)
            """)
        if updated == 0 { throw HandlingFailure.reject(reason: "case-unknown") }
    }
}
