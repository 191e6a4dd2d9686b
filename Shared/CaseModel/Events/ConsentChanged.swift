package import Foundation

/// The consent ledger of a case has a new line. Verification sends it. How everybody stands now is sealed.
package struct ConsentChanged: KeyedEventPayload, Equatable {
    package static let type = "consent-changed.v1"
    package static let topic = Topic.cases
    package static let isSigned = true

    package let caseID: CaseID
    package let changedAt: Date
    /// A `ConsentSummary`, sealed under the case's key for briefs.
    package let sealedConsent: SealedPart
    /// A `StatisticsConsent`, sealed under the case's key for figures. Events of earlier versions have none.
    package let sealedStatistics: SealedPart?

    package init(caseID: CaseID, changedAt: Date, sealedConsent: SealedPart, sealedStatistics: SealedPart?) {
        self.caseID = caseID
        self.changedAt = changedAt
        self.sealedConsent = sealedConsent
        self.sealedStatistics = sealedStatistics
    }

    package var key: UUID { caseID.uuid }
}

/// How everybody in a case stands to each purpose, as it lies sealed in `ConsentChanged`.
package struct ConsentSummary: Codable, Sendable, Equatable {
    package var version = 1
    package var at: Date
    /// By the id of the person's record, then by code of list `consent_purpose`.
    package var people: [String: [String: ConsentStatus]]

    package init(at: Date, people: [String: [String: ConsentStatus]]) {
        self.at = at
        self.people = people
    }
}
