package import Foundation

/// Somebody with the right to do so decided on a case. Verification sends it; Notification and Reporting listen. What was
/// decided stands in the sealed figures.
package struct CaseDecided: KeyedEventPayload, Equatable {
    package static let type = "case-decided.v1"
    package static let topic = Topic.cases
    package static let isSigned = true

    package let caseID: CaseID
    package let decidedAt: Date
    package let compartment: Compartment
    /// The case's `CaseFigures` as of now; they replace those of earlier events.
    package let sealedFigures: SealedPart

    package init(
        caseID: CaseID,
        decidedAt: Date,
        compartment: Compartment,
        sealedFigures: SealedPart
    ) {
        self.caseID = caseID
        self.decidedAt = decidedAt
        self.compartment = compartment
        self.sealedFigures = sealedFigures
    }

    package var key: UUID { caseID.uuid }
}
