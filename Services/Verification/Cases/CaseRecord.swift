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

/// One item of information, as it lies sealed under the case's key.
struct FindingContent: Codable, Sendable, Equatable {
    var version = 1
    var item: GradedItem
    /// What was found, in the officer's words.
    var note: String
}

/// A finding as it is read.
struct Finding: Sendable {
    let id: FindingID
    let recordedAt: Date
    let content: FindingContent
}

/// A case as it is read: what stands in clear, and the record with its findings.
struct CaseFile: Sendable {
    let row: CaseRow
    let record: CaseRecord
    let findings: [Finding]
    let submissions: [SubmissionRow]
    let coding: CaseCoding

    /// What the rule of DOMAIN.md C.1 makes of the findings.
    var suggestion: VerificationRule.Suggestion { VerificationRule.suggest(findings.map(\.content.item)) }

    /// What Reporting may know, as of now.
    var figures: CaseFigures {
        var figures = CaseFigures(
            caseID: row.id, openedAt: row.openedAt, status: row.status,
            verification: record.decision?.verification ?? suggestion.status, nexus: record.nexus,
            urgency: row.urgency, compartment: row.compartment)
        figures.decidedAt = row.decidedAt
        figures.take(coding)
        figures.submissions = submissions.count
        figures.findings = findings.count
        return figures
    }
}
