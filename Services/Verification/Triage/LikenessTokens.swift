import CaseModel

/// Under which hashes a submission is found: the smallest of its text, which copies share, and those of its names. Two
/// submissions take the same ones of what they have in common, however much else each of them says.
enum LikenessTokens {
    /// Of two texts that share a fifth of their shingles, 19 of 20 meet in one of these.
    static let shingles = 12
    static let names = 64

    static func text(_ features: LikenessFeatures) -> [Int64] { features.shingles.prefix(shingles).map(signed) }

    static func names(_ features: LikenessFeatures) -> [Int64] {
        features.names.sorted().prefix(names).map(signed)
    }

    private static func signed(_ hash: UInt64) -> Int64 { Int64(bitPattern: hash) }
}
