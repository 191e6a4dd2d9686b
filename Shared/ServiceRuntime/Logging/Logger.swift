import Foundation
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

    /// Whether lines of this level are written: for what is too costly to put together in vain.
    package func writes(_ level: Level) -> Bool { level >= minimum }

    private func log(_ level: Level, _ message: StaticString, _ fields: [LogKey: LogValue]) {
        guard level >= minimum else { return }
        var line = "{\"time\":\"\(Date.now.formatted(Self.timeStyle))\""
        line +=
            ",\"level\":\"\(level.name)\",\"service\":\"\(service.jsonEscaped)\",\"message\":\"\(message.description.jsonEscaped)\""
        for (key, value) in fields.sorted(by: { $0.key.name < $1.key.name }) {
            line += ",\"\(key.name)\":\(value.json)"
        }
        sink(line + "}")
    }

    package static let standardError: @Sendable (String) -> Void = { line in
        standardErrorLock.withLock { _ in
            // A reader that has gone away must not end the process.
            try? FileHandle.standardError.write(contentsOf: Data((line + "\n").utf8))
        }
    }

    private static let timeStyle = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    private static let standardErrorLock = Mutex(())
}
