import Foundation

/// A thread that runs one actor's jobs, so that libpq may block it.
final class ConnectionThread: SerialExecutor, @unchecked Sendable {  // its state changes under `condition`
    private let condition = NSCondition()
    private var waiting: [UnownedJob] = []
    private var isStopped = false

    init() {
        let thread = Thread { [self] in work() }
        thread.name = "postgres"
        thread.stackSize = 1 << 20
        thread.start()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        condition.lock()
        waiting.append(job)
        condition.signal()
        condition.unlock()
    }

    /// Lets the thread end when it has run what is enqueued.
    func stop() {
        condition.lock()
        isStopped = true
        condition.signal()
        condition.unlock()
    }

    private func work() {
        while let jobs = next() {
            for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
        }
    }

    private func next() -> [UnownedJob]? {
        condition.lock()
        defer { condition.unlock() }
        while waiting.isEmpty {
            if isStopped { return nil }
            condition.wait()
        }
        defer { waiting = [] }
        return waiting
    }
}
