/// Whether a case may be counted in figures (DOMAIN.md C.5 and E.8 rule 10), as it lies sealed for Reporting in
/// `ConsentChanged`. Who said what of it stays with Verification.
package struct StatisticsConsent: Codable, Sendable, Equatable {
    package var version = 1
    package var isCounted: Bool

    package init(isCounted: Bool) {
        self.isCounted = isCounted
    }

    /// A case is counted as a whole or not at all, so that one person who refused, or took it back, takes it out. Where
    /// nobody has said anything it counts: nothing of it is shown that could be about one person.
    package init(_ summary: ConsentSummary) {
        isCounted = summary.people.values.allSatisfy { standings in
            [ConsentPurpose.process, .statistics].allSatisfy { purpose in
                switch standings[purpose.rawValue] {
                case .refused, .withdrawn: false
                default: true
                }
            }
        }
    }
}
