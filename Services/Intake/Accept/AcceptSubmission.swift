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
    let admission: Admission
    /// False until the recovery shares are confirmed (DESIGN §6).
    let isOpen: @Sendable () -> Bool

    /// Where it throws nothing may be said of what was sent: it can have been stored although the answer was lost
    /// (`IntakeFailure.outcomeUnknown`). Whoever sends it again under the same ticket is told.
    func callAsFunction(
        _ draft: SubmissionDraft, channel: String, from sender: Sender, evidence: [DeclaredEvidence] = [],
        at now: Date = .now
    ) async throws -> Outcome {
        do {
            let outcome = try await take(draft, channel: channel, from: sender, evidence, at: now)
            admission.count(sender, outcome.figure)
            return outcome
        } catch IntakeFailure.busy {
            // Counted where it was refused.
            throw IntakeFailure.busy
        } catch {
            admission.count(sender, .failed)
            throw error
        }
    }

    private func take(
        _ draft: SubmissionDraft, channel: String, from sender: Sender, _ evidence: [DeclaredEvidence], at now: Date
    ) async throws -> Outcome {
        admission.note(sender)
        if let ticket = sender.ticket, writer.knows(ticket) { return .alreadySent }
        switch try prepare(draft, channel: channel, from: sender, evidence: evidence, at: now) {
        case .invalid(let errors): return .invalid(errors)
        case .ready(var submission, let code):
            submission.ticket = sender.ticket
            switch try await write(submission, from: sender) {
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

    /// All but the writing, for whoever writes many together. `delivery` says which partner sent it, `evidence` which
    /// files of an upload session belong to it. Throws `busy` where the sender cannot be let in now.
    func prepare(
        _ draft: SubmissionDraft, channel: String, from sender: Sender = .partner, delivery: PartnerDelivery? = nil,
        evidence: [DeclaredEvidence] = [], at now: Date
    ) throws -> Preparation {
        guard isOpen() else { throw IntakeFailure.notYetOpen }
        guard let code = ReceiptCode(randomBytes: Randomness.bytes(ReceiptCode.randomByteCount)) else {
            throw IntakeFailure.busy
        }
        let keys = try ReceiptKeys(canonicalCode: code.canonicalBytes)
        let receipt = SubmissionDraft.Receipt(
            channel: channel, receivedAt: now, mailboxID: MailboxID(Randomness.timelessUUID()),
            mailboxKey: KeyBytes(keys.mailboxKey.exposedBytes()), evidence: evidence)
        guard var content = draft.content(receipt, lists: lists) else {
            return .invalid(draft.errors(lists: lists, now: now))
        }
        content.delivery = delivery
        let urgency = content.firstUrgency(lists: lists).urgency
        try admission.admit(sender, urgency)
        return .ready(try seal(content, urgency, keys), code)
    }

    private func write(_ submission: SealedSubmission, from sender: Sender) async throws -> Written {
        do {
            return try await writer.write(submission)
        } catch IntakeFailure.busy {
            admission.count(sender, .overloaded)
            throw IntakeFailure.busy
        }
    }

    private func seal(
        _ content: SubmissionContent, _ urgency: Urgency, _ keys: ReceiptKeys
    ) throws -> SealedSubmission {
        let id = SubmissionID(Randomness.uuid(at: content.receivedAt))
        let plain = Padding.pad(try content.json())
        let event = SubmissionReceived(
            submissionID: id, mailboxID: content.mailboxID, receivedAt: content.receivedAt,
            urgency: urgency,
            evidenceIDs: content.evidence.map(\.evidenceID),
            sealedSubmission: SealedPart(try encapsulation.seal(plain, context: .submission(id))))
        let entry = try OutboxEntry(event, key: event.key, id: Randomness.uuid(at: event.receivedAt))
        let consent = ConsentSnapshot(at: content.receivedAt, purposes: content.consent.purposes)
        return SealedSubmission(
            event: event, entry: entry, channel: content.channel, language: content.language,
            lookup: keys.storedLookup, consent: try MailboxSealing(key: keys.mailboxKey).seal(consent, of: id))
    }
}

extension AcceptSubmission.Outcome {
    fileprivate var figure: AdmissionFigures.Outcome {
        switch self {
        case .accepted: .accepted
        case .invalid: .invalid
        case .alreadySent: .alreadySent
        }
    }
}
