package import Foundation

/// One statement. What is interpolated is bound as a binary parameter, never spliced into the text.
///
///     "UPDATE cases SET status = \(next) WHERE id = \(id) AND status = \(current)"
package struct SQL: ExpressibleByStringInterpolation, Sendable {
    /// The text around the parameters: one piece more than there are parameters.
    private var pieces: [String]
    private(set) var parameters: [Parameter]

    package init(stringLiteral text: String) {
        pieces = [text]
        parameters = []
    }

    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// For text that this module has composed of constants and checked identifiers.
    init(unchecked text: String) {
        pieces = [text]
        parameters = []
    }

    /// The text with `$1`, `$2`… where the parameters stand.
    package var text: String {
        guard pieces.count > 1 else { return pieces[0] }
        var text = pieces[0]
        for index in 1..<pieces.count {
            text += "$\(index)"
            text += pieces[index]
        }
        return text
    }

    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate(set) var sql: SQL

        package init(literalCapacity: Int, interpolationCount: Int) {
            sql = SQL(unchecked: "")
            sql.pieces.reserveCapacity(interpolationCount + 1)
            sql.parameters.reserveCapacity(interpolationCount)
        }

        package mutating func appendLiteral(_ literal: String) { sql.append(literal) }

        /// Binds a value.
        package mutating func appendInterpolation(_ value: some PostgresValue) { sql.append(Parameter(value)) }

        /// Binds a value, or NULL. By itself so that the compiler does not take it for the description of an optional.
        package mutating func appendInterpolation<Value: PostgresValue>(_ value: Value?) {
            sql.append(Parameter(value))
        }

        /// Inserts another statement's text and parameters.
        package mutating func appendInterpolation(_ fragment: SQL) { sql.append(fragment) }

        /// Inserts a quoted name.
        package mutating func appendInterpolation(identifier: Identifier) { sql.append(identifier.quoted) }

        /// Inserts a moment as a constant, for statements that take no parameters (the bounds of a partition).
        package mutating func appendInterpolation(literal date: Date) {
            let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            sql.append("'\(date.formatted(format))'")
        }

        /// Inserts a number as a constant, for statements that take no parameters.
        package mutating func appendInterpolation(literal number: Int) { sql.append(String(number)) }
    }

    private mutating func append(_ text: String) { pieces[pieces.count - 1] += text }

    private mutating func append(_ parameter: Parameter) {
        parameters.append(parameter)
        pieces.append("")
    }

    private mutating func append(_ fragment: SQL) {
        append(fragment.pieces[0])
        pieces.append(contentsOf: fragment.pieces.dropFirst())
        parameters.append(contentsOf: fragment.parameters)
    }
}

/// The name of a table, a column, a schema or a role: lower-case letters, digits and `_`, at most 63 bytes.
package struct Identifier: Sendable, Hashable {
    package let name: String

    package init(_ name: String) throws(PostgresError) {
        let isPlain = name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"): true
            default: false
            }
        }
        guard isPlain, (1...63).contains(name.utf8.count) else { throw PostgresError(.invalidIdentifier) }
        self.name = name
    }

    /// Cannot hold a quotation mark, so that nothing is to be escaped.
    var quoted: String { "\"\(name)\"" }
}
