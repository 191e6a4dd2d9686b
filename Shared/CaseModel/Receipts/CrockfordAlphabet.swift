/// Crockford's base32: digits and capital letters without I, L, O and U, and five further signs for the check symbol.
enum CrockfordAlphabet {
    static let characters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ".utf8)
    private static let checkCharacters = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ*~$=U".unicodeScalars)

    /// The value 0–31 of a typed character, nil where it is none of the alphabet.
    static func symbol(_ scalar: Unicode.Scalar) -> UInt8? {
        if let digit = decimalDigit(scalar) { return digit }
        switch scalar {
        case "O", "o": return 0
        case "I", "i", "L", "l": return 1
        default:
            guard scalar.isASCII else { return nil }
            let byte = UInt8(scalar.value)
            let capital = (0x61...0x7A).contains(byte) ? byte - 0x20 : byte
            return characters.firstIndex(of: capital).map { UInt8($0) }
        }
    }

    /// The value 0–36 of a typed check symbol.
    static func checkValue(_ scalar: Unicode.Scalar) -> Int? {
        if let symbol = symbol(scalar) { return Int(symbol) }
        return checkCharacters.firstIndex(of: scalar == "u" ? "U" : scalar)
    }

    /// The check symbol's value: the number that the symbols write, modulo 37.
    static func checkValue(of symbols: [UInt8]) -> Int {
        symbols.reduce(0) { ($0 * 32 + Int($1)) % 37 }
    }

    static func checkScalar(of symbols: [UInt8]) -> Unicode.Scalar {
        checkCharacters[checkValue(of: symbols)]
    }

    /// Whether a typed character only sets others apart: spaces, hyphens and dashes of any kind, marks of direction.
    static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator, .dashPunctuation, .connectorPunctuation, .format,
            .control:
            true
        default: scalar == "\u{2212}"
        }
    }

    static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || decimalDigit(scalar) != nil
    }

    private static func decimalDigit(_ scalar: Unicode.Scalar) -> UInt8? {
        guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else { return nil }
        return UInt8(value)
    }
}
