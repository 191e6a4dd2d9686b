import Accounts
import Audit
import CaseModel
import Foundation
import Postgres

/// Somebody other than the author signs a step that waits, refuses it, sends it back or asks; the author answers or takes
/// it back. A signature is for what was proposed on: where anything has changed since, it is refused.
struct AnswerStep: Sendable {
    enum Answer: String, Sendable, CaseIterable {
        case sign = "SIGN"
        case refuse = "REFUSE"
        case sendBack = "SEND_BACK"
        case takeBack = "TAKE_BACK"
        case remark = "REMARK"

        /// What somebody who is not its author may answer, and what the author may.
        static let ofReviewer: [Answer] = [.sign, .sendBack, .refuse, .remark]
        static let ofAuthor: [Answer] = [.remark, .takeBack]

        fileprivate var state: SignedStep.State {
            switch self {
            case .sign: .signed
            case .refuse: .refused
            case .sendBack: .sentBack
            case .takeBack: .takenBack
            case .remark: .waiting
            }
        }
    }

    struct Input: Sendable {
        var answer: Answer
        /// The version of the step that was seen, with all remarks until then.
        var version: Int
        var remark: String
    }

    let desk: DeskDatabase
    let files: CaseFiles
    let decide: DecisionEffect
    let step: TakeStep

    func callAsFunction(
        _ input: Input, to id: RecordID, in caseID: CaseID, by person: Staff, at now: Date = .now
    ) async throws {
        try await desk.change(.answerStep, .case(caseID), by: person) { transaction in
            let by = StaffID(person.id)
            let (file, sealing) = try await files.get(caseID, toChange: true, evenClosed: true, in: &transaction)
            let stored: RecordVersion<SignedStep> = try await SignedSteps.records.get(
                id, of: caseID, sealing, toChange: true, in: &transaction)
            var content = stored.content
            guard content.state == .waiting else { throw CaseRefusal.notWaiting }
            guard stored.version == input.version else { throw DeskFailure.conflict }
            let hands = try await Self.hands(on: content, file, in: &transaction)
            try Self.check(input.answer, content, hands, file, by)
            if !input.remark.isEmpty {
                content.remarks.append(SignedStep.Remark(by: by, at: now, text: input.remark))
            }
            content.state = input.answer.state
            guard input.answer != .remark else {
                return try await SignedSteps.save(
                    stored, as: content, in: caseID, sealing, by: by, at: now, in: &transaction)
            }
            if input.answer != .takeBack { content.reviewer = by }
            try await SignedSteps.settle(
                stored, as: content, in: caseID, sealing, by: by, at: now, in: &transaction)
            guard input.answer == .sign else { return }
            try await takeEffect(content, file, sealing, by, now, &transaction)
        }
    }

    private static func check(
        _ answer: Answer, _ step: SignedStep, _ hands: Set<StaffID>, _ file: CaseFile, _ person: StaffID
    ) throws {
        let isAuthor = step.officer == person
        switch answer {
        case .remark: break
        case .takeBack: if !isAuthor { throw DeskFailure.notFound }
        case .refuse, .sendBack: if isAuthor { throw CaseRefusal.ownReview }
        case .sign:
            let problem = SignatureRule.problem(
                isWaiting: step.state == .waiting, officer: step.officer, hands: hands, reviewer: person,
                proposedOn: step.proposedOn, now: file.assessment.versions)
            if let problem { throw CaseRefusal(problem) }
        }
    }

    /// Whose work a step rests on: who has or had the case in charge, whoever proposes it now, and, where it is about what
    /// was found out, who recorded and graded that.
    private static func hands(
        on step: SignedStep, _ file: CaseFile, in transaction: inout Transaction
    ) async throws -> Set<StaffID> {
        var hands = try await AssignmentQueries.everInCharge(of: file.row.id, in: &transaction)
        if step.what == .decision {
            hands.formUnion(file.items.flatMap { [$0.createdBy] + ($0.content.gradedBy.map { [$0] } ?? []) })
        }
        return hands
    }

    private func takeEffect(
        _ content: SignedStep, _ file: CaseFile, _ sealing: CaseSealing, _ reviewer: StaffID, _ now: Date,
        _ transaction: inout Transaction
    ) async throws {
        switch content.what {
        case .decision:
            guard let status = content.status, let nexus = content.nexus else { throw DeskFailure.unreadable }
            let decision = LadderDecision(
                status: status, nexus: nexus, reason: content.reason, officer: content.officer, reviewer: reviewer)
            guard decision.problems(file.suggestion).isEmpty else { throw CaseRefusal.changedSince }
            try await decide(content, file, sealing, by: reviewer, at: now, in: &transaction)
        case .reopening:
            guard let next = content.next else { throw DeskFailure.unreadable }
            try await step(
                TakeStep.Step(next: next, reason: content.reason, isSigned: true), file.row, sealing,
                by: content.officer, at: now, in: &transaction)
        }
    }
}

extension AuditAction {
    static let answerStep = AuditAction("case.answer-step")
    static let takeStep = AuditAction("case.step")
}
