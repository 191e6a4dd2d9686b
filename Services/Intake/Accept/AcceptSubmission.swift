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
        /// The same form was sent before, and what it brought is stored. Nobody can say its code again.
        case alreadySent
    }

    let lists: CodeLists
    let encapsulation: SharedEncapsulation
    let writer: SubmissionWriter
    /// False until the recovery shares are confirmed (DESIGN §6).
    let isOpen: @Sendable () -> Bool

    /// Where it throws nothing may be said of what was sent: it can have been stored although the answer was lost
    /// (`PostgresError.Kind.outcomeUnknown`). Whoever sends it again under the same ticket is told.
    func callAsFunction(
        _ draft: SubmissionDraft, channel: String, from sender: Sender, at now: Date = .now
    ) async throws -> Outcome {
        switch try prepare(draft, channel: channel, at: now) {
        case .invalid(let errors): return .invalid(errors)
        case .ready(var submission, let code):
            submission.ticket = sender.ticket
            switch try await writer.write(submission) {
            case .stored: return .accepted(submission.event.submissionID, code, receivedAt: now)
            case .alreadySent: return .alreadySent
            }
        }
    }

    enum Preparation: Sendable {
        /// Sealed, and stored nowhere yet.
        case ready(SealedSubmission, ReceiptCode)
        case invalid([FieldError])
    }

    /// All but the writing, for whoever writes many together. `delivery` says which partner sent it.
    func prepare(
        _ draft: SubmissionDraft, channel: String, delivery: PartnerDelivery? = nil, at now: Date
    ) throws -> Preparation {
        guard isOpen() else { throw IntakeFailure.notYetOpen }
        guard let code = ReceiptCode(randomBytes: Randomness.bytes(ReceiptCode.randomByteCount)) else {
            throw IntakeFailure.busy
        }
        let keys = try ReceiptKeys(canonicalCode: code.canonicalBytes)
        let receipt = SubmissionDraft.Receipt(
            channel: channel, receivedAt: now, mailboxID: MailboxID(Randomness.timelessUUID()),
            mailboxKey: KeyBytes(keys.mailboxKey.exposedBytes()))
        guard var content = draft.content(receipt, lists: lists) else {
            return .invalid(draft.errors(lists: lists, now: now))
        }
        content.delivery = delivery
        return .ready(try seal(content, lookup: keys.storedLookup), code)
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
