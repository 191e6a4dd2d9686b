import Foundation
import Kafka
import ServiceRuntime

/// The file that `AMPARO_KAFKA_TOPICS` names.
enum TopicsFile {
    static func read(_ settings: Settings) throws -> TopicCatalogue {
        let path = settings.string("AMPARO_KAFKA_TOPICS", default: "deploy/kafka/topics")
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw SettingsError(key: "AMPARO_KAFKA_TOPICS", problem: .unreadableFile)
        }
        do {
            return try TopicCatalogue.parse(text)
        } catch {
            FileHandle.standardError.write(Data("\(error)\n".utf8))
            throw SettingsError(key: "AMPARO_KAFKA_TOPICS", problem: .invalid)
        }
    }
}
