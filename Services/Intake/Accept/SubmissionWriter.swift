import CaseModel
import Foundation
import Messaging
import Postgres
import ServiceRuntime
import Synchronization
import Web

/// Writes concurrent submissions in few transactions (group commit): while one is being committed, those that arrive
/// meanwhile wait, and go into the next one together, the most urgent first.
///
/// Several transactions are under way at a time: PostgreSQL lets those that wait for the disk share one sync, so that they
/// cost little more than one would, and who has just missed a transaction waits less.
///
/// `write` returns only after the commit. The queue is bounded, and nobody is kept longer than `patience`: whoever cannot be
/// written is told, with the difference between what is not stored and what nobody knows.
final class SubmissionWriter: Service {
    let name = "submission-writer"

    private typealias Batch = [WaitingSubmission]

    private struct State {
        var queue: SubmissionQueue
        var idle: [CheckedContinuation<Batch, Never>] = []
        var underWay: [Int: Batch] = [:]
        var lastBatch = 0
        var pace = CommitPace()
        var recent = RecentTickets()
        var isClosed = false
    }

    private let state: Mutex<State>
    private let database: Database
    private let outbox: Outbox
    private let writers: Int
    private let batchSize: Int
    private let patience: Duration

    init(
        database: Database, outbox: Outbox, writers: Int = 6, batchSize: Int = 256, capacity: Int = 2048,
        patience: Duration = .seconds(8)
    ) {
        self.database = database
        self.outbox = outbox
        self.writers = writers
        self.batchSize = batchSize
        self.patience = patience
        state = Mutex(State(queue: SubmissionQueue(capacity: capacity)))
    }

    func run(_ lifetime: Lifetime) async throws {
        let watch = Task { await self.watch() }
        await withTaskGroup { group in
            for _ in 0..<writers { group.addTask { await self.writeBatches() } }
            lifetime.started()
            await lifetime.untilStopping()
            self.close()
        }
        watch.cancel()
    }

    /// Stores one submission, its event and its ticket. Returns when they are committed, or when what was sent under the
    /// ticket before is.
    func write(_ submission: SealedSubmission) async throws -> Written {
        try await withCheckedThrowingContinuation { continuation in
            enter(WaitingSubmission(submission, answer: continuation))
        }
    }

    /// Whether something sent under this ticket is known to be stored. A false answer says nothing.
    func knows(_ ticket: FormTicket) -> Bool { state.withLock { $0.recent.contains(ticket.nonce) } }

    /// How long one that is not urgent would wait now for its commit.
    var expectedWait: Duration {
        state.withLock { $0.pace.expected(waiting: $0.queue.count, atOnce: batchSize * writers, now: .now) }
    }

    /// How many wait now.
    var waiting: Int { state.withLock { $0.queue.count } }

    // MARK: Waiting

    private func enter(_ one: WaitingSubmission) {
        enum Step {
            case hand(CheckedContinuation<Batch, Never>, Batch)
            case refuse(WaitingSubmission)
            case wait
        }
        let step = state.withLock { state -> Step in
            guard !state.isClosed else { return .refuse(one) }
            if let writer = state.idle.popLast() {
                return .hand(writer, [one])
            }
            switch state.queue.enter(one) {
            case .waits: return .wait
            case .displaces(let other): return .refuse(other)
            case .refused: return .refuse(one)
            }
        }
        switch step {
        case .refuse(let refused): refused.fail(IntakeFailure.busy)
        case .hand(let writer, let batch): writer.resume(returning: batch)
        case .wait: break
        }
    }

    /// The next submissions to write together; empty when the writer is closed and everything is written.
    private func nextBatch() async -> Batch {
        await withCheckedContinuation { continuation in
            let batch = state.withLock { state -> Batch? in
                let batch = state.queue.next(batchSize)
                if !batch.isEmpty || state.isClosed { return batch }
                state.idle.append(continuation)
                return nil
            }
            if let batch { continuation.resume(returning: batch) }
        }
    }

    private func close() {
        let idle = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        for writer in idle { writer.resume(returning: []) }
    }

