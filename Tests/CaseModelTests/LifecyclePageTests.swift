import CaseModel
import Foundation
import Testing

@Suite struct `The page about the life of a case` {
    @Test func `its table says what the code does`() throws {
        let page = try String(
            contentsOfFile: FileManager.default.currentDirectoryPath + "/docs/case-lifecycle.md", encoding: .utf8)
        let everywhere: Set<CaseStatus> = [.actioned, .closedOutOfScope, .closedDuplicate, .closedConsentWithdrawn]
        for status in CaseStatus.allCases where !status.isTerminal {
            let row = try #require(
                page.split(separator: "\n").first { $0.hasPrefix("| `\(status.rawValue)` |") }, "\(status)")
            let named = row.matches(of: /`([A-Z_]+)`/).dropFirst().compactMap { CaseStatus(rawValue: String($0.1)) }
            #expect(Set(named) == status.successors.subtracting(everywhere), "\(status)")
        }
    }
}
