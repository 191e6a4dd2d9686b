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
    private let faults: RelayFaults
    private let status = Mutex(Status.starting)

    private enum Status: Equatable {
        case starting, standby, leader
        case failing(String)
    }

    package init(
        outbox: Outbox, database: Database, kafka: KafkaConfiguration, tuning: RelayTuning = RelayTuning(),
        logger: Logger, metrics: Metrics, faults: RelayFaults = .none
    ) {
        self.outbox = outbox
        self.database = database
        self.kafka = kafka
        self.tuning = tuning
        self.logger = logger
        self.metrics = metrics
        self.faults = faults
    }

    /// Nil where it leads or stands by.
    package func healthCheck() -> Health.Check {
        { [self] in
            switch status.withLock({ $0 }) {
            case .starting: "starting"
            case .standby, .leader: nil
            case .failing(let code): code
            }
        }
    }

    package var isLeader: Bool { status.withLock { $0 == .leader } }

    package func run(_ lifetime: Lifetime) async throws {
        let figures = RelayFigures(metrics)
        let producer = try KafkaProducer(kafka, logger: logger, metrics: metrics)
        lifetime.started()
        var pause = tuning.retry
        while !lifetime.isStopping {
            do {
                let led = try await candidate(producer, figures, lifetime)
                pause = tuning.retry
                if !led { await standBy(lifetime) }
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

    private func standBy(_ lifetime: Lifetime) async {
        status.withLock { $0 = .standby }
        _ = await lifetime.pause(tuning.candidacy)
    }
}
