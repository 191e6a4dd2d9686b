/// What a submitter is told of their submission. Says no more than that an event of its kind happened, so it may stand in
/// clear. A later state replaces an earlier one; the order of events of one mailbox is kept.
package enum MailboxState: String, Codable, Sendable, CaseIterable {
    /// It lies with the officers.
    case received = "RECEIVED"
    /// An officer has opened it.
    case beingRead = "BEING_READ"
    /// It is dealt with as a case.
    case inVerification = "IN_VERIFICATION"
    /// There is a message to read.
    case answered = "ANSWERED"
    /// The case is closed.
    case closed = "CLOSED"
}
