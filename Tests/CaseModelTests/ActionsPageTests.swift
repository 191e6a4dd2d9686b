import CaseModel
import Foundation
import Testing

@Suite struct `The page about the toolbox` {
    private static let page = Result {
        try String(contentsOfFile: FileManager.default.currentDirectoryPath + "/docs/actions.md", encoding: .utf8)
    }

    private static func cells(_ tool: ActionType) throws -> [String] {
        let row = try page.get().split(separator: "\n").first { $0.hasPrefix("| `\(tool.rawValue)` |") }
        return try #require(row, "\(tool)").split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
    }

    @Test func `its table says what the list does`() throws {
        let gates = try InventedCase.gates.get()
        for tool in ActionType.allCases {
            let gate = try #require(gates[tool])
            let cells = try Self.cells(tool)
            #expect(cells.count == 7, "\(tool)")
            let from =
                [String(gate.verification.rawValue.prefix(2))] + (gate.needsState ? ["State"] : [])
                + (gate.needsNexus ? ["link"] : [])
            #expect(cells[1] == from.joined(separator: ", "), "\(tool)")
            let groups = gate.consents.map { group in
                let purposes = group.map { "`\($0.rawValue.prefix { $0 != "_" })`" }.joined(separator: " or ")
                return group.count > 1 ? "(\(purposes))" : purposes
            }
            #expect(cells[2] == (groups.isEmpty ? "none" : groups.joined(separator: " and ")), "\(tool)")
            #expect(cells[3] == gate.maximumRiskNamed.rawValue && cells[4] == gate.maximumRiskAnonymous.rawValue)
            let roles = cells[5].matches(of: /`([A-Z_]+)`/).compactMap { Role(rawValue: String($0.1)) }
            #expect(Set(roles) == gate.authorizers, "\(tool)")
            #expect(cells[6] == "\(gate.approvals)", "\(tool)")
        }
    }
}
