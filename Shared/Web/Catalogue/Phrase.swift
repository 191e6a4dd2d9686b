/// A sentence or label of the program, named by its key in the catalogues: `Phrase("report.new.title")`.
///
/// The key is a literal, so that a test can find each one in the sources and compare them with the catalogues.
package struct Phrase: Sendable, Equatable {
    package let key: String
    package let values: [String: PhraseValue]
    package let count: Int?

    /// - Parameters:
    ///   - values: What stands in the place of each `{name}`.
    ///   - count: Chooses the plural form; also stands in the place of `{count}`.
    package init(_ key: StaticString, _ values: [String: PhraseValue] = [:], count: Int? = nil) {
        self.key = key.description
        self.values = values
        self.count = count
    }

    /// A phrase whose key another module has made of fixed words, as `FieldError.phrase`.
    package init(key: String, _ values: [String: PhraseValue] = [:], count: Int? = nil) {
        self.key = key
        self.values = values
        self.count = count
    }
}

/// What may stand in the place of a `{name}` in a phrase.
package enum PhraseValue: Sendable, Equatable {
    /// Text, kept apart from the direction of the sentence around it.
    case text(String)
    case number(Int)
    case phrase(Phrase)
}
