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
    package init(
        service: ServiceName, signing: SigningKey, everyone: PublicKeys, settings: Settings
    ) throws {
        self.service = service
        kafka = try KafkaConfiguration(settings: settings)
        let catalogue = try TopicCatalogue.load(settings: settings)
        let counts = catalogue.topics.map { ($0.name, Int($0.partitions)) }
        outbox = Outbox(
            source: service, partitions: PartitionMap(Dictionary(counts) { first, _ in first }), signer: signing)
        var keys: [String: VerificationKey] = [:]
        for other in ServiceName.allCases { keys[other.rawValue] = try everyone.verification(of: other) }
        trusted = TrustedSigners(keys)
        relayTuning = RelayTuning()
    }

    package func relay(database: Database, logger: Logger, metrics: Metrics) -> EventRelay {
        EventRelay(
            outbox: outbox, database: database, kafka: kafka, tuning: relayTuning, logger: logger, metrics: metrics)
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
