import ServiceRuntime
import Synchronization
import Vault

/// Whether the recovery shares are confirmed. Asked of the file until they are; from then on they stay so.
final class RecoveryGate: Sendable {
    private let confirmed = Mutex(false)
    private let settings: Settings

    init(settings: Settings) {
        self.settings = settings
    }

    var isConfirmed: Bool {
        confirmed.withLock { confirmed in
            if !confirmed { confirmed = (try? RecoveryShares.isConfirmed(settings: settings)) ?? false }
            return confirmed
        }
    }
}
