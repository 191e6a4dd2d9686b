package import CaseModel

/// What somebody typed into a form, and what is wrong with it. An empty state shows an empty form.
package struct FormState: Sendable, Equatable {
    package private(set) var values: [String: [String]]
    package private(set) var errors: [FormError]

    package init(values: [String: [String]] = [:], errors: [FormError] = []) {
        self.values = values
        self.errors = errors
    }

    package func value(_ name: String) -> String { values[name]?.first ?? "" }

    package func all(_ name: String) -> [String] { values[name] ?? [] }

    package func error(_ name: String) -> Phrase? { errors.first { $0.field == name }?.phrase }

    package mutating func set(_ name: String, _ value: String) { values[name] = [value] }

    /// The same values with errors to show.
    package func with(_ errors: FormErrors) -> FormState { FormState(values: values, errors: errors.errors) }

    /// The same state without what must not be sent back: passwords, codes.
    package func forgetting(_ names: String...) -> FormState {
        FormState(values: values.filter { !names.contains($0.key) }, errors: errors)
    }
}

/// What is wrong with one field, in words. `field` is the name of its input.
package struct FormError: Sendable, Equatable {
    package let field: String
    package let phrase: Phrase

    package init(_ field: String, _ phrase: Phrase) {
        self.field = field
        self.phrase = phrase
    }
}

/// What a form's parser throws: all that is wrong, in the order of the fields.
package struct FormErrors: Error, Sendable, Equatable {
    package private(set) var errors: [FormError]

    package init(_ errors: [FormError] = []) {
        self.errors = errors
    }

    /// What a form of the case model has found.
    package init(_ errors: [FieldError]) {
        self.errors = errors.map { error in
            FormError(error.field, Phrase(key: error.phrase, error.limit.map { ["limit": .number($0)] } ?? [:]))
        }
    }

    package var isEmpty: Bool { errors.isEmpty }

    package mutating func add(_ field: String, _ phrase: Phrase) { errors.append(FormError(field, phrase)) }

    /// Throws when something was added.
    package func check() throws(FormErrors) {
        if !isEmpty { throw self }
    }
}
