import Dispatch
import Foundation
import Synchronization

/// One encapsulation that serves the values of a short interval, so that in a flood sealing costs only symmetric work.
///
/// Each value is sealed under a key of its own, derived from the shared secret and the value's context, and carries the
/// encapsulation with it: it stands alone and `SealingKeyPair.open` opens it like any other. Who takes over the process
/// finds at most the secret of the interval that is running; it is wiped when the interval ends, also if nothing more
/// comes.
package final class SharedEncapsulation: Sendable {
    package let publicKey: SealingPublicKey
    private let lifetime: Duration
    private let limit: Int
    private let current = Mutex<Current?>(nil)

    private struct Current {
        let encapsulation: Encapsulation
        let generation: UInt64
        let born: ContinuousClock.Instant
        var uses = 0
    }

    private let generations = Atomic<UInt64>(0)

    /// A fresh encapsulation is made after `lifetime` or `limit` values, whichever comes first.
    package init(
        to publicKey: SealingPublicKey, lifetime: Duration = .milliseconds(50), limit: Int = 1024
    ) {
        self.publicKey = publicKey
        self.lifetime = lifetime
        self.limit = max(1, limit)
    }

    package func seal(_ plaintext: [UInt8], context: SealContext) throws(VaultError) -> [UInt8] {
        try encapsulation().seal(plaintext, context: context)
    }

    /// How many encapsulations were made so far.
    package var count: Int { Int(clamping: generations.load(ordering: .relaxed)) }

    private func encapsulation() throws(VaultError) -> Encapsulation {
        let now = ContinuousClock.now
        return try current.withLock { current throws(VaultError) in
            if var live = current, live.uses < limit, now - live.born < lifetime {
                live.uses += 1
                current = live
                return live.encapsulation
            }
            let encapsulation = try Encapsulation(to: publicKey)
            let generation = generations.add(1, ordering: .relaxed).newValue
            current = Current(encapsulation: encapsulation, generation: generation, born: now, uses: 1)
            forget(generation, after: lifetime)
            return encapsulation
        }
    }

    private func forget(_ generation: UInt64, after delay: Duration) {
        let milliseconds = Int((delay / .milliseconds(1)).rounded(.up))
        DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak self] in
            self?.current.withLock { if $0?.generation == generation { $0 = nil } }
        }
    }
}
