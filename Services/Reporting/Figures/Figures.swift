import CaseModel

/// What the figures page shows: cases counted in several ways. Counts of cases only (DOMAIN.md §0 rule 1).
struct Figures: Sendable, Equatable {
    private(set) var cases = 0
    private(set) var decided = 0
    private(set) var findings = 0
    private(set) var byUrgency: [String: Int] = [:]
    private(set) var byVerification: [VerificationStatus: Int] = [:]
    /// ISO 3166-1 alpha-3; nil for cases whose State is not known.
    private(set) var byState: [String?: Int] = [:]
    /// Cases whose key has been destroyed: they count, and nothing more is known of them.
    private(set) var erased = 0

    /// Counts one case; `known` is nil where its key is gone.
    mutating func count(urgency: String, findings: Int, isDecided: Bool, known: CaseFigures?) {
        cases += 1
        self.findings += findings
        if isDecided { decided += 1 }
        byUrgency[urgency, default: 0] += 1
        guard let known else {
            erased += 1
            return
        }
        if isDecided { byVerification[known.verification, default: 0] += 1 }
        byState[known.stateOfAct, default: 0] += 1
    }
}
