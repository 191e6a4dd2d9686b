import CaseModel
import Foundation
import Messaging
import Vault

/// Takes in what somebody told: checks it, seals it, stores it, and only then hands out the receipt.
struct AcceptSubmission: Sendable {
    enum Outcome: Sendable {
        /// Stored and committed. The receipt code exists here and nowhere else.
        case accepted(SubmissionID, ReceiptCode, receivedAt: Date)
        case invalid([FieldError])
    }

    let lists: CodeLists
    let encapsulation: SharedEncapsulation
    let writer: SubmissionWriter
    /// False until the recovery shares are confirmed (DESIGN §6).
    let isOpen: @Sendable () -> Bool

    func callAsFunction(_ draft: SubmissionDraft, channel: String, at now: Date = .now) async throws -> Outcome {
        guard isOpen() else { throw IntakeFailure.notYetOpen }
        guard let code = ReceiptCode(randomBytes: Randomness.bytes(ReceiptCode.randomByteCount)) else {
            throw IntakeFailure.busy
        }
        let keys = try ReceiptKeys(canonicalCode: code.canonicalBytes)
        let receipt = SubmissionDraft.Receipt(
            channel: channel, receivedAt: now, mailboxID: MailboxID(Randomness.timelessUUID()),
            mailboxKey: KeyBytes(keys.mailboxKey.exposedBytes()))
        guard let content = draft.content(receipt, lists: lists) else {
            return .invalid(draft.errors(lists: lists, now: now))
        }
        let submission = try seal(content, lookup: keys.storedLookup)
        try await writer.write(submission)
        return .accepted(submission.event.submissionID, code, receivedAt: now)
    }

    private func seal(_ content: SubmissionContent, lookup: [UInt8]) throws -> SealedSubmission {
        let id = SubmissionID(Randomness.uuid(at: content.receivedAt))
        let plain = Padding.pad(try content.json())
        let event = SubmissionReceived(
            submissionID: id, mailboxID: content.mailboxID, receivedAt: content.receivedAt,
            urgency: UrgencyRule.score(dangers: content.dangers, acts: content.acts, lists: lists).urgency,
            sealedSubmission: SealedPart(try encapsulation.seal(plain, context: .submission(id))))
        let entry = try OutboxEntry(event, key: event.key, id: Randomness.uuid(at: event.receivedAt))
        return SealedSubmission(
            event: event, entry: entry, channel: content.channel, language: content.language, lookup: lookup)
    }
}
