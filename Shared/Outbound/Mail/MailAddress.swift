/// An address that mail can be sent to: `local@domain`, ASCII, 254 bytes at most. Never prints itself.
package struct MailAddress: Sendable, Hashable {
    let text: String

    /// Nil where it is no such address; above all where it holds anything that could begin a header or a command.
    package init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, (1...64).contains(parts[0].utf8.count) else { return nil }
        let localSigns = "!#$%&'*+-/=?^_`{|}~.".utf8
        guard parts[0].utf8.allSatisfy({ Self.isLetterOrDigit($0) || localSigns.contains($0) }) else { return nil }
        let labels = parts[1].split(separator: ".", omittingEmptySubsequences: false)
        let areLabels = labels.allSatisfy { label in
            (1...63).contains(label.utf8.count) && !label.hasPrefix("-") && !label.hasSuffix("-")
                && label.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
        guard areLabels else { return nil }
        self.text = text
    }

    var domain: String { String(text.drop { $0 != "@" }.dropFirst()) }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}

extension MailAddress: CustomStringConvertible, CustomReflectable {
    package var description: String { "‹redacted›" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
