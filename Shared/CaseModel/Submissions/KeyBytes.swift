import Foundation

/// A key on its way inside a sealed content: base64 in JSON, never printed.
package struct KeyBytes: Hashable, Sendable {
    package let exposed: [UInt8]

    package init(_ exposed: [UInt8]) {
        self.exposed = exposed
    }
}

extension KeyBytes: CustomStringConvertible, CustomReflectable {
    package var description: String { "‹redacted›" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension KeyBytes: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let data = Data(base64Encoded: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64")
        }
        exposed = Array(data)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(exposed).base64EncodedString())
    }
}
