package import Foundation
import Synchronization

/// Structured logs, one JSON object a line.
///
/// A message is a `StaticString` and a value is a `LogValue`, so that text somebody typed cannot get into a log by
/// interpolation: what may be logged is decided by types, not by care.
package struct Logger: Sendable {
    package enum Level: Int, Sendable, Comparable, CaseIterable {
        case debug, info, warning, error

        package static func < (one: Level, other: Level) -> Bool { one.rawValue < other.rawValue }
        package var name: String { String(describing: self) }
    }

    private let service: String
    private let minimum: Level
    private let sink: @Sendable (String) -> Void

    /// A logger that hands each finished line (without its newline) to `sink`; to standard error where none is given.
    package init(
        service: String, minimum: Level = .info, sink: @escaping @Sendable (String) -> Void = Logger.standardError
    ) {
        self.service = service
        self.minimum = minimum
        self.sink = sink
    }

    /// Reads the least level to log from `AMPARO_LOG_LEVEL` (debug, info, warning, error).
    package init(service: String, settings: Settings) throws(SettingsError) {
        let name = settings.string("AMPARO_LOG_LEVEL", default: "info")
        guard let level = Level.allCases.first(where: { $0.name == name }) else {
            throw SettingsError(key: "AMPARO_LOG_LEVEL", problem: .invalid)
        }
        self.init(service: service, minimum: level)
    }

    package func debug(_ message: StaticString, _ fields: [LogKey: LogValue] = [:]) { log(.debug, message, fields) }
    package func info(_ message: StaticString, _ fields: [LogKey: LogValue] = [:]) { log(.info, message, fields) }
    package func warning(_ message: StaticString, _ fields: [LogKey: LogValue] = [:]) { log(.warning, message, fields) }
    package func error(_ message: StaticString, _ fields: [LogKey: LogValue] = [:]) { log(.error, message, fields) }

    private func log(_ level: Level, _ message: StaticString, _ fields: [LogKey: LogValue]) {
        guard level >= minimum else { return }
        var line = "{\"time\":\"\(Date.now.formatted(.iso8601.time(includingFractionalSeconds: true)))\""
        line +=
            ",\"level\":\"\(level.name)\",\"service\":\"\(service)\",\"message\":\"\(message.description.jsonEscaped)\""
        for (key, value) in fields.sorted(by: { $0.key.name < $1.key.name }) {
            line += ",\"\(key.name)\":\(value.json)"
        }
        sink(line + "}")
    }

    package static let standardError: @Sendable (String) -> Void = { line in
        standardErrorLock.withLock { _ in FileHandle.standardError.write(Data((line + "\n").utf8)) }
    }

    private static let standardErrorLock = Mutex(())
}

/// A name that may stand in a log. Modules add theirs in an extension; the name is part of the program, never data.
package struct LogKey: Hashable, Sendable {
    package let name: String

    package init(_ name: StaticString) {
        self.name = name.description
    }

    package static let attempt = LogKey("attempt")
    package static let check = LogKey("check")
    package static let count = LogKey("count")
    package static let duration = LogKey("duration_ms")
    package static let error = LogKey("error")
    package static let event = LogKey("event_id")
    package static let key = LogKey("key")
    package static let partition = LogKey("partition")
    package static let part = LogKey("part")
    package static let port = LogKey("port")
    package static let reason = LogKey("reason")
    package static let sequence = LogKey("sequence")
    package static let status = LogKey("status")
    package static let topic = LogKey("topic")
    package static let type = LogKey("type")
}

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

/// An error that has a short code fit for a log: constant words, never a value that somebody typed.
package protocol CodedError: Error {
    var code: String { get }
}

extension String {
    var jsonEscaped: String {
        var escaped = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": escaped += "\\\""
            case "\\": escaped += "\\\\"
            case _ where scalar.value < 0x20: escaped += "\\u" + String(scalar.value + 0x10000, radix: 16).dropFirst()
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
