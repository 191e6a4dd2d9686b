import CaseModel

/// The bearer token of a partner: 256 random bits, so that no slow hash is needed. It is printed once, when it is made; only
/// its hash is stored.
package struct PartnerToken: Sendable {
    private static let prefix = "amparo_"
    private static let byteCount = 32
    private let secret: [UInt8]

    /// A new token.
    package init() {
        secret = Randomness.bytes(Self.byteCount)
    }

    /// Reads what a partner sent; nil where it has not the shape of a token.
    package init?(parsing text: String) {
        guard text.hasPrefix(Self.prefix), text.utf8.count == Self.prefix.utf8.count + Self.byteCount * 2,
            let bytes = HexBytes(String(text.dropFirst(Self.prefix.count)))?.bytes, bytes.count == Self.byteCount
        else { return nil }
        secret = bytes
    }

    /// What stands in Intake's table.
    package var stored: [UInt8] { BLAKE2b.personalized(secret, as: "amparo.partner") }

    /// As the partner keeps it.
    package var printed: String { Self.prefix + HexBytes(secret).description }

    /// By which people tell tokens apart: 16 of its 256 bits.
    package var lastFour: String { String(printed.suffix(4)) }
}

extension PartnerToken: CustomStringConvertible, CustomReflectable {
    package var description: String { "‹redacted›" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
