import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// An officer screens a case: whether it is in scope, what is still needed, how urgent it is. Out of scope closes it, and the
/// source is told where to turn; what is needed is asked of the source.
struct ScreenCase: Sendable {
    struct Input: Sendable {
        var content: ScreenContent
        /// The record and the version that the officer saw; nil for the first answers.
        var record: RecordID?
        var seen = 0
        var urgency: UrgencyDecision
        /// What the source is told, in which language.
        var answer = ""
        var answerLanguage: String
    }

    enum Refusal: Error, Sendable, Equatable {
        case urgencyReasonMissing
        /// A source that can be told has to be.
        case answerMissing
        /// Somebody else answered the same questions differently meanwhile.
        case conflicting([FieldMerge.Conflict])
    }

    let desk: DeskDatabase
    let moves: CaseMoves
    let records: CaseRecords
    let step: TakeStep
    let sources: SourceFiles

    func callAsFunction(_ input: Input, on id: CaseID, by officer: Staff, at now: Date = .now) async throws {
        try await desk.change(.screenCase, .case(id), by: officer) { transaction in
            let (row, sealing) = try await moves.files.row(
                id, toChange: true, evenClosed: input.content.outcome == .outOfScope, in: &transaction)
            let submissions = try await SubmissionQueries.ofCase(id, in: &transaction)
            let told = try await sources.get(submissions, in: &transaction)
            let next = try Self.next(input.content.outcome, row.status)
            if next != nil, input.answer.isEmpty, told.contains(where: \.canBeTold) { throw Refusal.answerMissing }
            try await keep(input, id, sealing, officer, now, &transaction)
            try await setUrgency(input.urgency, row, submissions, officer, now, &transaction)
            guard let next else { return try await moves.tell(id, at: now, in: &transaction) }
            try await step(
                TakeStep.Step(next: next, reason: input.content.reason), row, sealing, by: StaffID(officer.id),
                at: now, in: &transaction)
            try await tell(told, input, closes: next.isTerminal, officer, now, &transaction)
        }
    }

    /// Where the outcome takes the case; nil where it stays.
    static func next(_ outcome: ScopeRule.Outcome, _ status: CaseStatus) throws(DeskFailure) -> CaseStatus? {
        let next: CaseStatus
        switch outcome {
        case .inScope: return nil
        case .outOfScope:
            // What turned out so after the case was closed for another reason is kept; the case stays as it was closed.
            if status.isTerminal { return nil }
            next = .closedOutOfScope
        case .moreNeeded:
            if status == .awaitingInfo { return nil }
            next = .awaitingInfo
        }
        guard status.mayBecome(next) else { throw .stepNotAllowed }
        return next
    }

    private func keep(
        _ input: Input, _ id: CaseID, _ sealing: CaseSealing, _ officer: Staff, _ now: Date,
        _ transaction: inout Transaction
    ) async throws {
        let by = StaffID(officer.id)
        guard let record = input.record else {
            // Two who answer for the first time at once: the later sees what the earlier said.
            guard try await records.all(ScreenContent.self, of: id, sealing, in: &transaction).isEmpty else {
                throw DeskFailure.conflict
            }
            _ = try await records.add(input.content, to: id, sealing, by: by, at: now, in: &transaction)
            return
        }
        let revision = try await records.revise(
            record, seen: input.seen, to: input.content, in: id, sealing, by: by, at: now, in: &transaction)
        if case .conflicting(_, let conflicts) = revision { throw Refusal.conflicting(conflicts) }
    }

    private func setUrgency(
        _ decision: UrgencyDecision, _ row: CaseRow, _ submissions: [SubmissionRow], _ officer: Staff, _ now: Date,
        _ transaction: inout Transaction
    ) async throws {
        guard decision.urgency != row.urgency else { return }
        // Against what the system found, and against what somebody decided before.
        let own = min(UrgencyDecision.own(submissions), row.urgency)
        guard decision.isJustified(against: own) else { throw Refusal.urgencyReasonMissing }
        try await TriageQueries.setUrgency(decision.urgency, of: row.id, in: &transaction)
        let note = TriageNote(
            text: decision.reason, before: row.urgency.rawValue, after: decision.urgency.rawValue)
        try await moves.journal.keep(
            TriageStep(kind: .urgency, caseID: row.id, note: note), by: officer, at: now, in: &transaction)
    }

    private func tell(
        _ told: [SourceFile], _ input: Input, closes: Bool, _ officer: Staff, _ now: Date,
        _ transaction: inout Transaction
    ) async throws {
        let write = WriteToSource(desk: desk, files: sources, outbox: moves.outbox)
        for source in told where source.canBeTold && !input.answer.isEmpty {
            let message = SourceMessage(
                messageID: MessageID(Randomness.uuid(at: now)), sentAt: now, language: input.answerLanguage,
                text: input.answer, kind: closes ? .message : .question)
            try await write.send(message, to: source, by: StaffID(officer.id), in: &transaction)
        }
        try await moves.tellSources(
            told.map(\.row), closes ? .closed : .answered, at: now, in: &transaction)
    }
}

extension SourceFile {
    /// Whether there is a mailbox to write to.
    var canBeTold: Bool { if case .open = mailbox { true } else { false } }
}
