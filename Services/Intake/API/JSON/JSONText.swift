/// Reads JSON strictly: what other readers might understand in two ways is refused, and where it is stands in the problem.
struct JSONText {
    struct Limits: Sendable {
        var depth = 16
        var values = 10_000
    }

    private let bytes: [UInt8]
    private let limits: Limits
    private var place = 0
    private var values = 0

    private init(_ bytes: [UInt8], _ limits: Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    static func parse(_ bytes: [UInt8], limits: Limits = Limits()) throws(JSONProblem) -> JSONValue {
        var text = JSONText(bytes, limits)
        text.skipSpace()
        let value = try text.value(at: "", depth: 0)
        text.skipSpace()
        guard text.place == bytes.count else { throw JSONProblem(kind: .invalid, pointer: "") }
        return value
    }

    // MARK: Values

    private mutating func value(at pointer: String, depth: Int) throws(JSONProblem) -> JSONValue {
        guard depth <= limits.depth else { throw JSONProblem(kind: .tooDeep, pointer: pointer) }
        values += 1
        guard values <= limits.values else { throw JSONProblem(kind: .tooMany, pointer: pointer) }
        switch peek {
        case UInt8(ascii: "\""): return .string(try string(at: pointer))
        case UInt8(ascii: "{"): return try object(at: pointer, depth: depth)
        case UInt8(ascii: "["): return try array(at: pointer, depth: depth)
        case UInt8(ascii: "t"): return try word("true", .bool(true), at: pointer)
        case UInt8(ascii: "f"): return try word("false", .bool(false), at: pointer)
        case UInt8(ascii: "n"): return try word("null", .null, at: pointer)
        default: return .number(try number(at: pointer))
        }
    }

    private mutating func object(at pointer: String, depth: Int) throws(JSONProblem) -> JSONValue {
        var members: [String: JSONValue] = [:]
        place += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard peek == UInt8(ascii: "\"") else { throw JSONProblem(kind: .invalid, pointer: pointer) }
            let name = try string(at: pointer)
            let inner = JSONPointer.appending(name, to: pointer)
            guard members[name] == nil else { throw JSONProblem(kind: .duplicateName, pointer: inner) }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw JSONProblem(kind: .invalid, pointer: inner) }
            skipSpace()
            members[name] = try value(at: inner, depth: depth + 1)
            skipSpace()
            if take(UInt8(ascii: "}")) { return .object(members) }
            guard take(UInt8(ascii: ",")) else { throw JSONProblem(kind: .invalid, pointer: inner) }
        }
    }

    private mutating func array(at pointer: String, depth: Int) throws(JSONProblem) -> JSONValue {
        var items: [JSONValue] = []
        place += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(items) }
        while true {
            skipSpace()
            let inner = "\(pointer)/\(items.count)"
            items.append(try value(at: inner, depth: depth + 1))
            skipSpace()
            if take(UInt8(ascii: "]")) { return .array(items) }
            guard take(UInt8(ascii: ",")) else { throw JSONProblem(kind: .invalid, pointer: inner) }
        }
    }

    private mutating func word(
        _ text: StaticString, _ value: JSONValue, at pointer: String
    ) throws(JSONProblem) -> JSONValue {
        let letters = text.description.utf8
        guard bytes[place...].starts(with: letters) else { throw JSONProblem(kind: .invalid, pointer: pointer) }
        place += letters.count
        return value
    }

    private mutating func number(at pointer: String) throws(JSONProblem) -> String {
        let start = place
        _ = take(UInt8(ascii: "-"))
        if !take(UInt8(ascii: "0")) { try digits(at: pointer) }
        if take(UInt8(ascii: ".")) { try digits(at: pointer) }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            try digits(at: pointer)
        }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func digits(at pointer: String) throws(JSONProblem) {
        let start = place
        while let byte = peek, (0x30...0x39).contains(byte) { place += 1 }
        guard place > start else { throw JSONProblem(kind: .invalid, pointer: pointer) }
    }

    // MARK: Strings

    private mutating func string(at pointer: String) throws(JSONProblem) -> String {
        place += 1
        let start = place
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { place += 1 }
        // Most have nothing to be replaced.
        if peek == UInt8(ascii: "\"") {
            defer { place += 1 }
            return try text(bytes[start..<place], at: pointer)
        }
        var plain = Array(bytes[start..<place])
        while let byte = peek {
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return try text(plain[...], at: pointer)
            case UInt8(ascii: "\\"): try escape(into: &plain, at: pointer)
            case 0..<0x20: throw JSONProblem(kind: .invalid, pointer: pointer)
            default: plain.append(byte)
            }
        }
        throw JSONProblem(kind: .invalid, pointer: pointer)
    }

    private func text(_ bytes: ArraySlice<UInt8>, at pointer: String) throws(JSONProblem) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw JSONProblem(kind: .notUnicode, pointer: pointer)
        }
        return text
    }

    private mutating func escape(into plain: inout [UInt8], at pointer: String) throws(JSONProblem) {
        guard let byte = peek else { throw JSONProblem(kind: .invalid, pointer: pointer) }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): plain.append(byte)
        case UInt8(ascii: "b"): plain.append(0x08)
        case UInt8(ascii: "f"): plain.append(0x0C)
        case UInt8(ascii: "n"): plain.append(0x0A)
        case UInt8(ascii: "r"): plain.append(0x0D)
        case UInt8(ascii: "t"): plain.append(0x09)
        case UInt8(ascii: "u"): plain += Array(String(Character(try scalar(at: pointer))).utf8)
        default: throw JSONProblem(kind: .invalid, pointer: pointer)
        }
    }

    /// Behind `\u`: one unit, or a pair of surrogates.
    private mutating func scalar(at pointer: String) throws(JSONProblem) -> Unicode.Scalar {
        let first = try unit(at: pointer)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard (0xD800...0xDBFF).contains(first), take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else {
            throw JSONProblem(kind: .notUnicode, pointer: pointer)
        }
        let second = try unit(at: pointer)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x1_0000 + (first - 0xD800) << 10 + (second - 0xDC00))
        else { throw JSONProblem(kind: .notUnicode, pointer: pointer) }
        return scalar
    }

    private mutating func unit(at pointer: String) throws(JSONProblem) -> UInt32 {
        var unit: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = peek.flatMap(Self.hexadecimal) else {
                throw JSONProblem(kind: .invalid, pointer: pointer)
            }
            unit = unit << 4 | digit
            place += 1
        }
        return unit
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case 0x30...0x39: UInt32(byte) - 0x30
        case 0x41...0x46: UInt32(byte) - 0x37
        case 0x61...0x66: UInt32(byte) - 0x57
        default: nil
        }
    }

    // MARK: Bytes

    private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        place += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }
}
