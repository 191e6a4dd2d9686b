/// What was typed after `amparo`: words first, then `--name value` and `--flag`.
struct CommandLineWords: Sendable {
    private(set) var words: [String] = []
    private(set) var options: [String: [String]] = [:]

    init(_ arguments: [String]) throws(UsageError) {
        var rest = arguments[...]
        while let word = rest.popFirst() {
            guard word.hasPrefix("--") else {
                words.append(word)
                continue
            }
            let name = String(word.dropFirst(2))
            guard !name.isEmpty else { throw UsageError("An option needs a name.") }
            if !Self.flags.contains(name), let next = rest.first, !next.hasPrefix("--") {
                options[name, default: []].append(next)
                rest = rest.dropFirst()
            } else {
                options[name, default: []].append("")
            }
        }
    }

    /// Options that never have a value: a word behind one is a word.
    private static let flags: Set<String> = ["all"]

    /// The words behind the command's own, and nothing else may be there.
    func arguments(after command: Int, _ count: ClosedRange<Int>) throws(UsageError) -> [String] {
        let rest = Array(words.dropFirst(command))
        guard count.contains(rest.count) else { throw UsageError("The command takes another number of words.") }
        return rest
    }

    func option(_ name: String) -> String? { options[name]?.last.flatMap { $0.isEmpty ? nil : $0 } }

    func required(_ name: String) throws(UsageError) -> String {
        guard let value = option(name) else { throw UsageError("The option --\(name) is missing.") }
        return value
    }

    func list(_ name: String) -> [String] {
        (option(name) ?? "").split(separator: ",").map(String.init)
    }

    func flag(_ name: String) -> Bool { options[name] != nil }

    /// Throws for an option that the command does not know: a mistyped one must not be passed over.
    func allow(_ names: String...) throws(UsageError) {
        if let unknown = options.keys.sorted().first(where: { !names.contains($0) }) {
            throw UsageError("The option --\(unknown) is not known here.")
        }
    }
}

/// What was wrong with the words; shown with the usage, exit code 2.
struct UsageError: Error {
    let sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }
}
