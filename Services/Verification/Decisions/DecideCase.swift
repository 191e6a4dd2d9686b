import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import Vault
import Web

/// The officer in charge says what the case amounts to, and may answer the source.
///
/// What follows the rule of DOMAIN.md C.1 takes effect at once. What departs from it, and V4, waits for the signature of a
/// second person (`AnswerStep`), and nothing else happens until then.
struct DecideCase: Sendable {
    struct Input: Sendable {
        /// The version of the case that the officer has seen.
        var version: Int
        var status: VerificationStatus
        var nexus: NexusStrength
        var reason: String
        /// To the source; empty for none.
        var answer: String
        var answerLanguage: String
    }

    let desk: DeskDatabase
    let files: CaseFiles
    let effect: DecisionEffect

    /// Returns whether it took effect; else it waits.
    func callAsFunction(
        _ input: Input, on caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> Bool {
        try await desk.change(.decideCase, .case(caseID), by: officer) { transaction in
            let by = StaffID(officer.id)
            let (file, sealing) = try await files.get(caseID, toChange: true, in: &transaction)
            guard file.row.version == input.version else { throw DeskFailure.conflict }
            try await SignedSteps.holdBackAuthor(by, in: caseID, in: &transaction)
            let waits = try Self.waits(input, file, by)
            var step = Self.step(input, file, by)
            if waits {
                _ = try await SignedSteps.propose(step, in: caseID, sealing, at: now, in: &transaction)
                return false
            }
            let waiting = try await SignedStepQueries.waiting(in: caseID, in: &transaction)
            guard !waiting.contains(where: { $0.what == .decision }) else { throw CaseRefusal.waitsAlready }
            step.state = .done
            _ = try await SignedSteps.records.add(step, to: caseID, sealing, by: by, at: now, in: &transaction)
            try await effect(step, file, sealing, by: by, at: now, in: &transaction)
            return true
        }
    }

    /// Whether it needs a second signature; throws where no signature would help.
    private static func waits(_ input: Input, _ file: CaseFile, _ officer: StaffID) throws -> Bool {
        guard !file.items.isEmpty else { throw CaseRefusal.nothingRecorded }
        try DecisionEffect.check(input.status, file)
        let decision = LadderDecision(
            status: input.status, nexus: input.nexus, reason: input.reason, officer: officer)
        let problems = decision.problems(file.suggestion)
        if problems.contains(.notEligible) { throw CaseRefusal.notEligible }
        if problems.contains(.reasonMissing) { throw FormErrors([FormError("reason", Phrase("field.required"))]) }
        return !problems.isEmpty
    }

    private static func step(_ input: Input, _ file: CaseFile, _ officer: StaffID) -> SignedStep {
        SignedStep(
            what: .decision, state: .waiting, officer: officer, reason: input.reason, status: input.status,
            nexus: input.nexus, suggested: file.suggestion.status, answer: input.answer,
            answerLanguage: input.answer.isEmpty ? "" : input.answerLanguage,
            proposedOn: file.assessment.versions)
    }
}
