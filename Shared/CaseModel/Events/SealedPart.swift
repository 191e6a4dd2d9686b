import Foundation

/// Bytes that only their addressee can open; base64 in JSON. What lies inside is padded before it is sealed.
package struct SealedPart: Hashable, Sendable {
    package let bytes: [UInt8]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension SealedPart: CustomStringConvertible, CustomReflectable {
    package var description: String { "‹sealed, \(bytes.count) bytes›" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension SealedPart: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let data = Data(base64Encoded: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not base64")
        }
        bytes = Array(data)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Data(bytes).base64EncodedString())
    }
}
