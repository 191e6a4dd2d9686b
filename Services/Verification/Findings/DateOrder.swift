import CaseModel

/// How the days of a case's acts and of the cooperation lie to each other (DOMAIN.md C.4, VE-11), from the records of both.
struct DateOrder: Sendable, Equatable {
    /// The strongest thing that can be said of any act and any cooperation: one that came soon after outweighs others; that
    /// the act came first is said only where it did so for all of them.
    let finding: DateOrderRule.Finding
    /// Whether all cooperation is such that was only believed in.
    let isOnlyPerceived: Bool

    init(finding: DateOrderRule.Finding, isOnlyPerceived: Bool) {
        self.finding = finding
        self.isOnlyPerceived = isOnlyPerceived
    }

    init(_ acts: [Act], _ cooperation: [Cooperation]) {
        let findings = acts.flatMap { act in
            cooperation.map { DateSpan.order(act: act.date, cooperation: $0.date, tense: $0.tense) }
        }
        finding = Self.overall(findings)
        isOnlyPerceived = !cooperation.isEmpty && cooperation.allSatisfy { $0.tense == "PERCEIVED" }
    }

    private static func overall(_ findings: [DateOrderRule.Finding]) -> DateOrderRule.Finding {
        if findings.contains(.soonAfter) { return .soonAfter }
        if findings.contains(.after) { return .after }
        return !findings.isEmpty && findings.allSatisfy { $0 == .actFirst } ? .actFirst : .unclear
    }
}
