/// One field of a record as its JSON has it, so that records of every kind are compared and merged in one way.
package enum FieldValue: Codable, Sendable, Equatable {
    case null
    case truth(Bool)
    case number(Double)
    case text(String)
    case list([FieldValue])
    case object([String: FieldValue])

    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .truth(value)
        } else if let value = try? container.decode(Double.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([FieldValue].self) {
            self = .list(value)
        } else {
            self = .object(try container.decode([String: FieldValue].self))
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch self {
        case .null: try container.encodeNil()
        case .truth(let value): try container.encode(value)
        case .number(let value): try container.encode(value)
        case .text(let value): try container.encode(value)
        case .list(let value): try container.encode(value)
        case .object(let value): try container.encode(value)
        }
    }

    /// What is not there, and what is there and says nothing, are the same to a reader.
    package var isEmpty: Bool {
        switch self {
        case .null: true
        case .truth, .number: false
        case .text(let text): text.isEmpty
        case .list(let items): items.isEmpty
        case .object(let fields): fields.isEmpty
        }
    }

    /// The fields of a record.
    package static func fields(of record: some Encodable) throws(EventCodingError) -> [String: FieldValue] {
        try EventCoding.decode([String: FieldValue].self, from: try EventCoding.encode(record))
    }
}
