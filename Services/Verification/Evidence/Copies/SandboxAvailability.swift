import Foundation
import Sandbox

/// Whether working copies can be made here, asked anew once in a while.
actor SandboxAvailability {
    private let sandbox: Sandbox
    private var known: (isAvailable: Bool, until: ContinuousClock.Instant)?

    init(sandbox: Sandbox) {
        self.sandbox = sandbox
    }

    func isAvailable() async -> Bool {
        if let known, known.until > .now { return known.isAvailable }
        let isAvailable = await sandbox.isAvailable()
        known = (isAvailable, .now + .seconds(isAvailable ? 600 : 30))
        return isAvailable
    }
}
