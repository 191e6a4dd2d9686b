package import Foundation

/// An officer's answer, as it lies sealed in `MessageToSource`: the receipt alone opens it.
package struct SourceMessage: Codable, Sendable, Equatable {
    package static let currentVersion = 1

    package enum Kind: String, Codable, Sendable, CaseIterable {
        case message = "MESSAGE"
        /// Wants an answer.
        case question = "QUESTION"
        /// "Are you safe?", to somebody who has agreed to be asked.
        case checkIn = "CHECK_IN"
    }

    package var version = currentVersion
    package var messageID: MessageID
    package var sentAt: Date
    /// BCP 47.
    package var language: String
    /// Empty where the message carries a snapshot of consent alone: then there is nothing to show.
    package var text: String
    /// Nil means a message.
    package var kind: Kind?
    /// What the source's consent stands at, so that the page shows it which changes it.
    package var consent: ConsentSnapshot?

    package init(
        messageID: MessageID, sentAt: Date, language: String, text: String, kind: Kind? = nil,
        consent: ConsentSnapshot? = nil
    ) {
        self.messageID = messageID
        self.sentAt = sentAt
        self.language = language
        self.text = text
        self.kind = kind
        self.consent = consent
    }

    /// What is wrong with an answer somebody typed, under phrases of `form`. A text that contains the receipt code cannot be
    /// checked here: officers never see one.
    package static func errors(typed text: String, form: String = "desk.message") -> [FieldError] {
        let text = FieldText.tidied(text)
        if text.isEmpty { return [FieldError(form: form, field: "text", .missing)] }
        guard let problem = FieldText.problem(with: text, limit: FieldLimits.message) else { return [] }
        return [FieldError(form: form, field: "text", problem, limit: FieldLimits.message)]
    }
}
