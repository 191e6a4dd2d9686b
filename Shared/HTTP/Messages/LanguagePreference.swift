/// Reads `Accept-Language` (RFC 9110 §12.5.4).
package enum LanguagePreference {
    /// Language tags in small letters, most wanted first; those with weight zero and `*` are left out. 32 at most.
    package static func parse(_ line: String) -> [String] {
        let wishes = line.split(separator: ",").prefix(32).compactMap { piece -> (tag: String, weight: Double)? in
            let parts = piece.split(separator: ";").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() }
            guard let tag = parts.first, tag != "*", tag.utf8.allSatisfy(isTagByte) else { return nil }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return weight > 0 ? (tag, weight) : nil
        }
        return wishes.enumerated()
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element.tag)
    }

    private static func isTagByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x61...0x7A, 0x2D: true
        default: false
        }
    }
}
