/// The value of a `Content-Type` or `Content-Disposition` field: a name and parameters (RFC 9110 §8.3.1).
struct MediaType: Equatable {
    /// In small letters.
    let name: String
    /// Names in small letters, values as they came.
    let parameters: [(name: String, value: String)]

    init(_ line: String) {
        var scanner = ParameterScanner(line)
        name = scanner.token(until: ";").lowercased()
        var parameters: [(String, String)] = []
        while let parameter = scanner.parameter() { parameters.append(parameter) }
        self.parameters = parameters
    }

    subscript(parameter: String) -> String? {
        parameters.first { $0.name == parameter }?.value
    }

    static func == (one: MediaType, other: MediaType) -> Bool {
        one.name == other.name && one.parameters.elementsEqual(other.parameters, by: ==)
    }
}

private struct ParameterScanner {
    private var rest: Substring.UnicodeScalarView

    init(_ line: String) {
        rest = Substring(line).unicodeScalars
    }

    mutating func token(until end: Unicode.Scalar) -> String {
        let piece = rest.prefix { $0 != end }
        rest = rest.dropFirst(piece.count)
        return Self.trimmed(piece)
    }

    /// The next `; name=value` or `; name="value"`; nil at the end.
    mutating func parameter() -> (name: String, value: String)? {
        while rest.first == ";" || rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        let name = Self.trimmed(rest.prefix { $0 != "=" && $0 != ";" }).lowercased()
        rest = rest.drop { $0 != "=" && $0 != ";" }
        guard rest.first == "=" else { return (name, "") }
        rest.removeFirst()
        while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
        return (name, rest.first == "\"" ? quoted() : token(until: ";"))
    }

    /// A quoted string. Browsers write `%22` for a quotation mark and leave a backslash alone, so only `\"` and `\\` are
    /// escapes.
    private mutating func quoted() -> String {
        rest.removeFirst()
        var value = String.UnicodeScalarView()
        while let scalar = rest.popFirst(), scalar != "\"" {
            if scalar == "\\", let next = rest.first, next == "\"" || next == "\\" {
                value.append(next)
                rest.removeFirst()
            } else {
                value.append(scalar)
            }
        }
        rest = rest.drop { $0 != ";" }
        return String(value)
    }

    private static func trimmed(_ piece: Substring.UnicodeScalarView) -> String {
        var piece = piece.drop { $0 == " " || $0 == "\t" }
        while let last = piece.last, last == " " || last == "\t" { piece.removeLast() }
        return String(piece)
    }
}
