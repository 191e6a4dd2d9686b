import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// Puts a submission on the desk, sealed as it came, tells Intake that it lies here safely, and has a person paged where a
/// life may be at stake: an alert does not wait for a case (DESIGN §4).
struct ReceiveSubmission: EventHandler {
    let outbox: Outbox
    let evidence: EvidenceStore
    let likeness: KeepLikeness

    func handle(_ event: ReceivedEvent<SubmissionReceived>, in transaction: inout Transaction) async throws {
        let submission = event.payload
        let isNew = try await SubmissionQueries.insert(
            submission, compartment: .headquarters, in: &transaction)
        guard isNew else { return }
        try await likeness(
            submission.submissionID, sealed: submission.sealedSubmission.bytes, in: .headquarters, &transaction)
        let named = EvidenceStore.Named(
            files: submission.evidenceIDs, submission: submission.submissionID, by: submission.submissionID.uuid,
            mailbox: submission.mailboxID)
        if try await evidence.adopt(named, in: &transaction) {
            try await outbox.append(
                SubmissionAdopted(
                    submissionID: submission.submissionID, mailboxID: submission.mailboxID, adoptedAt: .now),
                in: &transaction)
        }
        guard submission.urgency.pagesAPerson else { return }
        try await outbox.append(
            AlertRaised(
                alertID: AlertID(Randomness.timelessUUID()), raisedAt: .now, urgency: submission.urgency,
                compartment: .headquarters, submissionID: submission.submissionID),
            in: &transaction)
    }
}
