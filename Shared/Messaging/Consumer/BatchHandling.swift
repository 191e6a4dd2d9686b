import Foundation
import Kafka
import Postgres

/// Carries out what a batch of arrivals comes to, in one transaction: places, inbox, effects, dead letters.
struct BatchHandling: Sendable {
    struct Outcome: Sendable {
        var places: [SequencePlace: BatchPlan.Place] = [:]
        var handled = 0
        var skipped = 0
        var unknownTypes = 0
        var parked: [String] = []
    }

    let consumer: String
    let reader: ArrivalReader
    let database: Database
    let outbox: Outbox
    let faults: ConsumerFaults

    /// - Parameter giveUp: where given, the arrivals that would be handled go to the dead letters for this reason.
    func run(_ arrivals: [Arrival], giveUp: (reason: String, attempts: Int)? = nil) async throws -> Outcome {
        try await database.transaction { tx in
            let places = try await ConsumerQueries.lockPlaces(
                Array(Set(arrivals.compactMap(\.place))), of: consumer, in: &tx)
            let plan = BatchPlan(arrivals, places: places)
            let fresh = try await enter(plan, arrivals, keepsInbox: giveUp == nil, in: &tx)
            var outcome = Outcome(
                places: plan.places, skipped: plan.skipped, unknownTypes: plan.unknownTypes)
            try await carryOut(plan, arrivals, fresh: fresh, giveUp, &outcome, in: &tx)
            try await faults.pass(.beforeCommit)
            return outcome
        }
    }

    /// Moves the places and enters the events into the inbox. Returns the ids that were not in it.
    private func enter(
        _ plan: BatchPlan, _ arrivals: [Arrival], keepsInbox: Bool, in tx: inout Transaction
    ) async throws -> Set<UUID> {
        var ids: [UUID] = []
        for case .handle(let index) in plan.steps { if let id = arrivals[index].envelope?.id { ids.append(id) } }
        var statements: [SQL] = []
        if !ids.isEmpty, keepsInbox { statements.append(ConsumerQueries.enterInbox(ids, of: consumer)) }
        let moved = plan.moved.compactMap { key in plan.places[key].map { (key, $0) } }
        if !moved.isEmpty { statements.append(ConsumerQueries.movePlaces(moved, of: consumer)) }
        let results = try await tx.pipeline(statements)
        guard !ids.isEmpty, keepsInbox else { return Set(ids) }
        guard results[0].count < ids.count else { return Set(ids) }
        return Set(try results[0].map { row in try row.get(0, as: UUID.self) })
    }

    private func carryOut(
        _ plan: BatchPlan, _ arrivals: [Arrival], fresh: Set<UUID>, _ giveUp: (reason: String, attempts: Int)?,
        _ outcome: inout Outcome, in tx: inout Transaction
    ) async throws {
        var fresh = fresh
        var run: (handler: Int, events: [any Sendable])?
        for step in plan.steps {
            switch step {
            case .handle(let index):
                let arrival = arrivals[index]
                guard case .event(let event, let handler) = arrival.content, let id = arrival.envelope?.id else {
                    continue
                }
                guard fresh.remove(id) != nil else {
                    outcome.skipped += 1
                    continue
                }
                if let giveUp {
                    try await park(arrival, giveUp.reason, giveUp.attempts, &outcome, in: &tx)
                    continue
                }
                if run?.handler != handler {
                    try await handle(run, in: &tx)
                    run = (handler, [])
                }
                run?.events.append(event)
                outcome.handled += 1
            case .park(let index, let reason):
                try await park(arrivals[index], reason.rawValue, 1, &outcome, in: &tx)
            }
        }
        try await handle(run, in: &tx)
    }

    private func handle(_ run: (handler: Int, events: [any Sendable])?, in tx: inout Transaction) async throws {
        guard let run else { return }
        try await reader.handlers[run.handler].handle(run.events, &tx)
    }

    private func park(
        _ arrival: Arrival, _ reason: String, _ attempts: Int, _ outcome: inout Outcome, in tx: inout Transaction
    ) async throws {
        try await DeadLetters.park(
            arrival.record, arrival.envelope, reason: reason, attempts: attempts, consumer: consumer, outbox: outbox,
            in: &tx)
        outcome.parked.append(reason)
    }

    /// Tries a dead letter again that an operator has named. Returns false where there is none.
    func retryDeadLetter() async throws -> Bool {
        do {
            return try await database.transaction { tx in
                guard let letter = try await DeadLetters.nextRetry(of: consumer, in: &tx) else { return false }
                let arrival = reader.read(letter.record, EventEnvelope(letter.record))
                switch arrival.content {
                case .refused(let reason): try await DeadLetters.parkAgain(letter.id, reason: reason.rawValue, in: &tx)
                case .unknownType, .head: try await DeadLetters.finish(letter.id, in: &tx)
                case .event(let event, let handler):
                    guard let id = arrival.envelope?.id else { return true }
                    let isNew = try await !tx.query(ConsumerQueries.enterInbox([id], of: consumer)).isEmpty
                    if isNew {
                        do {
                            try await tx.savepoint { tx in try await reader.handlers[handler].handle([event], &tx) }
                        } catch let error where !Self.isPassing(error) {
                            throw RetryFailed(letter: letter.id, reason: Self.reason(error))
                        }
                    }
                    try await DeadLetters.finish(letter.id, in: &tx)
                }
                return true
            }
        } catch let failed as RetryFailed {
            try await database.transaction { tx in
                try await DeadLetters.parkAgain(failed.letter, reason: failed.reason, in: &tx)
            }
            return true
        }
    }

    private struct RetryFailed: Error {
        let letter: UUID
        let reason: String
    }

    /// Whether the error is one of the database's that says nothing about the event.
    static func isPassing(_ error: any Error) -> Bool {
        if error is CancellationError { return true }
        guard let error = error as? PostgresError else { return false }
        return error.isRetriable || error.isConnectionLost || error.kind == .cancelled || error.kind == .poolClosed
    }
}
