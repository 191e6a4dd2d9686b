/// A piece of markup. Text becomes markup only by being escaped; the one place where characters are taken as markup is
/// this file, and there only the names that the program itself wrote down.
///
/// A string literal is text: `.p("1 < 2")` shows `1 < 2`.
package struct HTML: Sendable, Equatable, ExpressibleByStringLiteral {
    /// The markup, ready to send.
    package let markup: String

    private init(trusted markup: String) {
        self.markup = markup
    }

    package init(stringLiteral text: String) {
        self = .text(text)
    }

    /// Nothing.
    package static let empty = HTML(trusted: "")

    /// Text of the program or of a translator. Characters that no text needs are replaced.
    package static func text(_ text: String) -> HTML {
        HTML(trusted: Escaping.escaped(text))
    }

    /// Several pieces, one after the other.
    package static func list(_ pieces: [HTML]) -> HTML {
        HTML(trusted: pieces.lazy.map(\.markup).joined())
    }

    /// Several pieces, one after the other.
    package static func list(_ pieces: HTML...) -> HTML { list(pieces) }

    /// The piece, or nothing.
    package static func when(_ condition: Bool, _ piece: @autoclosure () -> HTML) -> HTML {
        condition ? piece() : .empty
    }

    /// A whole document.
    package static func document(_ root: HTML) -> HTML {
        HTML(trusted: "<!DOCTYPE html>\n" + root.markup)
    }

    /// The bytes to send, UTF-8.
    package var bytes: [UInt8] { Array(markup.utf8) }

    package var isEmpty: Bool { markup.isEmpty }

    fileprivate static func open(_ name: StaticString, _ attributes: [Attribute]) -> String {
        var markup = "<\(name.description)"
        for attribute in attributes {
            markup += " \(attribute.name)"
            if let value = attribute.value { markup += "=\"\(Escaping.escaped(value))\"" }
        }
        return markup + ">"
    }

    fileprivate static func element(_ name: StaticString, _ attributes: [Attribute], _ children: [HTML]) -> HTML {
        var markup = open(name, attributes)
        for child in children { markup += child.markup }
        return HTML(trusted: markup + "</\(name.description)>")
    }

    fileprivate static func void(_ name: StaticString, _ attributes: [Attribute]) -> HTML {
        HTML(trusted: open(name, attributes))
    }
}

/// An element's name, called like a function: `.p([.class("lead")], "Text")`.
package struct Tag: Sendable {
    private let name: StaticString

    init(_ name: StaticString) {
        self.name = name
    }

    package func callAsFunction(_ children: HTML...) -> HTML { .element(name, [], children) }

    package func callAsFunction(_ attributes: [Attribute], _ children: HTML...) -> HTML {
        .element(name, attributes, children)
    }
}

/// The name of an element that has no content, called like a function: `.input([.name("x")])`.
package struct VoidTag: Sendable {
    private let name: StaticString

    init(_ name: StaticString) {
        self.name = name
    }

    package func callAsFunction(_ attributes: [Attribute] = []) -> HTML { .void(name, attributes) }
}
