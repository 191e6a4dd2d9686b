import CaseModel

/// Features as they lie in a row: for each kind how many hashes there are, then the hashes.
enum FeatureBytes {
    private static let version: UInt8 = 2
    private static let groups = 14
    /// With names of one kind, and without places and acts.
    private static let first = (version: UInt8(1), groups: 6)

    static func write(_ features: LikenessFeatures) -> [UInt8] {
        let about = [
            features.days.sorted(), features.shingles, [features.state].compactMap { $0 }, features.entities.sorted(),
            [features.event].compactMap { $0 }, features.places.sorted(), features.acts.sorted(),
        ]
        let groups = features.names.groups.map { $0.sorted() } + about
        var bytes = [version]
        bytes.reserveCapacity(1 + groups.reduce(0) { $0 + 2 + 8 * $1.count })
        for group in groups {
            let count = UInt16(clamping: group.count)
            bytes += [UInt8(truncatingIfNeeded: count >> 8), UInt8(truncatingIfNeeded: count)]
            for hash in group.prefix(Int(count)) {
                for shift in stride(from: 56, through: 0, by: -8) {
                    bytes.append(UInt8(truncatingIfNeeded: hash >> UInt64(shift)))
                }
            }
        }
        return bytes
    }

    /// Nil where it is something else.
    static func read(_ bytes: [UInt8]) -> LikenessFeatures? {
        guard let made = bytes.first, made == version || made == first.version else { return nil }
        var place = 1
        var groups: [[UInt64]] = []
        for _ in 0..<(made == version ? Self.groups : first.groups) {
            guard place + 2 <= bytes.count else { return nil }
            let count = Int(bytes[place]) << 8 | Int(bytes[place + 1])
            place += 2
            guard place + 8 * count <= bytes.count else { return nil }
            groups.append(
                (0..<count).map { index in
                    bytes[(place + 8 * index)..<(place + 8 * index + 8)].reduce(0) { $0 << 8 | UInt64($1) }
                })
            place += 8 * count
        }
        guard place == bytes.count else { return nil }
        let sets = groups.map(Set.init)
        guard made == version else {
            return LikenessFeatures(
                names: .init(inside: sets[0]), days: sets[1], shingles: groups[2], state: groups[3].first,
                entities: sets[4], event: groups[5].first)
        }
        return LikenessFeatures(
            names: .init(
                words: sets[0], inside: sets[1], full: sets[2], initials: sets[3], partial: sets[4], variants: sets[5],
                uncased: sets[6]), days: sets[7], shingles: groups[8], state: groups[9].first, entities: sets[10],
            event: groups[11].first, places: sets[12], acts: sets[13])
    }
}
