import Accounts
import CaseModel
import Foundation
import Postgres
import Vault

/// One thing that a person did in triage.
struct TriageStep: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case assigned = "ASSIGNED"
        case urgency = "URGENCY"
        case linked = "LINKED"
        case split = "SPLIT"
        /// Not the same as another submission, or as what a case is about.
        case different = "DIFFERENT"
        case duplicate = "DUPLICATE"
        case duplicateUndone = "DUPLICATE_UNDONE"
    }

    var kind: Kind
    var submission: SubmissionID?
    var caseID: CaseID?
    /// The other submission or case, or the officer.
    var other: UUID?
    /// In the officer's words; nil where nothing was said.
    var note: TriageNote?
}

/// Why, as it lies sealed.
struct TriageNote: Codable, Sendable, Equatable {
    var text = ""
    /// Where something was set anew.
    var before: String?
    var after: String?
}

/// A step as it is read.
struct TakenStep: Sendable {
    let kind: TriageStep.Kind
    let submission: SubmissionID?
    let caseID: CaseID?
    let other: UUID?
    let at: Date
    let by: StaffID
    /// Nil where nothing was said, or it cannot be opened.
    let note: TriageNote?
}

/// Keeps what people did in triage, in the transaction in which they do it, and reads it again.
struct TriageJournal: Sendable {
    let keys: ServiceKeys
    let caseKeys: CaseKeys

    func keep(
        _ step: TriageStep, by officer: Staff, at now: Date, in transaction: inout Transaction
    ) async throws {
        let id = Randomness.uuid(at: now)
        var sealed: [UInt8]?
        if let note = step.note { sealed = try await seal(note, id, step.caseID, in: &transaction) }
        try await transaction.execute(
            """
            INSERT INTO triage_steps (id, kind, submission_id, case_id, other_id, taken_at, taken_by, sealed)
            VALUES (\(id), \(step.kind.rawValue), \(step.submission?.uuid), \(step.caseID?.uuid), \(step.other),
                \(now), \(officer.id), \(sealed))
            """)
    }

    /// What was done about a case and its submissions, or a submission, the oldest first.
    func steps(
        of submissions: [SubmissionID], case id: CaseID?, in transaction: inout Transaction
    ) async throws -> [TakenStep] {
        let rows = try await transaction.query(
            """
            SELECT id, kind, submission_id, case_id, other_id, taken_at, taken_by, sealed FROM triage_steps
            WHERE submission_id = ANY (\(submissions.map(\.uuid))) OR case_id = \(id?.uuid)
            ORDER BY taken_at, id LIMIT 500
            """)
        var sealings: [UUID: CaseSealing] = [:]
        for key in Set(try rows.compactMap { try $0.get("case_id", as: UUID?.self) }) {
            sealings[key] = try await caseKeys.find(for: key, in: &transaction).map(CaseSealing.init)
        }
        return try rows.compactMap { row in
            guard let kind = TriageStep.Kind(rawValue: try row.get("kind")) else { return nil }
            let caseID: UUID? = try row.get("case_id")
            let sealed: [UInt8]? = try row.get("sealed")
            let id: UUID = try row.get("id")
            return TakenStep(
                kind: kind, submission: try row.get("submission_id", as: UUID?.self).map(SubmissionID.init),
                caseID: caseID.map(CaseID.init), other: try row.get("other_id"), at: try row.get("taken_at"),
                by: StaffID(try row.get("taken_by")),
                note: sealed.flatMap { try? open($0, id, caseID == nil ? nil : sealings[caseID ?? id]) })
        }
    }

    private func seal(
        _ note: TriageNote, _ id: UUID, _ caseID: CaseID?, in transaction: inout Transaction
    ) async throws -> [UInt8] {
        if let caseID {
            guard let key = try await caseKeys.find(for: caseID.uuid, in: &transaction) else {
                throw DeskFailure.unreadable
            }
            return try CaseSealing(key: key).seal(note, .triageStep(id))
        }
        return try keys.everyone.sealing(for: .verification).seal(
            Padding.pad(try EventCoding.encode(note)), context: .triageStep(id))
    }

    private func open(_ sealed: [UInt8], _ id: UUID, _ sealing: CaseSealing?) throws -> TriageNote {
        if let sealing { return try sealing.open(sealed, .triageStep(id)) }
        return try EventCoding.decode(
            TriageNote.self, from: try Padding.unpad(try keys.sealing.open(sealed, context: .triageStep(id))))
    }
}

extension SealContext {
    fileprivate static func triageStep(_ id: UUID) -> SealContext {
        SealContext(table: "triage_steps", column: "sealed", row: id)
    }
}

extension DeskParts {
    var journal: TriageJournal { TriageJournal(keys: keys, caseKeys: caseKeys) }
}
