import CaseModel

/// Features as they lie in a row: for each kind how many hashes there are, then the hashes.
enum FeatureBytes {
    private static let version: UInt8 = 1

    static func write(_ features: LikenessFeatures) -> [UInt8] {
        let groups = [
            features.names.sorted(), features.days.sorted(), features.shingles, [features.state].compactMap { $0 },
            features.entities.sorted(), [features.event].compactMap { $0 },
        ]
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
        guard bytes.first == version else { return nil }
        var place = 1
        var groups: [[UInt64]] = []
        for _ in 0..<6 {
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
        return LikenessFeatures(
            names: Set(groups[0]), days: Set(groups[1]), shingles: groups[2], state: groups[3].first,
            entities: Set(groups[4]), event: groups[5].first)
    }
}
