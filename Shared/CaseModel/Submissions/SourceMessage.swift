package import Foundation

/// An officer's answer, as it lies sealed in `MessageToSource`: the receipt alone opens it.
package struct SourceMessage: Codable, Sendable, Equatable {
    package static let currentVersion = 1

    package var version = currentVersion
    package var messageID: MessageID
    package var sentAt: Date
    /// BCP 47.
    package var language: String
    package var text: String

    package init(messageID: MessageID, sentAt: Date, language: String, text: String) {
        self.messageID = messageID
        self.sentAt = sentAt
        self.language = language
        self.text = text
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
