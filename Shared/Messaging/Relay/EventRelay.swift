package import CaseModel
package import Kafka
package import Postgres
package import ServiceRuntime
import Synchronization

/// Ships a service's outbox to Kafka. Every instance of the service runs one; the one that holds the lock works, the others
/// wait for its connection to be lost.
package final class EventRelay: Service {
    package let name = "relay"
    private let outbox: Outbox
    private let database: Database
    private let kafka: KafkaConfiguration
    private let tuning: RelayTuning
    private let logger: Logger
    private let metrics: Metrics
    private let wakeUps: (@Sendable () -> AsyncStream<Void>)?
    private let faults: RelayFaults
    private let status = Mutex(Status.starting)
    private let producer = Mutex<KafkaProducer?>(nil)

    private enum Status: Equatable {
        case starting, standby, leader
        case failing(String)
    }

    /// The channel on which instances of a service that do not lead wake the one that does.
    package static func channel(of source: ServiceName) -> String { "outbox_\(source.rawValue)" }

    /// - Parameter wakeUps: `listener.wakeUps(on: EventRelay.channel(of: source))`; without it, what another instance
    ///   appended is found by the slow look.
    package init(
        outbox: Outbox, database: Database, kafka: KafkaConfiguration, tuning: RelayTuning = RelayTuning(),
        logger: Logger, metrics: Metrics,
        wakeUps: (@Sendable () -> AsyncStream<Void>)? = nil, faults: RelayFaults = .none
    ) {
        self.outbox = outbox
        self.database = database
        self.kafka = kafka
        self.tuning = tuning
        self.logger = logger
        self.metrics = metrics
        self.wakeUps = wakeUps
        self.faults = faults
    }

    /// Nil where it leads or stands by, and a broker answers: who has nothing to ship would not notice that none does.
    package func healthCheck() -> Health.Check {
        { [self] in
            switch status.withLock({ $0 }) {
            case .starting: return "starting"
            case .failing(let code): return code
            case .standby, .leader: return await producer.withLock { $0 }?.healthCheck()()
            }
        }
    }

    package var isLeader: Bool { status.withLock { $0 == .leader } }

    package func run(_ lifetime: Lifetime) async throws {
        let figures = RelayFigures(metrics)
        let producer = try KafkaProducer(kafka, logger: logger, metrics: metrics)
        self.producer.withLock { $0 = producer }
        lifetime.started()
        let hearing = Task { [self] in
            guard let wakeUps else { return }
            // Who stands by hears the others too, and itself: were it to pass that on, it would never end.
            for await _ in wakeUps() where status.withLock({ $0 != .standby }) { outbox.wake.signal() }
        }
        defer { hearing.cancel() }
        var pause = tuning.retry
        while !lifetime.isStopping {
            do {
                let led = try await candidate(producer, figures, lifetime)
                pause = tuning.retry
                if !led { await standBy(figures, lifetime) }
            } catch {
                guard !lifetime.isStopping else { break }
                figures.lead(false)
                figures.failed(error)
                let code = (error as? any CodedError)?.code ?? "unknown"
                status.withLock { $0 = .failing(code) }
                logger.warning("The relay tries again", [.error: .error(error)])
                guard await lifetime.pause(pause) else { break }
                pause = min(pause * 2, .seconds(10))
            }
        }
        figures.lead(false)
        await producer.close()
    }

    /// Leads until told to stop, if nobody else does. Returns false where somebody does.
    private func candidate(
        _ producer: KafkaProducer, _ figures: RelayFigures, _ lifetime: Lifetime
    ) async throws -> Bool {
        let requests = ReshipRequests(source: outbox.source, wake: outbox.wake)
        return try await database.withConnection { connection in
            guard try await RelayQueries.tryToLead(&connection) else { return false }
            var work = RelayLeadership(
                outbox: outbox, producer: producer, requests: requests, tuning: tuning, logger: logger,
                figures: figures, faults: faults)
            try await work.begin(&connection)
            status.withLock { $0 = .leader }
            figures.lead(true)
            logger.info("This process ships the events of its service now")
            let listener = Task { [kafka, logger, metrics] in
                await requests.listen(kafka, logger: logger, metrics: metrics)
            }
            do {
                try await lead(&work, &connection, lifetime)
            } catch {
                listener.cancel()
                await listener.value
                throw error
            }
            listener.cancel()
            await listener.value
            return true
        }
    }

    private func lead(
        _ work: inout RelayLeadership, _ connection: inout Connection, _ lifetime: Lifetime
    ) async throws {
        var calledAt = ContinuousClock.now
        var pause = Duration.milliseconds(1)
        var retry = tuning.retry
        while !lifetime.isStopping {
            if outbox.wake.take() {
                calledAt = .now
                pause = .milliseconds(1)
            }
            do {
                let wasBusy = try await work.round(&connection)
                status.withLock { $0 = .leader }
                retry = tuning.retry
                if wasBusy {
                    pause = .milliseconds(1)
                    _ = await lifetime.pause(tuning.gathering)
                } else if calledAt.duration(to: .now) < tuning.vigil {
                    // The transaction that called is perhaps not committed yet.
                    await outbox.wake.wait(pause, lifetime)
                    pause = min(pause * 2, .milliseconds(50))
                } else {
                    await outbox.wake.wait(work.nextLook, lifetime)
                }
            } catch let error as KafkaError {
                // A broker that is away is no reason to give up the lead.
                work.failed(error)
                status.withLock { $0 = .failing(error.code) }
                guard await lifetime.pause(retry) else { return }
                retry = min(retry * 2, .seconds(10))
            }
        }
    }

    /// Until it is time to ask for the lead again: tells the leader of what is appended here, in one word for all that
    /// comes within a short time. One in each transaction would cost most of the commits.
    private func standBy(_ figures: RelayFigures, _ lifetime: Lifetime) async {
        status.withLock { $0 = .standby }
        let until = ContinuousClock.now + tuning.candidacy
        while ContinuousClock.now < until, !lifetime.isStopping {
            await outbox.wake.wait(ContinuousClock.now.duration(to: until), lifetime)
            guard outbox.wake.take(), wakeUps != nil else { continue }
            let channel = Self.channel(of: outbox.source)
            _ = try? await database.execute("SELECT pg_notify(\(channel), '')")
            figures.noticed()
            _ = await lifetime.pause(tuning.notice)
        }
    }
}
