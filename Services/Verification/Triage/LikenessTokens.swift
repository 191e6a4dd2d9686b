import CaseModel

/// Under which hashes a submission is found: the smallest of its text, which copies share, and those of its names. Two
/// submissions take the same ones of what they have in common, however much else each of them says.
enum LikenessTokens {
    /// Of two texts that share a fifth of their shingles, 19 of 20 meet in one of these.
    static let shingles = 12
    static let names = 96
    /// As many names are looked for at once, of all submissions of a case.
    private static let asked = 2_048

    static func text(_ features: LikenessFeatures) -> [Int64] { features.shingles.prefix(shingles).map(signed) }

    /// What is surely a name comes before what may be one.
    static func names(_ features: LikenessFeatures) -> [Int64] { Array(ordered(features.names).prefix(names)) }

    /// By which names others are looked for: more than these are found by, so that a long text meets a short one.
    static func asked(_ features: [LikenessFeatures]) -> [Int64] {
        let each = max(names, asked / max(1, features.count))
        return Array(Set(features.flatMap { ordered($0.names).prefix(each) }))
    }

    private static func ordered(_ names: LikenessFeatures.Names) -> [Int64] {
        let sure = names.words.union(names.inside).union(names.full).union(names.initials).union(names.partial)
        return (sure.sorted() + names.uncased.union(names.variants).subtracting(sure).sorted()).map(signed)
    }

    /// All under which it may ever have been found.
    static func all(_ features: LikenessFeatures) -> [Int64] { text(features) + features.names.all.map(signed) }

    private static func signed(_ hash: UInt64) -> Int64 { Int64(bitPattern: hash) }
}
