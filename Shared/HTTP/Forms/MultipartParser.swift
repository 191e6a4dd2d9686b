import Glibc

/// Reads `multipart/form-data` (RFC 7578) piece by piece: bytes go in, events come out. Does nothing else.
///
/// Keeps at most one piece, a delimiter and one part's header fields. Boundaries may be split anywhere over pieces.
package struct MultipartParser: Sendable {
    package enum Event: Sendable, Equatable {
        case part(MultipartHeader)
        /// Never empty.
        case content([UInt8])
        case partEnd
        /// The closing delimiter has come; what follows is passed over.
        case end
    }

    private enum State {
        case preamble
        /// Just behind a delimiter: `--`, or the end of its line.
        case afterDelimiter
        case header
        case content
        case epilogue
    }

    private let delimiter: [UInt8]
    private let limits: FormLimits
    private var state = State.preamble
    private var buffer: [UInt8] = []
    private var start = 0
    private var parts = 0

    /// The boundary comes from the media type; nil where it is none (RFC 2046: 1 to 70 characters).
    package init?(boundary: String, limits: FormLimits = .standard) {
        guard 1...70 ~= boundary.utf8.count, boundary.utf8.allSatisfy({ 0x20...0x7E ~= $0 }) else { return nil }
        delimiter = Array("\r\n--\(boundary)".utf8)
        self.limits = limits
        // The first delimiter may stand at the very beginning, without the line end before it.
        buffer = [0x0D, 0x0A]
    }

    /// True when the closing delimiter has been seen.
    package var isComplete: Bool {
        if case .epilogue = state { true } else { false }
    }

    /// Takes the next piece of the body.
    package mutating func feed(_ bytes: [UInt8]) {
        if case .epilogue = state { return }
        if start == buffer.count {
            buffer = bytes
        } else {
            buffer.removeSubrange(..<start)
            buffer += bytes
        }
        start = 0
    }

    /// The next event; nil when more bytes are needed.
    package mutating func next() throws(HTTPError) -> Event? {
        while true {
            switch state {
            case .preamble:
                guard skipPreamble() else { return nil }
            case .afterDelimiter:
                guard let isLast = try readDelimiterEnd() else { return nil }
                state = isLast ? .epilogue : .header
                if isLast {
                    buffer = []
                    start = 0
                    return .end
                }
            case .header:
                guard let header = try readHeader() else { return nil }
                state = .content
                return .part(header)
            case .content:
                return readContent()
            case .epilogue:
                return nil
            }
        }
    }

    private var available: Int { buffer.count - start }

    private mutating func skipPreamble() -> Bool {
        switch findDelimiter(from: start) {
        case .found(let index):
            start = index + delimiter.count
            state = .afterDelimiter
            return true
        case .from(let index):
            start = index
            return false
        }
    }

    /// True for the closing delimiter, false for another part's; nil when more bytes are needed.
    private mutating func readDelimiterEnd() throws(HTTPError) -> Bool? {
        // White space may stand between a delimiter and the end of its line.
        var index = start
        while index < buffer.count, buffer[index] == 0x20 || buffer[index] == 0x09 { index += 1 }
        guard index - start <= 64 else { throw .malformedBody }
        guard buffer.count - index >= 2 else { return nil }
        let pair = (buffer[index], buffer[index + 1])
        if pair == (0x0D, 0x0A) {
            // The line end stays: it ends an empty header too.
            start = index
            return false
        }
        guard index == start, pair == (0x2D, 0x2D) else { throw .malformedBody }
        return true
    }

    private mutating func readHeader() throws(HTTPError) -> MultipartHeader? {
        let blank: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
        let window = min(available, limits.partHeaderBytes + blank.count)
        let end = buffer[start..<start + window].withUnsafeBytes { bytes in Self.find(blank, in: bytes) }
        guard let end else {
            guard window < limits.partHeaderBytes + blank.count else { throw .headersTooLarge }
            return nil
        }
        parts += 1
        guard parts <= limits.fields + limits.files else { throw .tooManyParts }
        let lines = buffer[start..<start + end]
        start += end + blank.count
        // A delimiter may follow the blank line at once: the part is empty then.
        start -= 2
        skipsLineEnd = true
        return try MultipartHeader(lines, limits: limits)
    }

    /// The blank line's second end may be the beginning of a delimiter, so it is dropped only when that is known.
    private var skipsLineEnd = false

    private mutating func readContent() -> Event? {
        if skipsLineEnd {
            guard available >= delimiter.count else { return nil }
            skipsLineEnd = false
            if !buffer[start..<start + delimiter.count].elementsEqual(delimiter) { start += 2 }
        }
        switch findDelimiter(from: start) {
        case .found(let index) where index == start:
            start += delimiter.count
            state = .afterDelimiter
            return .partEnd
        case .found(let index), .from(let index):
            guard index > start else { return nil }
            defer { start = index }
            if start == 0, index == buffer.count { return .content(buffer) }
            return .content(Array(buffer[start..<index]))
        }
    }

    private enum Search {
        case found(Int)
        /// Not there; it could begin only here or later.
        case from(Int)
    }

    private func findDelimiter(from offset: Int) -> Search {
        buffer.withUnsafeBytes { bytes in
            let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
            if let index = Self.find(delimiter, in: rest) { return .found(offset + index) }
            var index = max(offset, bytes.count - delimiter.count + 1)
            while index < bytes.count {
                let tail = bytes[index...]
                if tail.elementsEqual(delimiter.prefix(tail.count)) { break }
                index += 1
            }
            return .from(index)
        }
    }

    private static func find(_ needle: [UInt8], in bytes: UnsafeRawBufferPointer) -> Int? {
        // A jump from one first byte to the next: needles begin with a carriage return, which content rarely has.
        guard let base = bytes.baseAddress else { return nil }
        var offset = 0
        while offset + needle.count <= bytes.count {
            let hit = memchr(base + offset, Int32(needle[0]), bytes.count - needle.count + 1 - offset)
            guard let hit else { return nil }
            offset = UnsafeRawPointer(hit) - base
            if memcmp(hit, needle, needle.count) == 0 { return offset }
            offset += 1
        }
        return nil
    }
}
