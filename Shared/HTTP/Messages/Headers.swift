/// A small ordered collection of header fields; names compare without case.
///
/// Kept as one run of bytes, so that taking over a request's headers is one allocation, and strings are made only of
/// what somebody asks for.
package struct Headers: Sendable, ExpressibleByDictionaryLiteral {
    /// For each field: length of the name, length of the value (four bytes each, little-endian), name, value.
    private var storage: [UInt8] = []
    package private(set) var count = 0

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    package var isEmpty: Bool { count == 0 }

    /// Sum of the bytes of all names and values.
    package var byteCount: Int { storage.count - count * 8 }

    /// The first value of a field.
    package subscript(name: String) -> String? {
        get {
            var found: String?
            scan { key, value in
                guard Self.equal(key, name) else { return true }
                found = String(decoding: value, as: UTF8.self)
                return false
            }
            return found
        }
        set {
            remove(name)
            if let newValue { add(name, newValue) }
        }
    }

    /// All values of a field, in order.
    package func all(_ name: String) -> [String] {
        var values: [String] = []
        scan { key, value in
            if Self.equal(key, name) { values.append(String(decoding: value, as: UTF8.self)) }
            return true
        }
        return values
    }

    package func contains(_ name: String) -> Bool {
        var found = false
        scan { key, _ in
            found = Self.equal(key, name)
            return !found
        }
        return found
    }

    package mutating func add(_ name: String, _ value: String) {
        var name = name
        var value = value
        name.withUTF8 { name in value.withUTF8 { value in append(name, value) } }
    }

    package mutating func remove(_ name: String) {
        guard contains(name) else { return }
        var rest = Headers()
        scan { key, value in
            if !Self.equal(key, name) { rest.append(key, value) }
            return true
        }
        self = rest
    }

    /// Calls `body` with each name and value.
    package func forEach(_ body: (String, String) -> Void) {
        scan { name, value in
            body(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
            return true
        }
    }

    mutating func reserve(_ bytes: Int) {
        storage.reserveCapacity(bytes)
    }

    mutating func append(_ name: UnsafeBufferPointer<UInt8>, _ value: UnsafeBufferPointer<UInt8>) {
        if storage.isEmpty { storage.reserveCapacity(128) }
        withUnsafeBytes(of: UInt32(name.count).littleEndian) { storage.append(contentsOf: $0) }
        withUnsafeBytes(of: UInt32(value.count).littleEndian) { storage.append(contentsOf: $0) }
        storage.append(contentsOf: name)
        storage.append(contentsOf: value)
        count += 1
    }

    /// Calls `body` with each field until it returns false.
    func scan(_ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<UInt8>) -> Bool) {
        storage.withUnsafeBufferPointer { bytes in
            var offset = 0
            while offset < bytes.count {
                let raw = UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + offset)
                let nameLength = Int(UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self)))
                let valueLength = Int(UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: 4, as: UInt32.self)))
                let value = offset + 8 + nameLength
                guard
                    body(
                        UnsafeBufferPointer(rebasing: bytes[offset + 8..<value]),
                        UnsafeBufferPointer(rebasing: bytes[value..<value + valueLength]))
                else { return }
                offset = value + valueLength
            }
        }
    }

    private static func equal(_ bytes: UnsafeBufferPointer<UInt8>, _ name: String) -> Bool {
        let name = name.utf8
        return bytes.count == name.count && zip(bytes, name).allSatisfy { $0.lowercased == $1.lowercased }
    }
}

extension Headers: Equatable {}

extension UInt8 {
    /// The byte with an ASCII capital made small.
    var lowercased: UInt8 { 0x41...0x5A ~= self ? self | 0x20 : self }
}
