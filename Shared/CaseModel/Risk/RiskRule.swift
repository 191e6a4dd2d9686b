package import Foundation

/// What a step may bring upon people (list `risk_level`).
package enum RiskLevel: String, Codable, Sendable, CaseIterable, Comparable {
    case r1 = "R1"
    case r2 = "R2"
    case r3 = "R3"
    case r4 = "R4"

    package static func < (one: RiskLevel, other: RiskLevel) -> Bool { one.rawValue < other.rawValue }

    /// A second approver and no names (DOMAIN.md C.6).
    package var needsSecondApprover: Bool { self >= .r3 }

    /// Nothing outward but a referral for protection; the senior official decides.
    package var needsSeniorOfficial: Bool { self == .r4 }
}

/// One of the three factors, as an officer judges it.
package enum RiskFactor: Int, Codable, Sendable, CaseIterable {
    case low = 1
    case medium = 2
    case high = 3
}

/// An officer's assessment before an outward step (DOMAIN.md C.6, VE-07).
package struct RiskAssessment: Codable, Sendable, Equatable {
    /// Actor, capability, intent, history.
    package var threat: RiskFactor
    package var vulnerability: RiskFactor
    /// What this step itself adds.
    package var exposure: RiskFactor
    /// Others besides the victim: relatives, interpreters, drivers, national staff. In words.
    package var othersAtRisk: String
    package var mitigations: String
    package var residual: RiskLevel
    /// Why the residual level is what it is, where it lies below what the factors give.
    package var reason: String
    package var assessedAt: Date
    /// When it ends at the latest; nil for as long as any may hold.
    package var validUntil: Date?

    package init(
        threat: RiskFactor, vulnerability: RiskFactor, exposure: RiskFactor, othersAtRisk: String = "",
        mitigations: String = "", residual: RiskLevel, reason: String = "", assessedAt: Date,
        validUntil: Date? = nil
    ) {
        self.threat = threat
        self.vulnerability = vulnerability
        self.exposure = exposure
        self.othersAtRisk = othersAtRisk
        self.mitigations = mitigations
        self.residual = residual
        self.reason = reason
        self.assessedAt = assessedAt
        self.validUntil = validUntil
    }
}

package enum RiskRule {
    /// What may change so that an assessment no longer holds (DOMAIN.md C.6). As phrase keys `risk.outdated.…`.
    package enum Change: String, Codable, Sendable, CaseIterable {
        case consent
        case legalStatus = "legal_status"
        case publicity
        case addressee
        case law
        case age
    }

    package enum Problem: String, Sendable, CaseIterable {
        /// Lower than the factors give, without a mitigation and a reason.
        case loweredWithoutReason = "lowered_without_reason"
        /// More than one level lower: no mitigation is that good.
        case loweredTooFar = "lowered_too_far"
        /// Higher than the factors give, and nobody says why.
        case raisedWithoutReason = "raised_without_reason"
        /// Ends before it begins, or holds for longer than any may.
        case badPeriod = "bad_period"
    }

    /// Days until an assessment has to be made anew.
    package static let validDays = 90

    /// The threat, from what the actor can do, wants to do and has done, each 1 to 3: their sum up to 4 is low, up to 6 medium.
    package static func threat(capability: RiskFactor, intent: RiskFactor, history: RiskFactor) -> RiskFactor {
        switch capability.rawValue + intent.rawValue + history.rawValue {
        case ..<5: .low
        case ..<7: .medium
        default: .high
        }
    }

    /// Threat × vulnerability × exposure, before mitigation: 1–3 low, 4–8 moderate, 9–17 high, 18 and more extreme.
    package static func initial(_ assessment: RiskAssessment) -> RiskLevel {
        switch assessment.threat.rawValue * assessment.vulnerability.rawValue * assessment.exposure.rawValue {
        case ..<4: .r1
        case ..<9: .r2
        case ..<18: .r3
        default: .r4
        }
    }

    /// Why an assessment cannot be recorded as it is; empty where it can.
    package static func problems(_ assessment: RiskAssessment) -> [Problem] {
        var problems: [Problem] = []
        let levels = RiskLevel.allCases
        if let first = levels.firstIndex(of: initial(assessment)), let last = levels.firstIndex(of: assessment.residual)
        {
            if first - last > 1 {
                problems.append(.loweredTooFar)
            } else if first > last, assessment.mitigations.isEmpty || assessment.reason.isEmpty {
                problems.append(.loweredWithoutReason)
            } else if first < last, assessment.reason.isEmpty {
                problems.append(.raisedWithoutReason)
            }
        }
        if let end = assessment.validUntil, end <= assessment.assessedAt || end > latestEnd(assessment.assessedAt) {
            problems.append(.badPeriod)
        }
        return problems
    }

    /// An assessment of `start` holds no longer than this.
    package static func latestEnd(_ start: Date) -> Date { start.addingTimeInterval(Double(validDays) * 86_400) }

    /// Why an assessment no longer holds; empty while it does.
    ///
    /// - Parameter changes: When each of what it rests on last changed.
    package static func outdated(
        _ assessment: RiskAssessment, changes: [Change: Date], now: Date
    ) -> [Change] {
        Change.allCases.filter { change in
            change == .age
                ? now >= min(assessment.validUntil ?? .distantFuture, latestEnd(assessment.assessedAt))
                : changes[change].map { $0 > assessment.assessedAt } ?? false
        }
    }
}
