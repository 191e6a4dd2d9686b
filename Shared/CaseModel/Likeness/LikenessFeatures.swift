package import Foundation

/// What a submission is compared by, without its words: each feature is a keyed hash, so that what is stored tells nothing
/// without the key (DESIGN §6, search without plaintext).
package struct LikenessFeatures: Codable, Sendable, Equatable {
    /// Names by their kinds (`NameKeys`).
    package struct Names: Codable, Sendable, Equatable {
        package var words: Set<UInt64> = []
        package var inside: Set<UInt64> = []
        package var full: Set<UInt64> = []
        package var initials: Set<UInt64> = []
        package var partial: Set<UInt64> = []
        package var variants: Set<UInt64> = []
        package var uncased: Set<UInt64> = []

        package init(
            words: Set<UInt64> = [], inside: Set<UInt64> = [], full: Set<UInt64> = [], initials: Set<UInt64> = [],
            partial: Set<UInt64> = [], variants: Set<UInt64> = [], uncased: Set<UInt64> = []
        ) {
            self.words = words
            self.inside = inside
            self.full = full
            self.initials = initials
            self.partial = partial
            self.variants = variants
            self.uncased = uncased
        }

        init(_ keys: NameKeys, hash: (String) -> UInt64) {
            self.init(
                words: Set(keys.words.map(hash)), inside: Set(keys.inside.map(hash)), full: Set(keys.full.map(hash)),
                initials: Set(keys.initials.map(hash)), partial: Set(keys.partial.map(hash)),
                variants: Set(keys.variants.map(hash)), uncased: Set(keys.uncased.map(hash)))
        }

        /// As they lie stored.
        package var groups: [Set<UInt64>] { [words, inside, full, initials, partial, variants, uncased] }

        package var all: Set<UInt64> { groups.reduce(into: []) { $0.formUnion($1) } }

        package mutating func subtract(_ hashes: Set<UInt64>) {
            words.subtract(hashes)
            inside.subtract(hashes)
            full.subtract(hashes)
            initials.subtract(hashes)
            partial.subtract(hashes)
            variants.subtract(hashes)
            uncased.subtract(hashes)
        }
    }

    package var names: Names
    /// Days that are named, in the text or in the form.
    package var days: Set<UInt64>
    /// The smallest hashes of the text's shingles (`bottom`), sorted; empty for a text of fewer than three words.
    package var shingles: [UInt64]
    /// State of the act, UN entities and event, each hashed with its kind.
    package var state: UInt64?
    package var entities: Set<UInt64>
    package var event: UInt64?
    /// Words of where it happened, hashed as names are.
    package var places: Set<UInt64>
    package var acts: Set<UInt64>

    /// How many of the smallest hashes are kept: the Jaccard index is estimated to about one part in twelve.
    package static let bottom = 128

    /// What a source wrote after the submission.
    package struct Later: Sendable {
        package let text: String
        package let toldAt: Date

        package init(_ text: String, toldAt: Date) {
            self.text = text
            self.toldAt = toldAt
        }
    }

    /// Makes the features of a submission.
    ///
    /// - Parameters:
    ///   - toldAt: When it came.
    ///   - later: Adds names and days; what the text is a copy of, the submission itself says.
    ///   - days: What the form says of when, beside what the text names.
    ///   - common: Encodings that are no names (`LikenessRule.commonEncodings`).
    ///   - hash: Keyed; the first argument tells kinds apart.
    package init(
        texts: [String], toldAt: Date? = nil, later: [Later] = [], days: [String] = [], state: String? = nil,
        entities: [String] = [],
        event: UNEventID? = nil, place: String = "", acts: [String] = [],
        common: Set<String>, hash: (StaticString, String) -> UInt64
    ) {
        let text = texts.joined(separator: "\n")
        let all = ([text] + later.map(\.text)).joined(separator: "\n")
        names = Names(NameKeys(all, common: common)) { hash("name", $0) }
        let named = later.reduce(into: DateMentions.days(in: text, toldAt: toldAt)) {
            $0.formUnion(DateMentions.days(in: $1.text, toldAt: $1.toldAt))
        }
        self.days = Set(named.union(days).map { hash("day", $0) })
        shingles = Array(Set(Shingles.of(text).map { hash("shingle", $0) }).sorted().prefix(Self.bottom))
        self.state = state.map { hash("state", $0) }
        self.entities = Set(entities.map { hash("entity", $0) })
        self.event = event.map { hash("event", $0.description) }
        places = Names(NameKeys(place, common: common)) { hash("name", $0) }.all
        self.acts = Set(acts.map { hash("act", $0) })
    }

    /// Features that were made before.
    package init(
        names: Names, days: Set<UInt64>, shingles: [UInt64], state: UInt64?, entities: Set<UInt64>, event: UInt64?,
        places: Set<UInt64> = [], acts: Set<UInt64> = []
    ) {
        self.names = names
        self.days = days
        self.shingles = shingles
        self.state = state
        self.entities = entities
        self.event = event
        self.places = places
        self.acts = acts
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
