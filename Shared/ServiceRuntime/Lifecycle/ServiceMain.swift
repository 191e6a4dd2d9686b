import Dispatch
import Foundation

/// What every executable does first: settings, a logger, its parts, and a clean end.
package enum ServiceMain {
    /// Builds the parts with `build`, runs them until SIGTERM or SIGINT, and ends the process.
    ///
    /// A setting that is missing or a part that cannot start ends it with one clear line on standard error and exit code 1.
    package static func run(
        _ service: String,
        _ build: (Settings, Logger) async throws -> [any Service]
    ) async {
        do {
            let settings = try Settings.load()
            let logger = try Logger(service: service, settings: settings)
            let stopping = Gate()
            let signals = [SIGTERM, SIGINT].map { stopSource($0, opening: stopping) }
            defer { for source in signals { source.cancel() } }
            let services = try await build(settings, logger)
            try await ServiceGroup(services, logger: logger).run(until: stopping)
            exit(0)
        } catch {
            FileHandle.standardError.write(Data("\(service): \(line(for: error))\n".utf8))
            exit(1)
        }
    }

    /// One line for a person: what a `StartFailure` or `SettingsError` says, otherwise the error's code.
    package static func line(for error: any Error) -> String {
        switch error {
        case let error as SettingsError: error.description
        case let error as StartFailure: error.description
        case let error as any CodedError: "It could not go on (\(error.code))."
        default: "It could not go on (\(type(of: error)))."
        }
    }

    private static func stopSource(_ number: Int32, opening gate: Gate) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler { gate.open() }
        source.resume()
        return source
    }
}

/// Why a process cannot start, in a sentence for the person who runs it. Constant words only.
package struct StartFailure: CodedError, CustomStringConvertible {
    package let description: String
    package let code: String

    package init(_ sentence: StaticString, code: StaticString) {
        description = sentence.description
        self.code = code.description
    }
}
