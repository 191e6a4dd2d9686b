/// The cookies of a request (RFC 6265 §5.4): names and values as they came.
package struct Cookies: Sendable, Equatable {
    package let fields: Fields

    /// Reads `a=1; b="2"`. A piece without `=` is passed over.
    package init(_ lines: [String]) {
        var fields = Fields()
        for line in lines {
            for piece in line.utf8.split(separator: UInt8(ascii: ";")) {
                guard let equals = piece.firstIndex(of: UInt8(ascii: "=")) else { continue }
                let name = Self.trim(piece[..<equals])
                var value = Self.trim(piece[piece.index(after: equals)...])
                if value.count >= 2, value.first == UInt8(ascii: "\""), value.last == UInt8(ascii: "\"") {
                    value = value.dropFirst().dropLast()
                }
                guard !name.isEmpty else { continue }
                fields.append(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
            }
        }
        self.fields = fields
    }

    package subscript(name: String) -> String? { fields[name] }

    private static func trim(_ piece: Substring.UTF8View) -> Substring.UTF8View {
        var piece = piece
        while let first = piece.first, first == 0x20 || first == 0x09 { piece = piece.dropFirst() }
        while let last = piece.last, last == 0x20 || last == 0x09 { piece = piece.dropLast() }
        return piece
    }
}

/// A cookie to set. Never readable by scripts, never sent along from another site.
package struct SetCookie: Sendable, Equatable {
    package var name: String
    package var value: String
    package var path: String
    /// Nil: until the browser is closed. Zero removes it.
    package var maximumAge: Duration?
    /// False only where the doors are plain HTTP on the loopback address. A name beginning with `__Host-` needs true.
    package var isSecure: Bool

    package init(
        _ name: String,
        _ value: String,
        path: String = "/",
        maximumAge: Duration? = nil,
        isSecure: Bool
    ) {
        self.name = name
        self.value = value
        self.path = path
        self.maximumAge = maximumAge
        self.isSecure = isSecure
    }

    /// A cookie that makes the browser forget the one of this name.
    package static func removing(_ name: String, path: String = "/", isSecure: Bool) -> SetCookie {
        SetCookie(name, "", path: path, maximumAge: .zero, isSecure: isSecure)
    }

    /// The value of the `Set-Cookie` field.
    package var line: String {
        var line = "\(name)=\(value); Path=\(path)"
        if let maximumAge { line += "; Max-Age=\(maximumAge.components.seconds)" }
        if isSecure { line += "; Secure" }
        return line + "; HttpOnly; SameSite=Strict"
    }
}
