import CaseModel
import Foundation
import ServiceRuntime
import Vault

/// `amparo keys …`: makes the services' keys, and has them shared out so that they cannot be lost.
enum KeysCommands {
    static let all = [generate, shares, confirm, restore]

    static let generate = Command(
        name: "keys generate", parameters: "", summary: "Make the services' keys in the directory AMPARO_KEYS."
    ) { words, context in
        try words.allow()
        let directory = try context.settings.path("AMPARO_KEYS")
        try KeyFiles.generate(directory: directory)
        guard try context.settings.flag("AMPARO_DEMONSTRATION", default: false) else {
            Terminal.print("Keys made. Next: amparo keys shares, and amparo keys confirm.")
            return
        }
        try RecoveryShares.confirmDemonstration(KeyFiles(directory: directory))
        Terminal.print("Keys made. This is a demonstration: it has confirmed its own recovery.")
    }

    static let shares = Command(
        name: "keys shares", parameters: "[--threshold 3] [--total 5]",
        summary: "Print the recovery shares, one for each person who will keep one. They are stored nowhere."
    ) { words, context in
        try words.allow("threshold", "total")
        guard let threshold = Int(words.option("threshold") ?? "3"), let total = Int(words.option("total") ?? "5"),
            (2...16).contains(threshold), (threshold...16).contains(total)
        else { throw UsageError("The threshold is 2 to 16, the total at least as much and 16 at most.") }
        let files = KeyFiles(directory: try context.settings.path("AMPARO_KEYS"))
        for share in try RecoveryShares.split(files, threshold: threshold, total: total) {
            Terminal.print("\n\(share.printed)")
        }
        Terminal.print("\nHand each share to another person. Then: amparo keys confirm, with \(threshold) of them.")
    }

    static let confirm = Command(
        name: "keys confirm", parameters: "",
        summary: "Type enough shares back, an empty line at the end; from then on Intake accepts submissions."
    ) { words, context in
        try words.allow()
        let files = KeyFiles(directory: try context.settings.path("AMPARO_KEYS"))
        try RecoveryShares.confirm(files, shares: try typedShares())
        Terminal.print("Recovery is confirmed. Intake accepts submissions.")
    }

    static let restore = Command(
        name: "keys restore", parameters: "BUNDLE",
        summary: "Bring lost keys back into the empty directory AMPARO_KEYS, from a kept bundle and enough shares."
    ) { words, context in
        try words.allow()
        let bundle = try words.arguments(after: 2, 1...1)[0]
        let files = KeyFiles(directory: try context.settings.path("AMPARO_KEYS"))
        try RecoveryShares.restore(bundle: URL(fileURLWithPath: bundle), shares: try typedShares(), to: files)
        Terminal.print("The keys are back.")
    }

    private static func typedShares() throws -> [RecoveryShare] {
        var shares: [RecoveryShare] = []
        var entry = ShareEntry()
        while let line = Terminal.ask(
            entry.isEmpty ? "Share \(shares.count + 1) (empty line to finish): " : "its next line: "),
            !(line.isEmpty && entry.isEmpty)
        {
            do throws(VaultError) {
                if let share = try entry.take(line) { shares.append(share) }
            } catch {
                Terminal.complain(
                    "That is not a share as it was printed. Look for a mistyped group, and type all of it again.")
            }
        }
        return shares
    }
}
