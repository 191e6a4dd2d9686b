/// One thing that an operator can do.
struct Command: Sendable {
    /// The words it begins with: `dead-letters list`.
    let name: String
    /// What follows, for the usage.
    let parameters: String
    let summary: String
    let run: @Sendable (CommandLineWords, ControlContext) async throws -> Void

    static let all: [Command] =
        [MigrateCommand.migrate] + KeysCommands.all + [TopicsCommand.apply] + StaffCommands.all
        + FocalPointCommands.all + PartnerCommands.all + EventCommands.all + DeadLetterCommands.all + [
            AuditCommand.verify, DemoCommand.demo, ProtocolCommands.check,
        ]

    /// The command whose words were typed.
    static func find(_ words: CommandLineWords) -> Command? {
        all.first { command in
            let name = command.name.split(separator: " ").map(String.init)
            return Array(words.words.prefix(name.count)) == name
        }
    }

    /// How many words the name has.
    var length: Int { name.split(separator: " ").count }

    static var usage: String {
        let lines = all.map { command in
            "  amparo \(command.name)\(command.parameters.isEmpty ? "" : " " + command.parameters)\n      \(command.summary)"
        }
        return "Usage:\n" + lines.joined(separator: "\n")
    }
}
