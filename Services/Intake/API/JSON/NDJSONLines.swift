/// Splits a stream into lines, a value that takes bytes and gives lines: each is what stood between two line feeds, byte for
/// byte, without a carriage return at its end. Lines of nothing but white space are passed over.
///
/// Keeps at most one line of `limit` bytes and one piece; what a longer line has beyond that is thrown away as it comes.
struct NDJSONLines {
    enum Line: Equatable {
        case item([UInt8])
        case tooLong
    }

    private let limit: Int
    private var current: [UInt8] = []
    private var isTooLong = false
    private var piece: [UInt8] = []
    private var place = 0
    private var hasEnded = false

    init(limit: Int) {
        self.limit = limit
    }

    /// Takes the next piece, once all lines of the one before have been taken.
    mutating func feed(_ bytes: [UInt8]) {
        piece = place < piece.count ? Array(piece[place...]) + bytes : bytes
        place = 0
    }

    /// Nothing more comes: what stands behind the last line feed is a line too.
    mutating func end() {
        hasEnded = true
    }

    /// The next line; nil when more bytes are needed, or at the end.
    mutating func next() -> Line? {
        while true {
            guard let feed = piece[place...].firstIndex(of: UInt8(ascii: "\n")) else {
                keep(piece[place...])
                place = piece.count
                guard hasEnded else { return nil }
                return finished()
            }
            keep(piece[place..<feed])
            place = feed + 1
            if let line = finished() { return line }
        }
    }

    /// One byte more than the limit is kept, which may turn out to be a carriage return.
    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        guard !isTooLong, !bytes.isEmpty else { return }
        guard current.count + bytes.count <= limit + 1 else {
            isTooLong = true
            current = []
            return
        }
        current += bytes
    }

    private mutating func finished() -> Line? {
        defer {
            current = []
            isTooLong = false
        }
        if isTooLong { return .tooLong }
        if current.last == UInt8(ascii: "\r") { current.removeLast() }
        guard current.count <= limit else { return .tooLong }
        let isBlank = current.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
        return isBlank ? nil : .item(current)
    }
}
