// What one presses.
extension FormFields {
    /// The one thing the form is for.
    package func button(_ label: Phrase) -> HTML {
        .button([.type("submit"), .class("button")], words.html(label))
    }

    /// Another thing that can be done with the same form.
    package func button(_ label: Phrase, name: String, value: String) -> HTML {
        .button([.type("submit"), .class("button quiet"), .name(name), .value(value)], words.html(label))
    }

    /// A form that is only a button.
    package func buttonForm(action: String, token: String, _ label: Phrase, fields: [(String, String)] = []) -> HTML {
        .form(
            [.method("post"), .action(action), .class("inline")],
            hidden(FormToken.field, token), .list(fields.map { hidden($0.0, $0.1) }),
            .button([.type("submit"), .class("button quiet")], words.html(label)))
    }

    /// A link that looks like a button.
    package static func buttonLink(_ address: String, _ label: HTML) -> HTML {
        .a([.href(address), .class("button")], label)
    }
}
