import CaseModel
import Foundation
import Messaging
import ServiceRuntime

/// `amparo events republish`: has a service ship kept events once more. Consumers that have seen them drop them.
enum EventCommands {
    static let all = [republish]

    static let republish = Command(
        name: "events republish", parameters: "SERVICE (--event ID | --key ID | --from TIME --until TIME)",
        summary: "Ship kept events again, by id, by case or submission, or by the time they were written."
    ) { words, context in
        try words.allow("event", "key", "from", "until")
        let service = try ControlContext.service(try words.arguments(after: 2, 1...1)[0])
        let selection = try selection(words)
        let id = try await context.inSchema(of: service) { try await Republication.request(selection, in: &$0) }
        Terminal.print("Asked for as \(id.uuidString.lowercased()); the service's relay ships them when it runs.")
    }

    private static func selection(_ words: CommandLineWords) throws(UsageError) -> Republication.Selection {
        let said = ["event", "key", "from"].filter { words.option($0) != nil }
        if said == ["event"], let event = words.option("event").flatMap(UUID.init(uuidString:)) { return .event(event) }
        if said == ["key"], let key = words.option("key").flatMap(UUID.init(uuidString:)) { return .key(key) }
        guard said == ["from"], let from = words.option("from").flatMap(EventCoding.date(of:)),
            let until = words.option("until").flatMap(EventCoding.date(of:)), from < until
        else { throw UsageError("Say which: --event ID, --key ID, or --from and --until, as 2026-03-05T14:07:00Z.") }
        return .time(from..<until)
    }
}
