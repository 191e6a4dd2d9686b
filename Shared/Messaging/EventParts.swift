package import CaseModel
import Foundation
package import Kafka
package import Postgres
package import ServiceRuntime
package import Vault

/// What a service needs to tell and to hear of events, put together once: its outbox, the relay that ships it, and the
/// consumer that hears of the others'.
package struct EventParts: Sendable {
    package let outbox: Outbox
    package let kafka: KafkaConfiguration

    private let relayTuning: RelayTuning
    private let trusted: TrustedSigners
    private let service: ServiceName

    /// Reads where Kafka is, and the topics' catalogue from `AMPARO_KAFKA_TOPICS`.
    ///
    /// - Parameter keptDays: how long shipped events are kept; nil for ever, as what is said about cases must be.
    package init(
        service: ServiceName, signing: SigningKey, everyone: PublicKeys, settings: Settings, keptDays: Int? = nil
    ) throws {
        // The relay holds one for as long as it leads.
        _ = try settings.int("AMPARO_DATABASE_CONNECTIONS", default: 8, in: 2...1000)
        self.service = service
        kafka = try KafkaConfiguration(settings: settings)
        let catalogue = try TopicCatalogue.load(settings: settings)
        let counts = catalogue.topics.map { ($0.name, Int($0.partitions)) }
        outbox = Outbox(
            source: service, partitions: PartitionMap(Dictionary(counts) { first, _ in first }), signer: signing)
        var keys: [String: VerificationKey] = [:]
        for other in ServiceName.allCases { keys[other.rawValue] = try everyone.verification(of: other) }
        trusted = TrustedSigners(keys)
        var tuning = RelayTuning()
        tuning.keptDays = keptDays
        relayTuning = tuning
    }

    /// Where the instances of this service wake the one whose relay leads: one of the channels of the service's listener.
    package var channel: String { EventRelay.channel(of: service) }

    /// - Parameters:
    ///   - database: lends the relay one connection for as long as it leads.
    ///   - listener: hears `channel`, and is one of the service's services.
    package func relay(database: Database, listener: Listener, logger: Logger, metrics: Metrics) -> EventRelay {
        EventRelay(
            outbox: outbox, database: database, kafka: kafka, tuning: relayTuning, logger: logger, metrics: metrics,
            wakeUps: { [channel] in listener.wakeUps(on: channel) })
    }

    /// - Parameter database: As the role whose right it is to make the handlers' effects.
    package func consumer(
        topics: [Topic], handlers: [any EventHandler], database: Database, logger: Logger, metrics: Metrics
    ) -> EventConsumer {
        EventConsumer(
            group: service.rawValue, topics: topics.map(\.name), handlers: handlers, database: database, kafka: kafka,
            outbox: outbox, trusted: trusted, logger: logger, metrics: metrics)
    }
}
