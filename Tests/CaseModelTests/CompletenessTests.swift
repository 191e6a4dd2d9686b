import CaseModel
import Testing

@Suite struct `What is still needed of a case` {
    private static let definition = EntityProtocol(
        code: "TEST", version: 1, title: ["en": "Test"], entities: [], adopted: "2026-01-01", review: "2027-01-01",
        tools: [], information: [.victim, .cooperation], steps: [])

    @Test(
        arguments: [
            (Set(CaseFact.allCases), nil, []),
            (
                Set(CaseFact.allCases).subtracting([.act, .unLink]), nil,
                [.init(.act, [.platform]), .init(.unLink, [.platform])]
            ),
            (
                Set(CaseFact.allCases).subtracting([.victim]), definition,
                [.init(.victim, [.entityProtocol, .specialProcedures])]
            ),
            (Set(CaseFact.allCases).subtracting([.date]), nil, [.init(.date, [.specialProcedures, .report])]),
            (
                Set(CaseFact.allCases).subtracting([.cooperation]), definition,
                [.init(.cooperation, [.entityProtocol, .report])]
            ),
        ] as [(Set<CaseFact>, EntityProtocol?, [CompletenessRule.Need])])
    func `is named with those who need it`(
        known: Set<CaseFact>, definition: EntityProtocol?, needs: [CompletenessRule.Need]
    ) {
        #expect(CompletenessRule.needs(known: known, definition) == needs)
    }

    @Test func `is everything that anybody needs where nothing is known`() {
        let needs = CompletenessRule.needs(known: [], nil)
        #expect(needs.map(\.fact) == CaseFact.allCases)
        #expect(needs.allSatisfy { !$0.readers.isEmpty && !$0.readers.contains(.entityProtocol) })
    }
}
