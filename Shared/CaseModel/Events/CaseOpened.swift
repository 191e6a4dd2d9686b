package import Foundation

/// An officer opened a case from submissions. Verification sends it; Notification and Reporting listen.
package struct CaseOpened: KeyedEventPayload, Equatable {
    package static let type = "case-opened.v1"
    package static let topic = Topic.cases
    package static let isSigned = true

    package let caseID: CaseID
    package let openedAt: Date
    package let urgency: Urgency
    package let compartment: Compartment
    package let submissionIDs: [SubmissionID]
    /// `CaseFigures`, sealed under the case's figures key, which is wrapped for Reporting.
    package let sealedFigures: SealedPart

    package init(
        caseID: CaseID,
        openedAt: Date,
        urgency: Urgency,
        compartment: Compartment,
        submissionIDs: [SubmissionID],
        sealedFigures: SealedPart
    ) {
        self.caseID = caseID
        self.openedAt = openedAt
        self.urgency = urgency
        self.compartment = compartment
        self.submissionIDs = submissionIDs
        self.sealedFigures = sealedFigures
    }

    package var key: UUID { caseID.uuid }
}
