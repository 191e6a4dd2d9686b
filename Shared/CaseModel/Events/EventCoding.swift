package import Foundation

/// How payloads and sealed contents are written as JSON: keys sorted, times in RFC 3339 UTC with milliseconds.
///
/// Times are cut to the millisecond, so what is read back equals a `Date` that was given with no finer part.
package enum EventCoding {
    package static func encode(_ value: some Encodable) throws(EventCodingError) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(text(of: date))
        }
        do { return Array(try encoder.encode(value)) } catch { throw .unencodable }
    }

    /// Lists are empty most of the time.
    static func list(_ values: [some Encodable]) throws(EventCodingError) -> [UInt8] {
        values.isEmpty ? Array("[]".utf8) : try encode(values)
    }

    package static func decode<Value: Decodable>(
        _ type: Value.Type,
        from bytes: some Collection<UInt8>
    ) throws(EventCodingError) -> Value {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            guard let date = date(of: try decoder.singleValueContainer().decode(String.self)) else {
                throw EventCodingError.undecodable
            }
            return date
        }
        do { return try decoder.decode(type, from: Data(bytes)) } catch { throw .undecodable }
    }

    package static func text(of date: Date) -> String {
        // Half a millisecond less one part in a million: binary fractions of whole milliseconds must not be cut down.
        let milliseconds = (date.timeIntervalSince1970 * 1000 + 0.001).rounded(.down)
        return Date(timeIntervalSince1970: (milliseconds + 0.5) / 1000).formatted(style)
    }

    package static func date(of text: String) -> Date? {
        guard let date = (try? Date(text, strategy: style)) ?? (try? Date(text, strategy: .iso8601)) else { return nil }
        return Date(timeIntervalSince1970: (date.timeIntervalSince1970 * 1000).rounded() / 1000)
    }

    private static let style = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
}

/// An event's JSON could not be written or read. Says nothing of its content.
package enum EventCodingError: Error {
    case unencodable, undecodable

    package var code: String {
        switch self {
        case .unencodable: "event-unencodable"
        case .undecodable: "event-undecodable"
        }
    }
}
