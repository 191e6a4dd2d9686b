/// Percent-encoding (RFC 3986 §2.1), strict: what is not well formed is an error and is never passed on as it stands.
package enum PercentCoding {
    /// Decodes a path segment, or with `plusIsSpace` a form or query component.
    ///
    /// Nil when a `%` is not followed by two hexadecimal digits, when the result is not UTF-8 or contains NUL.
    package static func decode(_ bytes: some Collection<UInt8>, plusIsSpace: Bool = false) -> String? {
        var decoded: [UInt8] = []
        decoded.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index != bytes.endIndex {
            var byte = bytes[index]
            bytes.formIndex(after: &index)
            if byte == UInt8(ascii: "%") {
                guard let high = digit(&index, in: bytes), let low = digit(&index, in: bytes) else { return nil }
                byte = high << 4 | low
            } else if plusIsSpace, byte == UInt8(ascii: "+") {
                byte = UInt8(ascii: " ")
            }
            guard byte != 0 else { return nil }
            decoded.append(byte)
        }
        return String(validating: decoded, as: UTF8.self)
    }

    /// Encodes everything but letters, digits and `-._~`, so that the result fits a path segment and a query alike.
    package static func encode(_ text: String) -> String {
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            if isUnreserved(byte) {
                encoded.append(byte)
            } else {
                encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// Parses `a=1&b=2`. Empty pieces are passed over; a name without `=` has an empty value.
    ///
    /// Nil when any piece is not well formed or there are more than `maximum`.
    package static func fields(_ bytes: some Collection<UInt8>, maximum: Int) -> Fields? {
        var fields = Fields()
        for piece in bytes.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            let name: String?
            let value: String?
            if let equals = piece.firstIndex(of: UInt8(ascii: "=")) {
                name = decode(piece[..<equals], plusIsSpace: true)
                value = decode(piece[piece.index(after: equals)...], plusIsSpace: true)
            } else {
                name = decode(piece, plusIsSpace: true)
                value = ""
            }
            guard let name, let value, fields.count < maximum else { return nil }
            fields.append(name, value)
        }
        return fields
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }

    private static func digit<C: Collection<UInt8>>(_ index: inout C.Index, in bytes: C) -> UInt8? {
        guard index != bytes.endIndex else { return nil }
        let byte = bytes[index]
        bytes.formIndex(after: &index)
        switch byte {
        case 0x30...0x39: return byte - 0x30
        case 0x41...0x46: return byte - 0x37
        case 0x61...0x66: return byte - 0x57
        default: return nil
        }
    }
}
