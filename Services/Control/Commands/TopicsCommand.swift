import Kafka
import ServiceRuntime

/// `amparo topics apply`: makes the topics of the catalogue that the broker lacks.
enum TopicsCommand {
    static let apply = Command(
        name: "topics apply", parameters: "[--replication N]",
        summary: "Create the topics of AMPARO_KAFKA_TOPICS that the broker lacks."
    ) { words, context in
        try words.allow("replication")
        let typed = words.option("replication")
        guard let limit = typed == nil ? .max : typed.flatMap({ Int($0) }), limit > 0 else {
            throw UsageError("The replication is a number of brokers.")
        }
        let administrator = try TopicAdministrator(
            try KafkaConfiguration(settings: context.settings), logger: context.logger)
        let outcome = try await administrator.apply(
            try TopicCatalogue.load(settings: context.settings), replicationLimit: limit)
        Terminal.print("\(outcome.created.count) topics created, \(outcome.present.count) were there.")
        guard outcome.differing.isEmpty, outcome.failed.isEmpty else {
            throw StartFailure(
                "A topic has another number of partitions than the catalogue, or could not be created.",
                code: "topics-differ")
        }
    }
}
