import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// What a decision does when nothing is wanting any more: the case's record says so, the case goes where that leads, the
/// others and the source hear of it.
struct DecisionEffect: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let sources: SourceFiles
    let outbox: Outbox

    /// Throws where the case's status does not allow such a decision now.
    static func check(_ status: VerificationStatus, _ file: CaseFile) throws {
        guard LadderDecision.step(from: file.row.status, deciding: status) == nil else { return }
        let isOpen = [CaseStatus.actioned, .followUp].contains(file.row.status)
        if isOpen { throw CaseRefusal.verifyFirst }
        throw DeskFailure.stepNotAllowed
    }

    /// - Parameter person: Whose signature makes it so.
    func callAsFunction(
        _ step: SignedStep, _ file: CaseFile, _ sealing: CaseSealing, by person: StaffID, at now: Date,
        in transaction: inout Transaction
    ) async throws {
        guard let status = step.status, let nexus = step.nexus else { throw DeskFailure.unreadable }
        try Self.check(status, file)
        let next = LadderDecision.step(from: file.row.status, deciding: status) ?? file.row.status
        try await store(step, status, nexus, next, file, sealing, person, now, &transaction)
        let (after, _) = try await files.get(file.row.id, in: &transaction)
        try await outbox.append(
            CaseDecided(
                caseID: file.row.id, decidedAt: now, compartment: file.row.compartment,
                sealedFigures: try sealing.figures(after.figures)),
            in: &transaction)
        guard !step.answer.isEmpty else { return }
        for source in try await sources.get(file.submissions, in: &transaction) {
            try await answer(source, step, now, &transaction)
        }
    }

    private func store(
        _ step: SignedStep, _ status: VerificationStatus, _ nexus: NexusStrength, _ next: CaseStatus,
        _ file: CaseFile, _ sealing: CaseSealing, _ person: StaffID, _ now: Date, _ transaction: inout Transaction
    ) async throws {
        var record = file.record
        record.nexus = nexus
        record.decision = .init(verification: status, reason: step.reason)
        let id = file.row.id
        guard
            try await CaseQueries.advance(
                file.row, to: next, decides: true, by: step.officer, at: now, in: &transaction)
        else { throw DeskFailure.conflict }
        try await CaseQueries.insertVersion(
            id, version: file.row.version + 1, sealed: try sealing.seal(record, of: id), at: now, by: person,
            in: &transaction)
        guard next != file.row.status else { return }
        let why = StepContent(before: file.row.status, after: next, reason: step.reason)
        _ = try await SignedSteps.records.add(why, to: id, sealing, by: step.officer, at: now, in: &transaction)
    }

    /// Writes to one source. Where the mailbox was burnt, or is not taken yet, the decision stands all the same, and the
    /// case's page says why nobody was told.
    private func answer(
        _ source: SourceFile, _ step: SignedStep, _ now: Date, _ transaction: inout Transaction
    ) async throws {
        guard case .open = source.mailbox else { return }
        let message = SourceMessage(
            messageID: MessageID(Randomness.uuid(at: now)), sentAt: now, language: step.answerLanguage,
            text: step.answer)
        try await WriteToSource(desk: desk, files: sources, outbox: outbox)
            .send(message, to: source, by: step.officer, in: &transaction)
        try await outbox.append(
            MailboxStateChanged(
                submissionID: source.row.id, mailboxID: source.row.mailboxID, state: .answered, changedAt: now),
            in: &transaction)
    }
}
