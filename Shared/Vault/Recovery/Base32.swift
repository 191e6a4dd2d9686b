/// Crockford's base 32, for what people copy by hand: no I, L, O, U; case, spaces and hyphens do not matter.
enum Base32 {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    static func encode(_ bytes: [UInt8]) -> String {
        var text = ""
        var bits = 0
        var value = 0
        for byte in bytes {
            value = (value << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[value >> bits & 31])
            }
        }
        if bits > 0 { text.append(alphabet[value << (5 - bits) & 31]) }
        return text
    }

    /// Nil where a character is none of the alphabet's, or where one is too many.
    static func decode(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits = 0
        var value = 0
        for character in text.uppercased() where !character.isWhitespace && character != "-" {
            guard let digit = digit(character) else { return nil }
            value = (value << 5 | digit) & 0xFFFF
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: value >> bits))
            }
        }
        return bits < 5 && value & ((1 << bits) - 1) == 0 ? bytes : nil
    }

    private static func digit(_ character: Character) -> Int? {
        switch character {
        case "O": 0
        case "I", "L": 1
        default: alphabet.firstIndex(of: character)
        }
    }
}
