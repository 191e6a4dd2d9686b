package import Foundation

/// What a submission is compared by, without its words: each feature is a keyed hash, so that what is stored tells nothing
/// without the key (DESIGN §6, search without plaintext).
package struct LikenessFeatures: Codable, Sendable, Equatable {
    /// Encodings of words that may be names (`NameEncoding`).
    package var names: Set<UInt64>
    /// Days that are named, in the text or in the form.
    package var days: Set<UInt64>
    /// The smallest hashes of the text's shingles (`bottom`), sorted; empty for a text of fewer than three words.
    package var shingles: [UInt64]
    /// State of the act, UN entities and event, each hashed with its kind.
    package var state: UInt64?
    package var entities: Set<UInt64>
    package var event: UInt64?

    /// How many of the smallest hashes are kept: the Jaccard index is estimated to about one part in twelve.
    package static let bottom = 128

    /// Makes the features of a submission.
    ///
    /// - Parameters:
    ///   - toldAt: When it came.
    ///   - days: What the form says of when, beside what the text names.
    ///   - common: Encodings that are no names (`LikenessRule.commonEncodings`).
    ///   - hash: Keyed; the first argument tells kinds apart.
    package init(
        texts: [String], toldAt: Date? = nil, days: [String] = [], state: String? = nil, entities: [String] = [],
        event: UNEventID? = nil,
        common: Set<String>, hash: (StaticString, String) -> UInt64
    ) {
        let text = texts.joined(separator: "\n")
        names = Set(NameEncoding.encodings(of: text, common: common).map { hash("name", $0) })
        self.days = Set(DateMentions.days(in: text, toldAt: toldAt).union(days).map { hash("day", $0) })
        shingles = Array(Set(Shingles.of(text).map { hash("shingle", $0) }).sorted().prefix(Self.bottom))
        self.state = state.map { hash("state", $0) }
        self.entities = Set(entities.map { hash("entity", $0) })
        self.event = event.map { hash("event", $0.description) }
    }

    /// Features that were made before.
    package init(
        names: Set<UInt64>, days: Set<UInt64>, shingles: [UInt64], state: UInt64?, entities: Set<UInt64>, event: UInt64?
    ) {
        self.names = names
        self.days = days
        self.shingles = shingles
        self.state = state
        self.entities = entities
        self.event = event
    }

    /// The estimated share of shingles that two texts have in common, 0 to 1.
    package func textLikeness(to other: LikenessFeatures) -> Double {
        guard !shingles.isEmpty, !other.shingles.isEmpty else { return 0 }
        let union = Set(shingles).union(other.shingles).sorted().prefix(Self.bottom)
        let both = Set(shingles).intersection(other.shingles)
        return Double(union.count { both.contains($0) }) / Double(union.count)
    }
}

/// Runs of three words, or of four Han characters: copies share most of them, whatever was added before or after.
enum Shingles {
    static func of(_ text: String) -> Set<String> {
        let words = FoldedText.words(FoldedText.fold(text)).flatMap(pieces)
        guard words.count >= 3 else { return [] }
        return Set((0...words.count - 3).map { words[$0..<$0 + 3].joined(separator: " ") })
    }

    private static func pieces(_ word: String) -> [String] {
        guard word.unicodeScalars.contains(where: FoldedText.isHan) else { return [word] }
        let scalars = Array(word.unicodeScalars)
        guard scalars.count > 2 else { return [word] }
        return (0..<scalars.count - 1).map { String(String.UnicodeScalarView(scalars[$0...$0 + 1])) }
    }
}
