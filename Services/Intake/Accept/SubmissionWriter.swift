import CaseModel
import Messaging
import Postgres
import ServiceRuntime
import Synchronization

/// Writes concurrent submissions in few transactions (group commit): while one is being committed, those that arrive
/// meanwhile wait, and go into the next one together.
///
/// Several transactions are under way at a time: PostgreSQL lets those that wait for the disk share one sync, so that they
/// cost little more than one would, and who has just missed a transaction waits less.
///
/// `write` returns only after the commit. The queue is bounded: past `capacity` a submission is refused at once, so that
/// whoever is let in is answered soon.
final class SubmissionWriter: Service {
    let name = "submission-writer"

    private struct Waiting {
        let submission: SealedSubmission
        let answer: CheckedContinuation<Void, any Error>
    }

    private struct Queue {
        var waiting: [Waiting] = []
        var idle: [CheckedContinuation<[Waiting], Never>] = []
        var isClosed = false
    }

    private let queue = Mutex(Queue())
    private let database: Database
    private let outbox: Outbox
    private let writers: Int
    private let batchSize: Int
    private let capacity: Int

    init(database: Database, outbox: Outbox, writers: Int = 6, batchSize: Int = 256, capacity: Int = 2048) {
        self.database = database
        self.outbox = outbox
        self.writers = writers
        self.batchSize = batchSize
        self.capacity = capacity
    }

    func run(_ lifetime: Lifetime) async throws {
        await withTaskGroup { group in
            for _ in 0..<writers { group.addTask { await self.writeBatches() } }
            lifetime.started()
            await lifetime.untilStopping()
            self.close()
        }
    }

    /// Stores one submission and its event. Returns when both are committed.
    func write(_ submission: SealedSubmission) async throws {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(Waiting(submission: submission, answer: continuation))
        }
    }

    private func enqueue(_ one: Waiting) {
        enum Step {
            case refuse
            case hand(CheckedContinuation<[Waiting], Never>)
            case wait
        }
        let step = queue.withLock { queue -> Step in
            guard !queue.isClosed, queue.waiting.count < capacity else { return .refuse }
            if let writer = queue.idle.popLast() { return .hand(writer) }
            queue.waiting.append(one)
            return .wait
        }
        switch step {
        case .refuse: one.answer.resume(throwing: IntakeFailure.busy)
        case .hand(let writer): writer.resume(returning: [one])
        case .wait: break
        }
    }

    private func writeBatches() async {
        while true {
            let batch = await nextBatch()
            guard !batch.isEmpty else { return }
            await write(batch)
        }
    }

    /// The next submissions to write together; empty when the writer is closed and everything is written.
    private func nextBatch() async -> [Waiting] {
        await withCheckedContinuation { continuation in
            let batch = queue.withLock { queue -> [Waiting]? in
                if !queue.waiting.isEmpty {
                    let batch = Array(queue.waiting.prefix(batchSize))
                    queue.waiting.removeFirst(batch.count)
                    return batch
                }
                if queue.isClosed { return [] }
                queue.idle.append(continuation)
                return nil
            }
            if let batch { continuation.resume(returning: batch) }
        }
    }

    private func write(_ batch: [Waiting]) async {
        do {
            try await store(batch.map(\.submission))
            for one in batch { one.answer.resume() }
        } catch {
            // One row that cannot be stored must not take its neighbours with it. Where it is not a row's fault, trying each
            // by itself would only keep them all waiting longer.
            guard batch.count > 1, (error as? PostgresError)?.isRowsFault == true else {
                for one in batch { one.answer.resume(throwing: error) }
                return
            }
            for one in batch { await write([one]) }
        }
    }

    private func store(_ submissions: [SealedSubmission]) async throws {
        try await database.pipeline([
            SubmissionQueries.insert(submissions), try outbox.statement(submissions.map(\.entry)),
        ])
    }

    private func close() {
        let idle = queue.withLock { queue in
            queue.isClosed = true
            defer { queue.idle = [] }
            return queue.idle
        }
        for writer in idle { writer.resume(returning: []) }
    }
}

extension PostgresError {
    /// A value that does not fit, or a constraint that is not met (SQLSTATE classes 22 and 23).
    fileprivate var isRowsFault: Bool {
        kind == .unencodable || sqlState.map { $0.hasPrefix("22") || $0.hasPrefix("23") } ?? false
    }
}