    /// Answers those who have waited too long: a database that hangs must not leave anybody without an answer.
    private func watch() async {
        while (try? await Task.sleep(for: min(patience / 8, .milliseconds(250)))) != nil {
            let moment = ContinuousClock.now - patience
            let (waiting, underWay) = state.withLock { state in
                (state.queue.overdue(since: moment), state.underWay.values.flatMap { $0.filter { $0.since < moment } })
            }
            for one in waiting { one.fail(IntakeFailure.busy) }
            for one in underWay { one.fail(IntakeFailure.outcomeUnknown) }
        }
    }

    // MARK: Writing

    private func writeBatches() async {
        while true {
            let batch = await nextBatch()
            guard !batch.isEmpty else { return }
            let number = state.withLock { state in
                state.lastBatch += 1
                state.underWay[state.lastBatch] = batch
                state.pace.began(state.lastBatch, at: .now)
                return state.lastBatch
            }
            await write(batch)
            state.withLock { state in
                state.underWay[number] = nil
                state.pace.ended(number, at: .now)
            }
        }
    }

    private func write(_ batch: Batch) async {
        do {
            try await store(batch.map(\.submission))
            remember(batch)
            for one in batch { one.answer(.stored) }
        } catch let error as PostgresError where error.isUsedTicket {
            await writeUnused(batch)
        } catch {
            // One row that cannot be stored must not take its neighbours with it. Where it is not a row's fault, trying each
            // by itself would only keep them all waiting longer.
            guard batch.count > 1, (error as? PostgresError)?.isRowsFault == true else {
                let error = (error as? PostgresError)?.kind == .outcomeUnknown ? IntakeFailure.outcomeUnknown : error
                for one in batch { one.fail(error) }
                return
            }
            for one in batch { await write([one]) }
        }
    }

    /// Some of these were sent before, or stand here twice: those are told, and the others written. One that stands here
    /// twice is told only when the other is stored.
    private func writeUnused(_ batch: Batch) async {
        guard batch.count > 1 else {
            remember(batch)
            for one in batch { one.answer(.alreadySent) }
            return
        }
        let used: Set<UUID>
        do {
            let rows = try await database.query(
                SubmissionQueries.usedNonces(among: batch.compactMap(\.submission.ticket)))
            used = Set(try rows.map { row throws(PostgresError) in try row.get("nonce", as: UUID.self) })
        } catch {
            for one in batch { one.fail(error) }
            return
        }
        var first: Batch = []
        var second: Batch = []
        var seen: Set<UUID> = []
        for one in batch {
            guard let nonce = one.submission.ticket?.nonce else {
                first.append(one)
                continue
            }
            if used.contains(nonce) {
                remember([one])
                one.answer(.alreadySent)
            } else if seen.insert(nonce).inserted {
                first.append(one)
            } else {
                second.append(one)
            }
        }
        // Each time at least one is told or put behind another, so that this ends.
        if first.count == batch.count {
            for one in first { await write([one]) }
        } else {
            if !first.isEmpty { await write(first) }
            if !second.isEmpty { await write(second) }
        }
    }

    private func store(_ submissions: [SealedSubmission]) async throws {
        let tickets = submissions.compactMap(\.ticket)
        var rows = [SubmissionQueries.insert(submissions), try outbox.statement(submissions.map(\.entry))]
        if !tickets.isEmpty { rows.insert(SubmissionQueries.insert(tickets), at: 0) }
        let files = submissions.flatMap { one in one.event.evidenceIDs.map { ($0, one.event.submissionID.uuid) } }
        if !files.isEmpty { rows.append(Evidence.claim(files.map(\.0), for: files.map(\.1))) }
        try await database.pipeline(rows)
    }

    private func remember(_ batch: Batch) {
        let nonces = batch.compactMap(\.submission.ticket?.nonce)
        guard !nonces.isEmpty else { return }
        state.withLock { state in
            for nonce in nonces { state.recent.insert(nonce) }
        }
    }
}

extension PostgresError {
    fileprivate var isUsedTicket: Bool { isUniqueViolation && constraint == SubmissionQueries.usedTicket }

    /// A value that does not fit, or a constraint that is not met (SQLSTATE classes 22 and 23).
    fileprivate var isRowsFault: Bool {
        kind == .unencodable || sqlState.map { $0.hasPrefix("22") || $0.hasPrefix("23") } ?? false
    }
}
