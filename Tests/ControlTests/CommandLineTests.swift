@testable import Control
import Testing

@Suite struct `What an operator types` {
    static let lines: [(typed: String, command: String?, words: [String], options: [String: [String]])] = [
        ("migrate", "migrate", ["migrate"], [:]),
        ("keys generate", "keys generate", ["keys", "generate"], [:]),
        ("keys", nil, ["keys"], [:]), ("", nil, [], [:]), ("generate keys", nil, ["generate", "keys"], [:]),
        ("staff add ana --name Ana", "staff add", ["staff", "add", "ana"], ["name": ["Ana"]]),
        ("staff --name Ana add ana", "staff add", ["staff", "add", "ana"], ["name": ["Ana"]]),
        ("staff add ana --name --roles A", "staff add", ["staff", "add", "ana"], ["name": [""], "roles": ["A"]]),
        ("staff add ana --name A --name B", "staff add", ["staff", "add", "ana"], ["name": ["A", "B"]]),
        (
            "dead-letters retry intake --all", "dead-letters retry", ["dead-letters", "retry", "intake"], ["all": [""]]
        ),
        (
            "dead-letters retry --all intake", "dead-letters retry", ["dead-letters", "retry", "intake"], ["all": [""]]
        ),
        ("--help", nil, [], ["help": [""]]),
    ]

    @Test(arguments: lines)
    func `is read as words and options`(
        typed: String, command: String?, words: [String], options: [String: [String]]
    ) throws {
        let line = try CommandLineWords(typed.split(separator: " ").map(String.init))
        #expect(line.words == words)
        #expect(line.options == options)
        #expect(Command.find(line)?.name == command)
    }

    @Test func `takes the last of what is said twice, and an empty value for none`() throws {
        let line = try CommandLineWords(["x", "--name", "A", "--name", "B", "--roles", "C,D", "--language"])
        #expect(line.option("name") == "B")
        #expect(line.list("roles") == ["C", "D"])
        #expect(line.option("language") == nil)
        #expect(line.flag("language"))
        #expect(throws: UsageError.self) { try line.required("language") }
        #expect(throws: UsageError.self) { try line.allow("name", "roles") }
        #expect(throws: Never.self) { try line.allow("name", "roles", "language") }
        #expect(throws: UsageError.self) { try line.arguments(after: 0, 0...0) }
        #expect(throws: UsageError.self) { try CommandLineWords(["--"]) }
    }

    @Test func `is explained, each command once`() {
        #expect(Set(Command.all.map(\.name)).count == Command.all.count)
        for command in Command.all {
            #expect(Command.usage.contains("amparo \(command.name)"))
            #expect(command.summary.hasSuffix("."))
        }
    }
}
