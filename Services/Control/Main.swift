import Foundation
import ServiceRuntime

@main
enum Main {
    static func main() async {
        do {
            let words = try CommandLineWords(Array(ProcessInfo.processInfo.arguments.dropFirst()))
            guard let command = Command.find(words) else { throw UsageError("There is no such command.") }
            let settings = try Settings.load()
            let logger = try Logger(service: "control", settings: settings)
            try await command.run(words, ControlContext(settings: settings, logger: logger))
        } catch let error as UsageError {
            Terminal.complain("amparo: \(error.sentence)\n\n\(Command.usage)")
            exit(2)
        } catch {
            Terminal.complain("amparo: \(ServiceMain.line(for: error))")
            exit(1)
        }
    }
}
