import Foundation

/// One JSON object, written field by field in the order of their names: for the few payloads that are written thousands of
/// times a second, where `JSONEncoder` takes longer than sealing does. What it writes is what `EventCoding.encode` would
/// write, byte for byte; a test compares the two.
package struct JSONObjectText {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    package init(capacity: Int = 256) {
        bytes.reserveCapacity(capacity)
    }

    /// The finished object.
    package var object: [UInt8] { bytes + [UInt8(ascii: "}")] }

    package mutating func add(_ name: StaticString, _ text: String?) {
        guard let text else { return }
        begin(name)
        bytes.append(quote)
        appendEscaped(text)
        bytes.append(quote)
    }

    package mutating func add(_ name: StaticString, _ number: Int) {
        add(name, json: Array(String(number).utf8))
    }

    package mutating func add(_ name: StaticString, base64 value: [UInt8]) {
        begin(name)
        bytes.append(quote)
        bytes.append(contentsOf: Data(value).base64EncodedData())
        bytes.append(quote)
    }

    /// Adds a value that is JSON already.
    package mutating func add(_ name: StaticString, json value: [UInt8]) {
        begin(name)
        bytes.append(contentsOf: value)
    }

    private let quote = UInt8(ascii: "\"")

    private mutating func begin(_ name: StaticString) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        bytes.append(quote)
        bytes.append(contentsOf: name.description.utf8)
        bytes.append(quote)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func appendEscaped(_ text: String) {
        for byte in Array(text.utf8) {
            switch byte {
            case quote, UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x08: bytes.append(contentsOf: "\\b".utf8)
            case 0x09: bytes.append(contentsOf: "\\t".utf8)
            case 0x0A: bytes.append(contentsOf: "\\n".utf8)
            case 0x0C: bytes.append(contentsOf: "\\f".utf8)
            case 0x0D: bytes.append(contentsOf: "\\r".utf8)
            case 0..<0x20:
                bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u001").utf8)
                bytes.append(contentsOf: String(byte & 0xF, radix: 16).utf8)
            default: bytes.append(byte)
            }
        }
    }
}
