package import Foundation

/// An officer recorded a finding. Verification sends it; Reporting listens. What was found does not travel.
package struct FindingRecorded: KeyedEventPayload, Equatable {
    package static let type = "finding-recorded.v1"
    package static let topic = Topic.cases
    package static let isSigned = true

    package let findingID: FindingID
    package let caseID: CaseID
    package let recordedAt: Date
    /// The case's `CaseFigures` as of now; they replace those of earlier events.
    package let sealedFigures: SealedPart

    package init(
        findingID: FindingID,
        caseID: CaseID,
        recordedAt: Date,
        sealedFigures: SealedPart
    ) {
        self.findingID = findingID
        self.caseID = caseID
        self.recordedAt = recordedAt
        self.sealedFigures = sealedFigures
    }

    package var key: UUID { caseID.uuid }
}
