package import Foundation

/// Something that is counted has changed in a case: its status, its urgency, its submissions, how it is coded. Verification
/// sends it; Reporting listens. What it was stands in the sealed figures.
package struct CaseChanged: KeyedEventPayload, Equatable {
    package static let type = "case-changed.v1"
    package static let topic = Topic.cases
    package static let isSigned = true

    package let caseID: CaseID
    package let changedAt: Date
    package let urgency: Urgency
    /// The case's `CaseFigures` as of now; they replace those of earlier events.
    package let sealedFigures: SealedPart

    package init(caseID: CaseID, changedAt: Date, urgency: Urgency, sealedFigures: SealedPart) {
        self.caseID = caseID
        self.changedAt = changedAt
        self.urgency = urgency
        self.sealedFigures = sealedFigures
    }

    package var key: UUID { caseID.uuid }
}
