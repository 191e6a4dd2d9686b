import Foundation

/// RFC 2047: text of any script in a header.
enum EncodedWord {
    /// The text as it is where it is short printable ASCII, otherwise as encoded words of at most 75 characters, folded.
    /// `column` is what the header's name takes of the first line.
    static func header(_ text: String, column: Int) -> String {
        let isPlain = text.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !text.contains("=?")
        if isPlain, column + text.utf8.count <= 78 { return text }
        return chunks(of: text).map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// 42 bytes become 56 characters of base64, so that the header's name fits before them; a scalar is never cut in two.
    private static func chunks(of text: String) -> [String] {
        var chunks = [""]
        for scalar in text.unicodeScalars {
            let last = chunks.count - 1
            if chunks[last].utf8.count + String(scalar).utf8.count > 42 {
                chunks.append(String(scalar))
            } else {
                chunks[last].unicodeScalars.append(scalar)
            }
        }
        return chunks
    }
}
