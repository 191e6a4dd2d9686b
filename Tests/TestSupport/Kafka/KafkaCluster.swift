import Foundation
package import Kafka

/// An Apache Kafka of a suite's own, which may be stopped, emptied and replaced. Takes some seconds to start; only where
/// `RealKafka.isAvailable`.
package final class KafkaCluster: Sendable {
    package let configuration: KafkaConfiguration
    private let command: String
    private let directory: String
    private let port: String

    package static func start() async throws -> KafkaCluster {
        guard let command = RealKafka.command else { throw TestBrokerFailure("no Kafka") }
        let directory = NSTemporaryDirectory() + "amparo-kafka-\(UUID().uuidString.lowercased().prefix(8))"
        let port = String(try RealKafka.freePort())
        try await RealKafka.clearUp(directory)
        let answer = try await RealKafka.shell(command, ["start", directory, "--port", port])
        let bootstrap = answer.trimmingCharacters(in: .whitespacesAndNewlines)
        return KafkaCluster(bootstrap: bootstrap, command: command, directory: directory, port: port)
    }

    private init(bootstrap: String, command: String, directory: String, port: String) {
        configuration = KafkaConfiguration(
            bootstrap: bootstrap, deliveryTimeout: .seconds(30), fetchWait: .milliseconds(100))
        self.command = command
        self.directory = directory
        self.port = port
    }

    /// Ends the broker without warning; what is on its disk stays.
    package func kill() async throws { try await run("kill", "1") }

    /// Starts it again on what its disk holds.
    package func revive() async throws { try await run("revive", "1") }

    /// Puts another cluster with nothing in it in this one's place.
    package func replace() async throws {
        try await run("kill", "1")
        try FileManager.default.removeItem(atPath: directory)
        try await run("start", "--port", port)
    }

    /// Stops it and deletes its data.
    package func end() async throws {
        try await run("kill", "1")
        try FileManager.default.removeItem(atPath: directory)
    }

    package func makeTopics(_ topics: [String: Int]) async throws {
        let specifications = topics.map { name, partitions in
            TopicSpecification(
                name: name, partitions: partitions, retention: .seconds(3_600), replication: 1, minimumInSync: 1)
        }
        let administrator = try TopicAdministrator(configuration, logger: .quiet)
        // A topic that was just deleted, or a cluster that has just come up, may refuse for a while.
        let isDone = try await eventually(within: .seconds(60)) {
            try await administrator.apply(TopicCatalogue(topics: specifications)).failed.isEmpty
        }
        guard isDone else { throw TestBrokerFailure("topics") }
    }

    package func deleteTopic(_ name: String) async throws {
        try await run("tool", "topics", "--delete", "--topic", name)
    }

    private func run(_ verb: String, _ arguments: String...) async throws {
        _ = try await RealKafka.shell(command, [verb, directory] + arguments)
    }
}
