package import Foundation

/// One line of the consent ledger: what one person said of one purpose. Lines are added, never changed.
package struct ConsentEntry: Codable, Sendable, Equatable {
    package var purpose: ConsentPurpose
    package var status: ConsentStatus
    package var saidAt: Date
    /// Whom it is for, in words; empty for everybody whom the purpose names.
    package var recipients: [String]
    /// The version and language of the explanation that was read or read out.
    package var explanation: Int
    package var explanationLanguage: String
    package var manner: ConsentManner
    /// The officer who explained it; nil where the person read it on the form.
    package var explainedBy: StaffID?
    /// What it is tied to: "not the embassy".
    package var conditions: String
    package var expires: Date?
    /// Whose word it is, and on what ground, where it is not the person's own.
    package var representative: String
    package var child: ChildSafeguards?

    package init(
        purpose: ConsentPurpose, status: ConsentStatus, saidAt: Date, recipients: [String] = [],
        explanation: Int = DeclaredConsent.currentExplanation, explanationLanguage: String = "en",
        manner: ConsentManner = .form, explainedBy: StaffID? = nil, conditions: String = "", expires: Date? = nil,
        representative: String = "", child: ChildSafeguards? = nil
    ) {
        self.purpose = purpose
        self.status = status
        self.saidAt = saidAt
        self.recipients = recipients
        self.explanation = explanation
        self.explanationLanguage = explanationLanguage
        self.manner = manner
        self.explainedBy = explainedBy
        self.conditions = conditions
        self.expires = expires
        self.representative = representative
        self.child = child
    }
}
