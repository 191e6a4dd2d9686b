/// Text of one field, tidied and measured.
enum FieldText {
    /// Line ends made one kind, white space at both ends cut. By Unicode scalars: searching by characters took more than half
    /// of the time in which a submission is accepted.
    static func tidied(_ text: String) -> String {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        let inner = String(scalars[first...last])
        return inner.utf8.contains(carriageReturn) ? withLineFeeds(inner) : inner
    }

    private static let carriageReturn = UInt8(ascii: "\r")

    private static func withLineFeeds(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            if scalar == "\r" {
                result.append("\n")
            } else if scalar != "\n" || previous != "\r" {
                result.append(scalar)
            }
            previous = scalar
        }
        return String(result)
    }

    /// Whether it holds characters that are no text: controls other than tab and line feed, and code points that Unicode
    /// keeps out of interchange.
    static func holdsForbidden(_ text: String) -> Bool {
        text.unicodeScalars.contains { scalar in
            switch scalar.value {
            case 0x09, 0x0A: false
            case 0...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: true
            default: scalar.value & 0xFFFE == 0xFFFE
            }
        }
    }

    static func problem(with text: String, limit: Int) -> FieldError.Problem? {
        // No scalar takes less than a byte, so that most texts need not be counted.
        if text.utf8.count > limit, text.unicodeScalars.count > limit { return .tooLong }
        return holdsForbidden(text) ? .notAllowed : nil
    }

    /// Whether it has the shape of a BCP 47 tag: subtags of one to eight ASCII letters and digits, the first of letters.
    static func isLanguageTag(_ text: String) -> Bool {
        let subtags = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = subtags.first, (2...8).contains(first.utf8.count), first.utf8.allSatisfy(isLetter) else {
            return false
        }
        return subtags.allSatisfy { subtag in
            (1...8).contains(subtag.utf8.count) && subtag.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
