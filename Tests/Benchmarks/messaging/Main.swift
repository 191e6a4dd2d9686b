import Foundation
import Kafka
import Messaging
import Postgres
import ServiceRuntime

/// The outbox relay and a consumer by themselves, to be measured by the rows `relay` and `consumer`.
///
/// It does what it is told, a command a line: `drain EVENTS`, `consume EVENTS GROUP`. Each is answered by a line of JSON.
@main
enum Main {
    static func main() async throws {
        let settings = try Settings.load()
        let topics = try TopicCatalogue.load(settings: settings)
        let kafka = try KafkaConfiguration(settings: settings)
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            guard words.count > 1, let events = Int(words[1]) else { continue }
            let seconds =
                switch words[0] {
                case "drain": try await Draining(settings: settings, kafka: kafka, topics: topics).run(events)
                default: try await Consuming(settings: settings, kafka: kafka, topics: topics).run(events, words[2])
                }
            print("{\"events\":\(events),\"seconds\":\(seconds)}")
            fflush(nil)
        }
    }

    /// Runs services around a body, and ends them with it.
    static func running<R: Sendable>(
        _ services: [any Service], _ body: @Sendable () async throws -> R
    ) async throws -> R {
        let lifetimes = services.map { _ in Lifetime() }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for (service, lifetime) in zip(services, lifetimes) {
                group.addTask { try await service.run(lifetime) }
                await lifetime.untilStarted()
            }
            defer { for lifetime in lifetimes { lifetime.stop() } }
            return try await body()
        }
    }

    static let logger = Logger(service: "benchmark", minimum: .warning)

    static func database(_ settings: Settings, role: String) throws -> Database {
        var configuration = try DatabaseConfiguration(settings: settings, role: role)
        configuration.statementTimeout = nil
        return Database(configuration, logger: logger, metrics: Metrics())
    }

    static func seconds(since begun: ContinuousClock.Instant) -> Double {
        begun.duration(to: .now) / .seconds(1)
    }
}
