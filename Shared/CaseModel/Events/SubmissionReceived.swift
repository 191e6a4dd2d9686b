package import Foundation

/// Somebody submitted an allegation and has been given a receipt. Intake sends it; Verification shows it on the desk.
package struct SubmissionReceived: KeyedEventPayload, Equatable {
    package static let type = "submission-received.v1"
    package static let topic = Topic.intake
    package static let isSigned = false

    package let submissionID: SubmissionID
    /// Where answers go. Several submissions under one receipt name the same mailbox.
    package let mailboxID: MailboxID
    package let receivedAt: Date
    /// The first score at the door (`UrgencyRule`); an officer decides it anew.
    package let urgency: Urgency
    /// Sealed files that Intake holds until the submission is adopted.
    package let evidenceIDs: [EvidenceID]
    /// A `SubmissionContent`, sealed for Verification.
    package let sealedSubmission: SealedPart

    package init(
        submissionID: SubmissionID,
        mailboxID: MailboxID,
        receivedAt: Date,
        urgency: Urgency,
        evidenceIDs: [EvidenceID] = [],
        sealedSubmission: SealedPart
    ) {
        self.submissionID = submissionID
        self.mailboxID = mailboxID
        self.receivedAt = receivedAt
        self.urgency = urgency
        self.evidenceIDs = evidenceIDs
        self.sealedSubmission = sealedSubmission
    }

    package var key: UUID { submissionID.uuid }

    package func json() throws(EventCodingError) -> [UInt8] {
        var text = JSONObjectText(capacity: sealedSubmission.bytes.count * 4 / 3 + 400)
        text.add("evidenceIDs", json: try EventCoding.list(evidenceIDs))
        text.add("mailboxID", mailboxID.description)
        text.add("receivedAt", EventCoding.text(of: receivedAt))
        text.add("sealedSubmission", base64: sealedSubmission.bytes)
        text.add("submissionID", submissionID.description)
        text.add("urgency", urgency.rawValue)
        return text.object
    }
}
