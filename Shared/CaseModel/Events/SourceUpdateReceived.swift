package import Foundation

/// A source came back with the receipt and sent something. Intake sends it; Verification adds it to what it knows of the
/// submission.
package struct SourceUpdateReceived: KeyedEventPayload, Equatable {
    package static let type = "source-update-received.v1"
    package static let topic = Topic.intake
    package static let isSigned = true

    package let updateID: UpdateID
    package let submissionID: SubmissionID
    package let mailboxID: MailboxID
    package let receivedAt: Date
    /// The first score at the door of what was written (`UrgencyRule`); `u3` for what is no message.
    package let urgency: Urgency
    /// Sealed files that Intake holds until the update is adopted.
    package let evidenceIDs: [EvidenceID]
    /// A `SourceUpdate`, sealed for Verification.
    package let sealedUpdate: SealedPart

    package init(
        updateID: UpdateID,
        submissionID: SubmissionID,
        mailboxID: MailboxID,
        receivedAt: Date,
        urgency: Urgency,
        evidenceIDs: [EvidenceID] = [],
        sealedUpdate: SealedPart
    ) {
        self.updateID = updateID
        self.submissionID = submissionID
        self.mailboxID = mailboxID
        self.receivedAt = receivedAt
        self.urgency = urgency
        self.evidenceIDs = evidenceIDs
        self.sealedUpdate = sealedUpdate
    }

    package var key: UUID { submissionID.uuid }
}
