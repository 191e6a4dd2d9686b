/// One attribute of an element. Names come from this file only, so that no `on…` and no `style` can be written;
/// values are escaped when the element is.
package struct Attribute: Sendable, Equatable {
    let name: String
    let value: String?

    private init(_ name: StaticString, _ value: String?) {
        self.name = name.description
        self.value = value
    }

    package static func `class`(_ names: StaticString) -> Attribute { .init("class", names.description) }
    package static func id(_ id: String) -> Attribute { .init("id", id) }
    package static func lang(_ code: String) -> Attribute { .init("lang", code) }
    package static func dir(_ direction: Direction) -> Attribute { .init("dir", direction.rawValue) }
    package static func title(_ text: String) -> Attribute { .init("title", text) }
    package static func tabindex(_ number: Int) -> Attribute { .init("tabindex", String(number)) }
    /// Reached with the browser's modifier and this key. Digits alone: letters are taken by browsers and screen readers.
    package static func accessKey(_ digit: Int) -> Attribute { .init("accesskey", String(digit)) }
    package static let hidden = Attribute("hidden", nil)
    /// Words and figures for a script of this site.
    package static func data(_ name: StaticString, _ value: String) -> Attribute {
        .init("data-\(name.description)", value)
    }

    private init(_ name: String, _ value: String?) {
        self.name = name
        self.value = value
    }

    // Links. An address that is neither of this site, nor https:, http:, mailto: or tel:, becomes `#`.
    package static func href(_ address: String) -> Attribute { .init("href", Address.safe(address)) }
    package static func src(_ address: String) -> Attribute { .init("src", Address.safe(address)) }
    package static func action(_ address: String) -> Attribute { .init("action", Address.safe(address)) }
    package static func rel(_ kinds: StaticString) -> Attribute { .init("rel", kinds.description) }
    package static func hreflang(_ code: String) -> Attribute { .init("hreflang", code) }
    package static func alt(_ text: String) -> Attribute { .init("alt", text) }
    /// Of a picture that is fetched when it is about to be seen.
    package static let loadedLate = Attribute("loading", "lazy")
    package static func download(_ name: String) -> Attribute { .init("download", name) }

    // Forms.
    package static func name(_ name: String) -> Attribute { .init("name", name) }
    package static func value(_ value: String) -> Attribute { .init("value", value) }
    package static func type(_ type: StaticString) -> Attribute { .init("type", type.description) }
    package static func method(_ method: StaticString) -> Attribute { .init("method", method.description) }
    package static func formAction(_ address: String) -> Attribute { .init("formaction", Address.safe(address)) }
    package static func forField(_ id: String) -> Attribute { .init("for", id) }
    package static func autocomplete(_ kind: StaticString) -> Attribute { .init("autocomplete", kind.description) }
    package static func inputmode(_ mode: StaticString) -> Attribute { .init("inputmode", mode.description) }
    package static func accept(_ types: String) -> Attribute { .init("accept", types) }
    /// Offers the device's own camera or recorder.
    package static let capture = Attribute("capture", nil)
    package static func rows(_ count: Int) -> Attribute { .init("rows", String(count)) }
    package static func size(_ characters: Int) -> Attribute { .init("size", String(characters)) }
    package static func maxlength(_ characters: Int) -> Attribute { .init("maxlength", String(characters)) }
    package static func spellcheck(_ on: Bool) -> Attribute { .init("spellcheck", String(on)) }
    package static let checked = Attribute("checked", nil)
    package static let selected = Attribute("selected", nil)
    package static let disabled = Attribute("disabled", nil)
    package static let multiple = Attribute("multiple", nil)
    package static let multipart = Attribute("enctype", "multipart/form-data")
    package static let novalidate = Attribute("novalidate", nil)
    /// Is led to when the page has been loaded.
    package static let autofocus = Attribute("autofocus", nil)

    // Tables, times, details.
    package static func scope(_ scope: StaticString) -> Attribute { .init("scope", scope.description) }
    package static func colspan(_ count: Int) -> Attribute { .init("colspan", String(count)) }
    package static func datetime(_ instant: String) -> Attribute { .init("datetime", instant) }
    package static let open = Attribute("open", nil)

    // Accessibility.
    package static func role(_ role: StaticString) -> Attribute { .init("role", role.description) }
    package static func ariaLabel(_ text: String) -> Attribute { .init("aria-label", text) }
    package static func ariaLabelledBy(_ id: String) -> Attribute { .init("aria-labelledby", id) }
    package static func ariaDescribedBy(_ ids: [String]) -> Attribute {
        .init("aria-describedby", ids.joined(separator: " "))
    }
    package static func ariaCurrent(_ kind: StaticString) -> Attribute { .init("aria-current", kind.description) }
    package static let ariaInvalid = Attribute("aria-invalid", "true")
    package static let ariaHidden = Attribute("aria-hidden", "true")

    // Head.
    package static func charset(_ name: StaticString) -> Attribute { .init("charset", name.description) }
    package static func content(_ text: String) -> Attribute { .init("content", text) }
    package static func httpEquiv(_ name: StaticString) -> Attribute { .init("http-equiv", name.description) }
    package static let `defer` = Attribute("defer", nil)

    // Drawings.
    package static func viewBox(_ box: String) -> Attribute { .init("viewBox", box) }
    package static func d(_ path: String) -> Attribute { .init("d", path) }
    package static func fill(_ colour: StaticString) -> Attribute { .init("fill", colour.description) }
    package static func width(_ width: Int) -> Attribute { .init("width", String(width)) }
    package static func height(_ height: Int) -> Attribute { .init("height", String(height)) }
}

enum Address {
    /// The address itself where it leads to a place on this site or is of a harmless kind, otherwise `#`.
    static func safe(_ address: String) -> String {
        // Printable ASCII only: a combining sign would hide the character before it from the comparisons below.
        guard address.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\\") }) else { return "#" }
        if address.hasPrefix("/") { return address.hasPrefix("//") ? "#" : address }
        if address.hasPrefix("#") || address.hasPrefix("?") { return address }
        let scheme = address.prefix { $0 != ":" }.lowercased()
        return ["https", "http", "mailto", "tel"].contains(scheme) && address.contains(":") ? address : "#"
    }
}
