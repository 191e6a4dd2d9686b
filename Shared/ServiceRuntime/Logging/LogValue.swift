package import Foundation

/// A value that may stand in a log: a number, an identifier, a duration or a code.
package struct LogValue: Sendable {
    let json: String

    package static func count(_ value: Int) -> LogValue { LogValue(json: String(value)) }
    package static func count(_ value: Int64) -> LogValue { LogValue(json: String(value)) }
    package static func flag(_ value: Bool) -> LogValue { LogValue(json: String(value)) }
    package static func id(_ value: UUID) -> LogValue { LogValue(json: "\"\(value.uuidString.lowercased())\"") }
    package static func text(_ value: StaticString) -> LogValue {
        LogValue(json: "\"\(value.description.jsonEscaped)\"")
    }

    /// Milliseconds, rounded.
    package static func duration(_ value: Duration) -> LogValue {
        LogValue(json: String(Int((value / .milliseconds(1)).rounded())))
    }

    /// A code: ASCII letters, digits and `._-:/`, 64 characters at most. Anything else is printed as ‹redacted›.
    package static func code(_ value: String) -> LogValue {
        let allowed = value.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
            default: "._-:/".utf8.contains(byte)
            }
        }
        return LogValue(json: allowed && value.utf8.count <= 64 ? "\"\(value)\"" : "\"‹redacted›\"")
    }

    /// An error's code: what a `CodedError` says of itself, otherwise only the name of its type.
    package static func error(_ error: any Error) -> LogValue {
        .code((error as? any CodedError)?.code ?? String(describing: type(of: error)))
    }
}
