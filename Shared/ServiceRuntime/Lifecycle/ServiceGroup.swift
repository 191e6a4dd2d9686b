import Foundation
import Synchronization

/// Runs services in dependency order and stops them in the reverse order.
///
/// Each starts when the one before it serves. When the process is asked to stop (SIGTERM, SIGINT), or when one of them
/// ends by itself, the last is stopped first, and each is given `grace` before it is cancelled, and `grace` again before it
/// is left behind: a part that hangs must not keep the process from ending.
package struct ServiceGroup: Sendable {
    private let services: [any Service]
    private let logger: Logger
    private let grace: Duration

    package init(_ services: [any Service], logger: Logger, grace: Duration = .seconds(20)) {
        self.services = services
        self.logger = logger
        self.grace = grace
    }

    /// Runs until `stopping` opens or a service ends. Throws what the first failing service threw.
    package func run(until stopping: Gate) async throws {
        let failure = Mutex<(any Error)?>(nil)
        var running: [Running] = []
        for service in services where !stopping.isOpen {
            let one = Running(service: service, lifetime: Lifetime())
            running.append(one)
            one.begin(endedEarly: { error in
                failure.withLock { first in if first == nil { first = error } }
                logger.error(
                    "A part of this service ended by itself", [.part: .code(service.name), .error: .error(error)])
                stopping.open()
            })
            await one.untilStarted(orStopping: stopping)
        }
        if !stopping.isOpen { logger.info("Serving") }
        await stopping.wait()
        logger.info("Stopping")
        await stop(running)
        if let error = failure.withLock({ $0 }) { throw error }
    }
}

extension ServiceGroup {
    /// In a task of its own: where the caller's is cancelled, the parts are still stopped in order, with their grace.
    private func stop(_ running: [Running]) async {
        await Task {
            for one in running.reversed() where await !one.stop(grace: grace) {
                logger.error("A part of this service did not stop", [.part: .code(one.service.name)])
            }
            logger.info("Stopped")
        }.value
    }
}

/// A service returned although nobody had asked it to stop.
package struct ServiceEndedEarly: CodedError {
    package let service: String
    package var code: String { "service-ended-early" }
}

private final class Running: Sendable {
    let service: any Service
    let lifetime: Lifetime
    private let task = Mutex<Task<Void, Never>?>(nil)
    private let ended = Gate()

    init(service: any Service, lifetime: Lifetime) {
        self.service = service
        self.lifetime = lifetime
    }

    func begin(endedEarly: @escaping @Sendable (any Error) -> Void) {
        let task = Task { [service, lifetime, ended] in
            defer { ended.open() }
            do {
                try await service.run(lifetime)
                if !lifetime.isStopping { endedEarly(ServiceEndedEarly(service: service.name)) }
            } catch {
                if !lifetime.isStopping { endedEarly(error) }
            }
        }
        self.task.withLock { $0 = task }
    }

    func untilStarted(orStopping stopping: Gate) async {
        await withTaskGroup { group in
            group.addTask { await self.lifetime.untilStarted() }
            group.addTask { await stopping.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    /// Returns false where it goes on running in spite of all.
    func stop(grace: Duration) async -> Bool {
        lifetime.stop()
        if await hasEnded(within: grace) { return true }
        task.withLock { $0 }?.cancel()
        return await hasEnded(within: grace)
    }

    private func hasEnded(within duration: Duration) async -> Bool {
        await withTaskGroup { group in
            group.addTask { await self.ended.wait() }
            group.addTask { try? await Task.sleep(for: duration) }
            await group.next()
            group.cancelAll()
        }
        return ended.isOpen
    }
}
