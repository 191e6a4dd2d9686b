import CaseModel
import Foundation
import Messaging
import ServiceRuntime

/// `amparo dead-letters …`: events that a service could not make take effect.
enum DeadLetterCommands {
    static let all = [list, retry, drop]

    static let list = Command(
        name: "dead-letters list", parameters: "SERVICE",
        summary: "List events that a service could not handle, with the reason as a code."
    ) { words, context in
        try words.allow()
        let service = try ControlContext.service(try words.arguments(after: 2, 1...1)[0])
        let letters = try await context.inSchema(of: service) { try await DeadLetters.list(in: &$0) }
        for letter in letters {
            let fields = [
                letter.id.uuidString.lowercased(), letter.state, letter.reason, letter.type ?? "-", letter.topic,
                "\(letter.partition)", letter.sequence.map { "\($0)" } ?? "-", EventCoding.text(of: letter.parkedAt),
            ]
            Terminal.print(fields.joined(separator: "\t"))
        }
    }

    static let retry = Command(
        name: "dead-letters retry", parameters: "SERVICE (ID | --all)", summary: "Have a dead letter handled again."
    ) { words, context in
        try words.allow("all")
        let typed = try words.arguments(after: 2, 1...2)
        let service = try ControlContext.service(typed[0])
        guard words.flag("all") != (typed.count == 2) else { throw UsageError("Say which: an id, or --all.") }
        let id = try typed.count == 2 ? identifier(typed[1]) : nil
        let count = try await context.inSchema(of: service) { try await DeadLetters.retry(id, in: &$0) }
        Terminal.print("\(count) will be handled again.")
    }

    static let drop = Command(
        name: "dead-letters drop", parameters: "SERVICE ID", summary: "Give a dead letter up for good."
    ) { words, context in
        try words.allow()
        let typed = try words.arguments(after: 2, 2...2)
        let id = try identifier(typed[1])
        let dropped = try await context.inSchema(of: try ControlContext.service(typed[0])) {
            try await DeadLetters.drop(id, in: &$0)
        }
        guard dropped else { throw StartFailure("There is no such dead letter.", code: "no-such-dead-letter") }
        Terminal.print("Dropped.")
    }

    private static func identifier(_ text: String) throws(UsageError) -> UUID {
        guard let id = UUID(uuidString: text) else { throw UsageError("That is not an id.") }
        return id
    }
}
