import CProcess
import Dispatch
import Foundation
import Synchronization

/// What every executable does first: settings, a logger, its parts, and a clean end.
///
/// Memory holds narratives and keys, so none of it may land on disk: core files are switched off here. The backtracer of
/// the Swift runtime is read from the environment before any code runs, so whoever starts a service sets
/// `SWIFT_BACKTRACE=enable=no`.
package enum ServiceMain {
    /// Builds the parts with `build`, runs them until SIGTERM or SIGINT, and ends the process.
    ///
    /// A setting that is missing or a part that cannot start ends it with one clear line on standard error and exit code 1.
    /// A signal that comes while parts are still being built ends it at once.
    package static func run(
        _ service: String,
        _ build: (Settings, Logger) async throws -> [any Service]
    ) async {
        forbidCoreFiles()
        amparo_share_heaps()
        signal(SIGPIPE, SIG_IGN)
        do {
            let settings = try Settings.load()
            let logger = try Logger(service: service, settings: settings)
            let stopping = Gate()
            let isBuilding = Atomic(true)
            let signals = [SIGTERM, SIGINT].map { number in
                stopSource(number) {
                    if isBuilding.load(ordering: .acquiring) { exit(0) }
                    stopping.open()
                }
            }
            defer { for source in signals { source.cancel() } }
            let services = try await build(settings, logger)
            isBuilding.store(false, ordering: .releasing)
            try await ServiceGroup(services, logger: logger).run(until: stopping)
            exit(0)
        } catch {
            try? FileHandle.standardError.write(contentsOf: Data("\(service): \(line(for: error))\n".utf8))
            exit(1)
        }
    }

    /// One line for a person: what a `StartFailure` or `SettingsError` says, otherwise the error's code.
    package static func line(for error: any Error) -> String {
        switch error {
        case let error as SettingsError: error.description
        case let error as StartFailure: error.description
        case let error as any OperatorError: error.sentence
        case let error as any CodedError: "It could not go on (\(error.code))."
        default: "It could not go on (\(type(of: error)))."
        }
    }

    /// Sets the largest core file to nothing, for this process and those it starts.
    package static func forbidCoreFiles() {
        _ = amparo_forbid_core_files()
    }

    private static func stopSource(
        _ number: Int32,
        _ handler: @escaping @Sendable () -> Void
    ) -> any DispatchSourceSignal {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: handler)
        source.resume()
        return source
    }
}
