import CaseModel
import Foundation

/// What was decided of a case, as one sealed record a version (DESIGN §6). Who, what and with whom stands in records of
/// their own (`CaseCoding`). What changed between two versions is computed when it is read.
struct CaseRecord: Codable, Sendable, Equatable {
    var version = 1
    var nexus = NexusStrength.n0
    var decision: Decision?

    struct Decision: Codable, Sendable, Equatable {
        var verification: VerificationStatus
        /// Why, in the officer's words.
        var reason: String
    }
}

/// A case as it is read: what stands in clear, the record, and what its items of information amount to.
struct CaseFile: Sendable {
    let row: CaseRow
    let record: CaseRecord
    let assessment: Assessment
    let submissions: [SubmissionRow]
    let coding: CaseCoding

    var items: [Item] { assessment.items }

    /// What the rule of DOMAIN.md C.1 makes of the items.
    var suggestion: VerificationRule.Suggestion { assessment.suggestion }

    /// What Reporting may know, as of now.
    var figures: CaseFigures {
        var figures = CaseFigures(
            caseID: row.id, openedAt: row.openedAt, status: row.status,
            verification: record.decision?.verification ?? suggestion.status, nexus: record.nexus,
            urgency: row.urgency, compartment: row.compartment)
        figures.decidedAt = row.decidedAt
        figures.take(coding)
        figures.submissions = submissions.count
        figures.findings = items.count
        return figures
    }
}
