import CaseModel
import Foundation
import Postgres
import ServiceRuntime
import Vault

/// Fills a desk with invented submissions in six languages, sealed as they come from Intake, for the row `search`.
///
/// It does what it is told, a command a line: `fill FROM TO` stores the submissions of these numbers, `questions COUNT FROM TO`
/// prints forms that find at least one of them. Each is answered by a line of JSON.
@main
enum Main {
    static func main() async throws {
        let settings = try Settings.load()
        let lists = try CodeLists.bundled()
        let words = InventedWords(lists: lists)
        let files = KeyFiles(directory: try settings.path("AMPARO_KEYS"))
        let store = StoreSubmissions(
            words: words, lists: lists,
            sealing: SharedEncapsulation(to: try files.sealingPublicKey(of: .verification)))
        var configuration = try DatabaseConfiguration(settings: settings, role: "amparo_verification_system")
        configuration.statementTimeout = nil
        let database = Database(
            configuration, logger: Logger(service: "benchmark", minimum: .warning), metrics: Metrics())
        while let line = readLine() {
            let parts = line.split(separator: " ").map(String.init)
            let numbers = parts.dropFirst().compactMap(Int.init)
            if parts.first == "fill", numbers.count == 2 {
                try await store(numbers[0]..<numbers[1], in: database)
                print("{\"filled\":\(numbers[1] - numbers[0])}")
            } else if numbers.count == 3 {
                let questions = (0..<numbers[0]).map { words.question($0, among: numbers[1]..<numbers[2]) }
                print(String(decoding: try JSONEncoder().encode(questions), as: UTF8.self))
            }
            fflush(nil)
        }
        await database.close()
    }
}
