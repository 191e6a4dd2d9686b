/// One person's share of the key to the recovery bundle, printed on paper and typed back.
package struct RecoveryShare: Sendable, Hashable {
    package let number: UInt8
    package let threshold: UInt8
    package let total: UInt8
    /// Says which shares belong together.
    let set: [UInt8]
    let value: [UInt8]

    private static let version: UInt8 = 1
    private static let checksumBytes = 5
    private static let codeBytes = 45

    init(number: UInt8, threshold: UInt8, total: UInt8, set: [UInt8], value: [UInt8]) {
        self.number = number
        self.threshold = threshold
        self.total = total
        self.set = set
        self.value = value
    }

    /// Reads what somebody typed: the 72 characters, with or without the heading; spaces, hyphens and case do not matter.
    /// Any mistyped or missing character is `shareMistyped`.
    package init(typed text: String) throws(VaultError) {
        let lines = text.split(whereSeparator: \.isNewline).filter { !$0.uppercased().hasPrefix("AMPARO") }
        guard let bytes = Base32.decode(lines.joined()), bytes.count == Self.codeBytes, bytes[0] == Self.version else {
            throw .shareMistyped
        }
        let body = Array(bytes.dropLast(Self.checksumBytes))
        guard Array(bytes.suffix(Self.checksumBytes)) == Self.checksum(of: body) else { throw .shareMistyped }
        self.init(
            number: body[3], threshold: body[1], total: body[2], set: Array(body[4..<8]), value: Array(body[8...]))
    }

    /// The heading and three lines of six groups.
    package var printed: String {
        "AMPARO KEY SHARE \(number) OF \(total): ANY \(threshold) RESTORE THE KEYS\n" + code
    }

    /// The three lines alone.
    package var code: String {
        let body = [Self.version, threshold, total, number] + set + value
        let digits = Array(Base32.encode(body + Self.checksum(of: body)))
        let groups = stride(from: 0, to: digits.count, by: 4).map { String(digits[$0..<min($0 + 4, digits.count)]) }
        return stride(from: 0, to: groups.count, by: 6)
            .map { groups[$0..<min($0 + 6, groups.count)].joined(separator: " ") }
            .joined(separator: "\n")
    }

    private static func checksum(of body: [UInt8]) -> [UInt8] {
        Array(BLAKE2b.personalized(body, as: "amparo.share").prefix(checksumBytes))
    }
}
