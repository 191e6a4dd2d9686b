import CaseModel

/// The codes of one compartment by the four bytes that the index has of each: found again, and counted.
struct FacetTable: Sendable {
    private(set) var codes: [FacetCode] = []
    /// Open addressing: place of the code plus one, 0 for a free slot.
    private var slots: [UInt32]
    private var keys: [UInt32]
    private let mask: Int

    init(_ codes: [FacetCode], _ tokens: SearchTokens) {
        var size = 64
        while size < codes.count * 4 { size *= 2 }
        slots = Array(repeating: 0, count: size)
        keys = Array(repeating: 0, count: size)
        mask = size - 1
        for code in codes { insert(code, tokens.counted(code)) }
    }

    private mutating func insert(_ code: FacetCode, _ key: UInt32) {
        var slot = Int(key) & mask
        while slots[slot] != 0 {
            if keys[slot] == key { return }
            slot = (slot + 1) & mask
        }
        codes.append(code)
        slots[slot] = UInt32(codes.count)
        keys[slot] = key
    }

    private func place(of key: UInt32) -> Int? {
        var slot = Int(key) & mask
        while slots[slot] != 0 {
            if keys[slot] == key { return Int(slots[slot]) - 1 }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// The codes of one row.
    func codes(in facets: [UInt8]) -> [FacetCode] {
        var found: [FacetCode] = []
        Self.forEach(facets) { if let place = place(of: $0) { found.append(codes[place]) } }
        return found
    }

    /// How often each code stands in the rows' facets, put one after the other.
    func count(_ facets: [UInt8]) -> [FacetCode: Int] {
        var counts = Array(repeating: 0, count: codes.count)
        Self.forEach(facets) { if let place = place(of: $0) { counts[place] += 1 } }
        var found: [FacetCode: Int] = [:]
        for (place, count) in counts.enumerated() where count > 0 { found[codes[place]] = count }
        return found
    }

    private static func forEach(_ facets: [UInt8], _ body: (UInt32) -> Void) {
        var index = 0
        while index + 3 < facets.count {
            body(
                UInt32(facets[index]) << 24 | UInt32(facets[index + 1]) << 16 | UInt32(facets[index + 2]) << 8
                    | UInt32(facets[index + 3]))
            index += 4
        }
    }
}
