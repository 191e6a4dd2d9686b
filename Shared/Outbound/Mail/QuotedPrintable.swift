/// RFC 2045 §6.7: a body that stays legible where it is ASCII.
enum QuotedPrintable {
    /// Lines of at most 76 characters, each ending in CR LF.
    static func encode(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false)
            .map { line(Array($0.utf8)) + "\r\n" }.joined()
    }

    private static func line(_ bytes: [UInt8]) -> String {
        var lines = [""]
        for (index, byte) in bytes.enumerated() {
            let token = token(byte, endsLine: index == bytes.count - 1)
            // One place is kept for the soft line break's sign.
            if lines[lines.count - 1].utf8.count + token.utf8.count > 75 { lines.append("") }
            lines[lines.count - 1] += token
        }
        return lines.joined(separator: "=\r\n")
    }

    private static func token(_ byte: UInt8, endsLine: Bool) -> String {
        let isBlank = byte == 0x20 || byte == 0x09
        let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=")
        if isPlain || (isBlank && !endsLine) { return String(Character(Unicode.Scalar(byte))) }
        return "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}
