import CaseModel
import Foundation

/// What officers hold of a case, as one sealed record a version (DESIGN §6). What changed between two is computed when
/// it is read.
struct CaseRecord: Codable, Sendable, Equatable {
    var version = 1
    /// Codes of list `act_type`.
    var acts: [String] = []
    /// Codes of list `un_entity`.
    var unEntities: [String] = []
    /// ISO 3166-1 alpha-3, where the act happened.
    var stateOfAct: String?
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

    /// What the rule of DOMAIN.md C.1 makes of the findings.
    var suggestion: VerificationRule.Suggestion { VerificationRule.suggest(findings.map(\.content.item)) }

    /// What Reporting may know, as of now.
    var figures: CaseFigures {
        var figures = CaseFigures(
            caseID: row.id, openedAt: row.openedAt, status: row.status,
            verification: record.decision?.verification ?? suggestion.status, nexus: record.nexus,
            urgency: row.urgency, compartment: row.compartment)
        figures.decidedAt = row.decidedAt
        figures.acts = record.acts
        figures.unEntities = record.unEntities
        figures.stateOfAct = record.stateOfAct
        figures.submissions = submissions.count
        figures.findings = findings.count
        return figures
    }
}
