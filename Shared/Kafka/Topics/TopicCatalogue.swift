import ServiceRuntime

/// One topic as `deploy/kafka/topics` describes it.
package struct TopicSpecification: Sendable, Equatable {
    package let name: String
    package let partitions: Int
    package let retention: Duration
    package let replication: Int
    package let minimumInSync: Int

    package init(name: String, partitions: Int, retention: Duration, replication: Int, minimumInSync: Int) {
        self.name = name
        self.partitions = partitions
        self.retention = retention
        self.replication = replication
        self.minimumInSync = minimumInSync
    }
}

/// The topics of a deployment, in the order of their file.
package struct TopicCatalogue: Sendable, Equatable {
    package let topics: [TopicSpecification]

    package init(topics: [TopicSpecification]) {
        self.topics = topics
    }

    /// Reads a table of five columns: topic, partitions, retention (`7d`, `12h`, `30m`, `forever`), replication,
    /// min.insync. `#` begins a comment.
    package static func parse(_ text: String) throws(TopicCatalogueError) -> TopicCatalogue {
        var topics: [TopicSpecification] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let words = line.prefix { $0 != "#" }.split(whereSeparator: \.isWhitespace)
            guard !words.isEmpty else { continue }
            let topic: TopicSpecification
            do throws(TopicCatalogueError.Problem) {
                topic = try specification(words)
                if topics.contains(where: { $0.name == topic.name }) { throw .repeatedTopic }
            } catch {
                throw TopicCatalogueError(line: index + 1, problem: error)
            }
            topics.append(topic)
        }
        guard !topics.isEmpty else { throw TopicCatalogueError(line: 1, problem: .noTopics) }
        return TopicCatalogue(topics: topics)
    }

    package subscript(_ name: String) -> TopicSpecification? { topics.first { $0.name == name } }

    private static func specification(
        _ words: [Substring]
    ) throws(TopicCatalogueError.Problem) -> TopicSpecification {
        guard words.count == 5 else { throw .columns }
        guard isTopicName(words[0]) else { throw .name }
        guard let partitions = Int(words[1]), (1...1_000).contains(partitions) else { throw .partitions }
        guard let retention = retention(words[2]) else { throw .retention }
        guard let replication = Int(words[3]), (1...16).contains(replication) else { throw .replication }
        guard let minimum = Int(words[4]), (1...replication).contains(minimum) else { throw .minimumInSync }
        return TopicSpecification(
            name: String(words[0]), partitions: partitions, retention: retention, replication: replication,
            minimumInSync: minimum)
    }

    /// Kafka's own rule: 249 characters at most, ASCII letters, digits, `._-`, not `.` or `..`.
    private static func isTopicName(_ word: Substring) -> Bool {
        guard (1...249).contains(word.utf8.count), word != ".", word != ".." else { return false }
        return word.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "._-".contains($0)) }
    }

    private static func retention(_ word: Substring) -> Duration? {
        if word == "forever" { return TopicSpecification.forever }
        guard let unit = word.last, let number = Int(word.dropLast()), (1...100_000).contains(number) else {
            return nil
        }
        return switch unit {
        case "d": .seconds(number * 86_400)
        case "h": .seconds(number * 3_600)
        case "m": .seconds(number * 60)
        default: nil
        }
    }
}

extension TopicSpecification {
    /// Nothing is ever dropped for its age.
    package static let forever = Duration.milliseconds(-1)
}

/// What is wrong with the topics file, and in which line.
package struct TopicCatalogueError: CodedError, Equatable, CustomStringConvertible {
    package enum Problem: String, Error, Sendable {
        case columns, name, partitions, retention, replication, minimumInSync, repeatedTopic, noTopics
    }

    package let line: Int
    package let problem: Problem

    package init(line: Int, problem: Problem) {
        self.line = line
        self.problem = problem
    }

    package var code: String { "topics-file-\(problem.rawValue)" }

    package var description: String {
        let what =
            switch problem {
            case .columns: "five columns are needed: topic, partitions, retention, replication, min.insync"
            case .name: "a topic's name has 249 ASCII letters, digits, dots, hyphens and underscores at most"
            case .partitions: "partitions must be a number from 1 to 1000"
            case .retention: "retention must be a number with d, h or m, or the word forever"
            case .replication: "replication must be a number from 1 to 16"
            case .minimumInSync: "min.insync must be a number from 1 to the replication"
            case .repeatedTopic: "this topic stands in an earlier line already"
            case .noTopics: "there is no topic in this file"
            }
        return "The topics file, line \(line): \(what)."
    }
}
