import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// Adds what a returning source sent to their submission, sealed as it came, tells Intake that it lies here safely, and has
/// a person paged where a life may be at stake.
struct ReceiveSourceUpdate: EventHandler {
    let outbox: Outbox
    let evidence: EvidenceStore
    let open: OpenSubmission

    func handle(_ event: ReceivedEvent<SourceUpdateReceived>, in transaction: inout Transaction) async throws {
        let update = event.payload
        guard let place = try await SourceQueries.place(of: update.submissionID, in: &transaction) else {
            throw HandlingFailure.reject(reason: "unknown-submission")
        }
        guard try await SourceQueries.insert(update, in: &transaction) else { return }
        let content = try? open(update.sealedUpdate.bytes, of: update.updateID)
        try await WithdrawByMailbox(outbox: outbox, open: open)(
            update, content, of: place.caseID, place.sealed, in: &transaction)
        try await AnswerCheckIn().byMailbox(update, content, in: &transaction)
        let named = EvidenceStore.Named(
            files: update.evidenceIDs, submission: update.submissionID, by: update.updateID.uuid,
            mailbox: update.mailboxID)
        if try await evidence.adopt(named, in: &transaction) {
            try await outbox.append(
                SourceUpdateAdopted(updateID: update.updateID, mailboxID: update.mailboxID, adoptedAt: .now),
                in: &transaction)
        }
        if update.urgency.pagesAPerson {
            try await outbox.append(
                AlertRaised(
                    alertID: AlertID(Randomness.timelessUUID()), raisedAt: .now, urgency: update.urgency,
                    compartment: place.compartment, submissionID: update.submissionID, caseID: place.caseID),
                in: &transaction)
        }
        try await welcome(update, content, place.sealed, in: &transaction)
    }

    /// Whoever has taken over a submission that staff entered finds in the mailbox what it says of their consent, and the
    /// desk that the sheet is used.
    private func welcome(
        _ update: SourceUpdateReceived, _ sent: SourceUpdate?, _ sealed: [UInt8],
        in transaction: inout Transaction
    ) async throws {
        if sent?.kind == .burnt {
            try await TriageQueries.feedbackRuns(false, for: [update.submissionID], in: &transaction)
        }
        guard let opened = sent, opened.kind == .receiptTaken else { return }
        try await HandoverQueries.markTaken(update.submissionID, at: opened.receivedAt, in: &transaction)
        try await TriageQueries.feedbackBegins(update.submissionID, at: opened.receivedAt, in: &transaction)
        guard let key = opened.mailboxKey, let content = try? open(sealed, of: update.submissionID) else { return }
        let message = SourceMessage(
            messageID: MessageID(Randomness.uuid(at: opened.receivedAt)), sentAt: opened.receivedAt,
            language: content.answerLanguage, text: "",
            consent: ConsentSnapshot(at: content.receivedAt, purposes: content.consent.purposes))
        try await outbox.append(
            MessageToSource(
                messageID: message.messageID, mailboxID: update.mailboxID, sentAt: message.sentAt,
                sealedMessage: try message.sealed(for: key)),
            in: &transaction)
    }
}

extension OpenSubmission {
    func callAsFunction(_ sealed: [UInt8], of id: UpdateID) throws -> SourceUpdate {
        let context = SealContext(table: "source_updates", column: "sealed", row: id.uuid)
        return try EventCoding.decode(
            SourceUpdate.self, from: try Padding.unpad(try keys.sealing.open(sealed, context: context)))
    }
}
