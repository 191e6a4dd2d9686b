import Foundation
import Testing
import Vault

@testable import Control

struct ShareEntryTests {
    let shares: [RecoveryShare]

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "amparo-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try KeyFiles.generate(directory: folder)
        shares = try RecoveryShares.split(KeyFiles(directory: folder), threshold: 2, total: 3)
    }

    @Test func `a share may be typed in three lines as printed, with its heading, or in one`() throws {
        for typed in [shares[0].printed, shares[0].code, shares[0].code.replacing("\n", with: " ").lowercased()] {
            var entry = ShareEntry()
            var taken: [RecoveryShare] = []
            for line in typed.split(separator: "\n") {
                if let share = try entry.take(String(line)) { taken.append(share) }
            }
            #expect(taken == [shares[0]])
            #expect(entry.isEmpty)
        }
    }

    @Test func `after a mistyped share the next line begins a new one`() throws {
        var entry = ShareEntry()
        let lines = shares[0].code.split(separator: "\n").map(String.init)
        #expect(try entry.take(lines[0]) == nil)
        #expect(try entry.take(lines[0]) == nil)
        #expect(throws: VaultError.shareMistyped) { try entry.take(lines[2]) }
        #expect(entry.isEmpty)
        #expect(try entry.take(shares[1].code.replacing("\n", with: "")) == shares[1])
    }

    @Test func `an empty line ends a share that is too short`() throws {
        var entry = ShareEntry()
        #expect(try entry.take("0123 4567") == nil)
        #expect(throws: VaultError.shareMistyped) { try entry.take("") }
        #expect(entry.isEmpty)
    }
}
