package import Foundation

/// What a source sends who comes back with the receipt, as it lies sealed in `SourceUpdateReceived`: only Verification
/// reads it.
package struct SourceUpdate: Codable, Sendable, Equatable {
    package static let currentVersion = 1

    package enum Kind: String, Codable, Sendable, CaseIterable {
        /// Words or files, of their own or in answer to a question.
        case message = "MESSAGE"
        /// A purpose given or withdrawn.
        case consent = "CONSENT"
        /// Everything about them is to be erased.
        case erasure = "ERASURE"
        /// How and when they may be reached, and whether they want to be asked if they are safe.
        case contact = "CONTACT"
        /// "I am safe", or not, in answer to a check-in.
        case checkIn = "CHECK_IN"
        /// The receipt code was replaced: answers are sealed under another key from now on.
        case codeReplaced = "CODE_REPLACED"
        /// The source has exchanged a handover code for a receipt of their own: now answers can be sealed.
        case receiptTaken = "RECEIPT_TAKEN"
        /// The mailbox is gone; nothing can be sent to it any more.
        case burnt = "BURNT"
    }

    package var version = currentVersion
    package var updateID: UpdateID
    package var submissionID: SubmissionID
    package var receivedAt: Date
    package var kind: Kind
    /// BCP 47.
    package var language: String
    package var text: String
    /// What was ticked with a message.
    package var dangers: Set<DeclaredDanger>?
    /// The question, or the asking after safety, that it answers.
    package var answers: MessageID?
    package var evidence: [DeclaredEvidence]
    /// All purposes as they stand from now on; nil where the update is about something else.
    package var consent: DeclaredConsent?
    package var contact: ContactDetails?
    /// For `checkIn`.
    package var isSafe: Bool?
    /// For `codeReplaced` and `receiptTaken`.
    package var mailboxKey: KeyBytes?

    package init(
        updateID: UpdateID, submissionID: SubmissionID, receivedAt: Date, kind: Kind, language: String,
        text: String = "", dangers: Set<DeclaredDanger>? = nil, answers: MessageID? = nil,
        evidence: [DeclaredEvidence] = [], consent: DeclaredConsent? = nil, contact: ContactDetails? = nil,
        isSafe: Bool? = nil, mailboxKey: KeyBytes? = nil
    ) {
        self.updateID = updateID
        self.submissionID = submissionID
        self.receivedAt = receivedAt
        self.kind = kind
        self.language = language
        self.text = text
        self.dangers = dangers
        self.answers = answers
        self.evidence = evidence
        self.consent = consent
        self.contact = contact
        self.isSafe = isSafe
        self.mailboxKey = mailboxKey
    }
}

/// How a source may be reached besides the mailbox.
package struct ContactDetails: Codable, Sendable, Equatable {
    package var wish: ContactWish
    package var contact: String
    package var times: String
    package var checkIns: Bool

    package init(wish: ContactWish, contact: String, times: String, checkIns: Bool) {
        self.wish = wish
        self.contact = contact
        self.times = times
        self.checkIns = checkIns
    }
}

extension SourceUpdate {
    /// The words that somebody typed, tidied, and what is wrong with them, under phrases of `form`.
    package static func text(
        typed: String, limit: Int = FieldLimits.message, field: String = "text", form: String, required: Bool
    ) -> (text: String, errors: [FieldError]) {
        let text = FieldText.tidied(typed)
        if text.isEmpty { return ("", required ? [FieldError(form: form, field: field, .missing)] : []) }
        guard let problem = FieldText.problem(with: text, limit: limit) else { return (text, []) }
        return (text, [FieldError(form: form, field: field, problem, limit: limit)])
    }
}
