package import Audit
import CaseModel
package import Foundation
import Synchronization

/// Brings what happens at the gate into the audit chain. Whatever a known person does or is denied is written down, each
/// time. Of people whom nobody knows it writes so many a minute: they need no account to ask, each entry is kept for
/// years, and entries are written one after the other, so that a flood of them would keep staff from their work. How many
/// were left out is an entry too.
package final class AccessRecorder: Sendable {
    /// What may come at once, and how many more each second.
    package static let burst = 60
    package static let perSecond = 1.0

    private struct Budget {
        var left = Double(AccessRecorder.burst)
        var since: Date?
        var omitted = 0
    }

    private let budget = Mutex(Budget())
    private let now: @Sendable () -> Date
    private let append: @Sendable (AuditEntry) async throws -> Void

    package init(
        now: @escaping @Sendable () -> Date = { .now }, append: @escaping @Sendable (AuditEntry) async throws -> Void
    ) {
        self.now = now
        self.append = append
    }

    package func record(_ event: AccessEvent) async throws {
        guard event.staff == nil else { return try await append(AuditEntry(event)) }
        guard let omitted = admit() else { return }
        if omitted > 0 {
            try await append(
                AuditEntry(
                    actor: nil, action: AuditAction("access.left-out"), subject: nil, outcome: .denied,
                    reason: "count-\(omitted)"))
        }
        try await append(AuditEntry(event))
    }

    /// Nil where there is no room for one more; else how many were left out before it.
    private func admit() -> Int? {
        let now = now()
        return budget.withLock { budget in
            let passed = max(0, budget.since.map { now.timeIntervalSince($0) } ?? 0)
            budget.since = now
            budget.left = min(Double(Self.burst), budget.left + passed * Self.perSecond)
            guard budget.left >= 1 else {
                budget.omitted += 1
                return nil
            }
            budget.left -= 1
            defer { budget.omitted = 0 }
            return budget.omitted
        }
    }
}
