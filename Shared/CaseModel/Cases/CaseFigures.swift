package import Foundation

/// What Reporting may know of a case, as it lies sealed in events about it: codes, States, dates, numbers. No name, no
/// narrative. Each event carries all of it as of then; the latest replaces what was known.
package struct CaseFigures: Codable, Sendable, Equatable {
    package static let currentVersion = 1

    package var version = currentVersion
    package var caseID: CaseID
    package var openedAt: Date
    package var decidedAt: Date?
    package var status: CaseStatus
    package var verification: VerificationStatus
    package var nexus: NexusStrength
    package var urgency: Urgency
    package var compartment: Compartment
    /// Codes of list `act_type`.
    package var acts: [String] = []
    /// Codes of list `un_entity`.
    package var unEntities: [String] = []
    /// The three State fields (DOMAIN.md B.2), ISO 3166-1 alpha-3.
    package var stateOfAct: String?
    package var stateResponsible: String?
    package var stateOfNationality: String?
    package var happened: ReportedDate?
    package var individuals = 0
    package var organizations = 0
    package var submissions = 0
    package var findings = 0

    package init(
        caseID: CaseID, openedAt: Date, status: CaseStatus, verification: VerificationStatus = .v0,
        nexus: NexusStrength = .n0,
        urgency: Urgency, compartment: Compartment
    ) {
        self.caseID = caseID
        self.openedAt = openedAt
        self.status = status
        self.verification = verification
        self.nexus = nexus
        self.urgency = urgency
        self.compartment = compartment
    }
}
