import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// The officer in charge decides what the case amounts to, and answers the source.
///
/// What is signed here is what the rule of DOMAIN.md C.1 makes of the findings. A decision that departs from it needs a
/// second signature, and so does V4: neither can be had from one person.
struct DecideCase: Sendable {
    struct Input: Sendable {
        /// The version of the case that the officer has seen.
        var version: Int
        var next: CaseStatus
        var nexus: NexusStrength
        var reason: String
        var answer: String
        var answerLanguage: String
    }

    /// What a case may become by a decision (DOMAIN.md B.6). Waiting for more is none: the case stays open.
    static let choices: [CaseStatus] = [.verified, .closedUnsubstantiated]

    let desk: DeskDatabase
    let files: CaseFiles
    let open: OpenSubmission
    let outbox: Outbox

    func callAsFunction(_ input: Input, on caseID: CaseID, by officer: Staff, at now: Date = .now) async throws {
        try await desk.change(.decideCase, .case(caseID), by: officer) { transaction in
            let (file, sealing) = try await files.get(caseID, toChange: true, in: &transaction)
            guard file.row.version == input.version else { throw DeskFailure.conflict }
            guard Self.choices.contains(input.next), file.row.status.mayBecome(input.next) else {
                throw DeskFailure.stepNotAllowed
            }
            try await store(input, file, sealing, officer, now, &transaction)
            let (after, _) = try await files.get(caseID, in: &transaction)
            try await outbox.append(
                CaseDecided(
                    caseID: caseID, decidedAt: now, compartment: file.row.compartment,
                    sealedFigures: try sealing.figures(after.figures)),
                in: &transaction)
            for submission in file.submissions {
                try await answer(submission, input, sealing, caseID, officer, now, &transaction)
            }
        }
    }

    private func store(
        _ input: Input, _ file: CaseFile, _ sealing: CaseSealing, _ officer: Staff, _ now: Date,
        _ transaction: inout Transaction
    ) async throws {
        var record = file.record
        record.nexus = input.nexus
        record.decision = .init(verification: file.suggestion.status, reason: input.reason)
        let id = file.row.id
        let by = StaffID(officer.id)
        guard try await CaseQueries.advance(file.row, to: input.next, decided: (now, by), in: &transaction) else {
            throw DeskFailure.conflict
        }
        try await CaseQueries.insertVersion(
            id, version: file.row.version + 1, sealed: try sealing.seal(record, of: id), at: now, by: by,
            in: &transaction)
    }

    /// Writes to one source: a copy under the case's key stays here, the other goes to the mailbox under the receipt's.
    private func answer(
        _ submission: SubmissionRow, _ input: Input, _ sealing: CaseSealing, _ caseID: CaseID, _ officer: Staff,
        _ now: Date, _ transaction: inout Transaction
    ) async throws {
        let content = try open(submission)
        let message = SourceMessage(
            messageID: MessageID(Randomness.uuid(at: now)), sentAt: now, language: input.answerLanguage,
            text: input.answer)
        try await CaseQueries.insertMessage(
            message.messageID, of: caseID, to: submission.id, at: now, by: StaffID(officer.id),
            sealed: try sealing.seal(message), in: &transaction)
        // The source of what staff have entered has no mailbox before it has exchanged its sheet for a receipt.
        guard !content.mailboxKey.exposed.isEmpty else { return }
        try await outbox.append(
            MessageToSource(
                messageID: message.messageID, mailboxID: submission.mailboxID, sentAt: now,
                sealedMessage: try message.sealed(for: content.mailboxKey)),
            in: &transaction)
        try await outbox.append(
            MailboxStateChanged(
                submissionID: submission.id, mailboxID: submission.mailboxID, state: .answered, changedAt: now),
            in: &transaction)
    }
}
