/// What a renderer writes: for each picture a line with its length, and then so many bytes.
struct PictureParts {
    enum Failure: Error, Equatable {
        case malformed
    }

    /// The largest picture that is taken.
    static let mostBytes = 96 << 20

    private var pending: [UInt8] = []
    private var wanted: Int?

    /// The pictures that are whole now.
    mutating func take(_ bytes: [UInt8]) throws(Failure) -> [[UInt8]] {
        pending += bytes
        var whole: [[UInt8]] = []
        while true {
            if let wanted {
                guard pending.count >= wanted else { return whole }
                whole.append(Array(pending.prefix(wanted)))
                pending.removeFirst(wanted)
                self.wanted = nil
            } else {
                guard let end = pending.firstIndex(of: UInt8(ascii: "\n")) else {
                    guard pending.count <= 16 else { throw .malformed }
                    return whole
                }
                guard end <= 16, let count = Int(String(decoding: pending[..<end], as: UTF8.self)),
                    (1...Self.mostBytes).contains(count)
                else { throw .malformed }
                pending.removeFirst(end + 1)
                wanted = count
            }
        }
    }

    /// Whether nothing is left half.
    var isComplete: Bool { pending.isEmpty && wanted == nil }
}

/// The beginning of a PNG file: enough to know that a browser will take it for a picture of a bounded size.
struct PNGHeader: Equatable {
    let width: Int
    let height: Int

    static let mostPixels = 4096

    init?(_ bytes: [UInt8]) {
        let start: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        guard bytes.count > 33, bytes.starts(with: start) else { return nil }
        width = Self.number(bytes[16..<20])
        height = Self.number(bytes[20..<24])
        guard (1...Self.mostPixels).contains(width), (1...Self.mostPixels).contains(height) else { return nil }
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
}
