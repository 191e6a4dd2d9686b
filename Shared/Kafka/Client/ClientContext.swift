import CRDKafka
import ServiceRuntime
import Synchronization

/// What librdkafka's callbacks of one client may reach: its opaque pointer leads here.
///
/// Unchecked because it has a subclass: both hold nothing but constants of sendable types.
class ClientContext: @unchecked Sendable {
    let log: LibraryLog
    let hasFailed = Atomic(false)

    init(logger: Logger) {
        log = LibraryLog(logger: logger)
    }

    /// Whether the library survives that its client is destroyed now.
    var mayBeDestroyed: Bool { true }

    static func of(_ opaque: UnsafeMutableRawPointer?) -> ClientContext? {
        opaque.map { Unmanaged<ClientContext>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// Tells our log what librdkafka logs: its facility, a constant word, and never its text, which may hold addresses and
/// data. A facility is told once in ten seconds.
final class LibraryLog: Sendable {
    private let logger: Logger
    private let told = Mutex<[String: ContinuousClock.Instant]>([:])

    init(logger: Logger) {
        self.logger = logger
    }

    func library(level: Int32, facility: String) {
        guard isDue(facility) else { return }
        if level <= 3 {
            logger.error("Kafka client", [.facility: .code(facility)])
        } else {
            logger.warning("Kafka client", [.facility: .code(facility)])
        }
    }

    func error(_ error: KafkaError) {
        guard isDue(error.code) else { return }
        logger.warning("Kafka client error", [.error: .error(error)])
    }

    private func isDue(_ word: String) -> Bool {
        told.withLock { told in
            let now = ContinuousClock.now
            if let last = told[word], last.duration(to: now) < .seconds(10) { return false }
            told[word] = now
            return true
        }
    }
}

extension LogKey {
    static let facility = LogKey("facility")
}
