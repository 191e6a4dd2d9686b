/// The fields of one form: each shows its label, hint, error and what was typed, from the state.
package struct FormFields: Sendable {
    package let words: Words
    package let state: FormState
    let labels = FieldLabels()

    package init(_ words: Words, _ state: FormState = FormState()) {
        self.words = words
        self.state = state
    }

    /// The form itself, with its token and the list of what is wrong.
    ///
    /// - Parameter token: The CSRF token (staff) or form token (public), sent as the field `form-token`.
    package func form(action: String, token: String, multipart: Bool = false, _ children: HTML...) -> HTML {
        var attributes: [Attribute] = [.method("post"), .action(action), .novalidate]
        if multipart { attributes.append(.multipart) }
        return .list(
            summary,
            .form(attributes, hidden(FormToken.field, token), .list(children)))
    }

    /// What is wrong, with a link to each field and its name, where the fields have been drawn before. Empty where nothing is.
    ///
    /// A page may be long and the form stand far down on it: the page is shown from here.
    package var summary: HTML {
        guard !state.errors.isEmpty else { return .empty }
        let items = state.errors.map { error in
            let name = labels[error.field].map { HTML.list(words.html($0), " – ") } ?? .empty
            return HTML.li(.a([.href("#\(Self.id(error.field))")], name, words.html(error.phrase)))
        }
        return .div(
            [
                .class("error-summary"), .role("alert"), .ariaLabelledBy("error-summary-title"), .tabindex(-1),
                .autofocus,
            ],
            .h2([.id("error-summary-title")], words.html(Phrase("web.form.errors.title", count: items.count))),
            .ul(.list(items)))
    }

    /// The title of a page with this form: says first of all that something is wrong, since a browser reads it out first.
    package func title(_ title: Phrase) -> String {
        state.errors.isEmpty ? words(title) : "\(words(Phrase("web.form.error_prefix"))) \(words(title))"
    }

    package func hidden(_ name: String, _ value: String) -> HTML {
        .input([.type("hidden"), .name(name), .value(value)])
    }

    /// How one line of text is typed.
    package enum TextKind: Sendable {
        case plain, password, newPassword, username, oneTimeCode, email, number, code
    }

    package func text(
        _ name: String, _ label: Phrase, hint: Phrase? = nil, required: Bool = false, kind: TextKind = .plain,
        maxLength: Int? = nil, size: Int? = nil
    ) -> HTML {
        var attributes: [Attribute] = [.id(Self.id(name)), .name(name)] + Self.attributes(kind)
        if kind != .password, kind != .newPassword, kind != .oneTimeCode {
            attributes.append(.value(state.value(name)))
        }
        if let maxLength { attributes.append(.maxlength(maxLength)) }
        if let size { attributes.append(.size(size)) }
        return group(name, label, hint, required, .input(attributes + described(name, hint)))
    }

    package func textarea(
        _ name: String, _ label: Phrase, hint: Phrase? = nil, required: Bool = false, rows: Int = 8
    ) -> HTML {
        // Browsers keep what was typed into a text area for a restored session, unless told not to.
        let attributes: [Attribute] = [
            .id(Self.id(name)), .name(name), .rows(rows), .dir(.auto), .autocomplete("off"), .spellcheck(false),
        ]
        // A parser drops the first line end inside a textarea.
        let typed = HTML.text("\n" + state.value(name).replacing("\r\n", with: "\n"))
        return group(name, label, hint, required, .textarea(attributes + described(name, hint), typed))
    }

    package func select(
        _ name: String, _ label: Phrase, options: [Choice], hint: Phrase? = nil, required: Bool = false
    ) -> HTML {
        let chosen = state.value(name)
        let empty = HTML.option([.value("")], words.html(Phrase("web.form.choose")))
        let items = options.map { choice in
            HTML.option([.value(choice.value)] + (choice.value == chosen ? [.selected] : []), .text(choice.label))
        }
        let attributes: [Attribute] = [.id(Self.id(name)), .name(name)] + described(name, hint)
        return group(name, label, hint, required, .select(attributes, empty, .list(items)))
    }

    package func file(
        _ name: String, _ label: Phrase, hint: Phrase? = nil, required: Bool = false, accept: String? = nil,
        multiple: Bool = false
    ) -> HTML {
        var attributes: [Attribute] = [.id(Self.id(name)), .name(name), .type("file")] + described(name, hint)
        if let accept { attributes.append(.accept(accept)) }
        if multiple { attributes.append(.multiple) }
        return group(name, label, hint, required, .input(attributes))
    }

    package func radios(
        _ name: String, _ label: Phrase, options: [Choice], hint: Phrase? = nil, required: Bool = false
    ) -> HTML {
        choices(name, label, options, hint, required, type: "radio")
    }

    package func checkboxes(
        _ name: String, _ label: Phrase, options: [Choice], hint: Phrase? = nil, required: Bool = false
    ) -> HTML {
        choices(name, label, options, hint, required, type: "checkbox")
    }

    /// One box to tick; its value is `yes`.
    package func checkbox(_ name: String, _ label: Phrase, hint: Phrase? = nil) -> HTML {
        let checked = state.value(name) == "yes"
        labels.keep(name, label)
        return .div(
            [.class(state.error(name) == nil ? "field" : "field invalid")],
            errorText(name),
            option(
                name, id: Self.id(name), Choice("yes", words(label)), type: "checkbox", checked, described(name, hint)),
            hintText(name, hint))
    }

    /// The id of a field's input, which the list of errors links to.
    package static func id(_ name: String) -> String { "field-\(name)" }
}

/// One thing to choose: its code and its label in the reader's language.
package struct Choice: Sendable, Equatable {
    package let value: String
    package let label: String

    package init(_ value: String, _ label: String) {
        self.value = value
        self.label = label
    }
}
