package import Foundation

/// What one person said on one occasion, of as many purposes as they were asked: what an officer writes into the ledger.
/// Each purpose is a line of it (`ConsentEntry`).
package struct ConsentStatement: Codable, Sendable, Equatable {
    package var subject: RecordID
    /// By code of list `consent_purpose`.
    package var purposes: [String: ConsentStatus] = [:]
    package var ground: ConsentGround?
    /// Who speaks for the person, and on what ground; for a community, which institution decided.
    package var groundNote = ""
    /// For a child: their own yes, who the guardian is, and why it serves the child.
    package var childAssent = false
    package var childGuardian = ""
    package var bestInterests = ""
    package var obtained: ConsentManner?
    package var witness = ""
    package var explainedBy = ""
    /// BCP 47.
    package var explanationLanguage = ""
    package var explanationVersion = DeclaredConsent.currentExplanation
    package var conditions = ""
    /// Empty for everybody whom a purpose names.
    package var recipients: [String] = []
    package var expires: Date?
    package var givenAt: Date
    /// The day is known, the hour is not.
    package var isWholeDay = false
    package var recordedAt: Date
    /// The submission whose source said it.
    package var submission: SubmissionID?
    /// Who signed a decision in somebody's best interests, as the second person.
    package var signedBy: StaffID?
    package var signedAt: Date?

    package init(subject: RecordID, givenAt: Date, recordedAt: Date) {
        self.subject = subject
        self.givenAt = givenAt
        self.recordedAt = recordedAt
    }

    package var allowsAnything: Bool { purposes.values.contains { $0.isPermission } }

    /// A decision in somebody's best interests counts when the senior official has signed it.
    package var awaitsSignature: Bool { ground == .bestInterests && allowsAnything && signedBy == nil }

    /// The ledger's lines. Of a day without an hour the reading that protects counts: a yes from its beginning, a no until its
    /// end.
    package var lines: [ConsentEntry] {
        ConsentPurpose.allCases.compactMap { purpose in
            guard let status = purposes[purpose.rawValue], !(awaitsSignature && status.isPermission) else { return nil }
            return ConsentEntry(
                purpose: purpose, status: status, saidAt: saidAt(status), recipients: recipients,
                explanation: explanationVersion, explanationLanguage: explanationLanguage,
                manner: obtained ?? .writing, conditions: conditions, expires: status.isPermission ? expires : nil,
                representative: ground?.isSomebodyElse == true ? groundNote : "", child: safeguards)
        }
    }

    private var safeguards: ChildSafeguards? {
        guard ground == .child else { return nil }
        return ChildSafeguards(
            assent: childAssent, guardianConsent: !childGuardian.isEmpty, bestInterestsAssessed: !bestInterests.isEmpty)
    }

    private func saidAt(_ status: ConsentStatus) -> Date {
        guard isWholeDay, !status.isPermission else { return givenAt }
        return min(givenAt.addingTimeInterval(86_399), max(recordedAt, givenAt))
    }
}
