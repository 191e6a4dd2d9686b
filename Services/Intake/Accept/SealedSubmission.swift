import CaseModel
import Messaging
import Vault
import Web

/// One submission as it leaves the reach of everybody but Verification: what is stored and what is sent.
struct SealedSubmission: Sendable {
    let event: SubmissionReceived
    /// The event as it is appended to the outbox.
    let entry: OutboxEntry
    /// Code of list `channel`.
    let channel: String
    /// BCP 47.
    let language: String
    /// A hash of the receipt's lookup id.
    let lookup: [UInt8]
    /// What was agreed to, for the mailbox alone.
    let consent: [UInt8]
    /// What it was sent under and may bring nothing else; nil where it may be sent any number of times.
    var ticket: FormTicket?
}

extension SealContext {
    /// Where a submission's content belongs, in Intake's event as in Verification's row.
    static func submission(_ id: SubmissionID) -> SealContext {
        SealContext(table: "submissions", column: "sealed", row: id.uuid)
    }
}
