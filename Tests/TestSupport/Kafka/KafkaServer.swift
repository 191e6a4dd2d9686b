import Foundation
package import Kafka
package import ServiceRuntime

/// A broker that a test runs against: the same tests, both kinds.
package enum KafkaServer: Sendable, CustomStringConvertible {
    case mock
    case real

    /// The in-process cluster, and Apache Kafka where it is at hand.
    package static let available: [KafkaServer] = RealKafka.isAvailable ? [.mock, .real] : [.mock]

    package var description: String { self == .mock ? "in-process cluster" : "Apache Kafka" }

    package func configuration() async throws -> KafkaConfiguration {
        switch self {
        case .mock: try Self.shared.get().configuration
        case .real: try await RealKafka.configuration()
        }
    }

    /// Makes a topic with a name of its own and returns it.
    package func makeTopic(partitions: Int) async throws -> String {
        let name = "test-\(UUID().uuidString.lowercased())"
        switch self {
        case .mock:
            try Self.shared.get().createTopic(name, partitions: partitions)
        case .real:
            let topic = TopicSpecification(
                name: name, partitions: partitions, retention: .seconds(3_600), replication: 1, minimumInSync: 1)
            let administrator = try TopicAdministrator(try await configuration(), logger: .quiet)
            let outcome = try await administrator.apply(TopicCatalogue(topics: [topic]))
            guard outcome.created + outcome.present == [name] else { throw TestBrokerFailure("topic") }
        }
        return name
    }

    private static let shared = Result { try TestBroker() }
}

extension Logger {
    /// Says nothing.
    package static let quiet = Logger(service: "test") { _ in }
}
