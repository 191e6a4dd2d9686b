import Foundation
package import ServiceRuntime

extension TopicCatalogue {
    /// Reads the file that `AMPARO_KAFKA_TOPICS` names.
    package static func load(settings: Settings) throws -> TopicCatalogue {
        guard let text = try? String(contentsOf: try settings.path("AMPARO_KAFKA_TOPICS"), encoding: .utf8) else {
            throw SettingsError(key: "AMPARO_KAFKA_TOPICS", problem: .unreadableFile)
        }
        return try parse(text)
    }
}
