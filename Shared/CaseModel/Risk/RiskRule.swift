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

    package init(
        threat: RiskFactor, vulnerability: RiskFactor, exposure: RiskFactor, othersAtRisk: String = "",
        mitigations: String = "", residual: RiskLevel, reason: String = "", assessedAt: Date
    ) {
        self.threat = threat
        self.vulnerability = vulnerability
        self.exposure = exposure
        self.othersAtRisk = othersAtRisk
        self.mitigations = mitigations
        self.residual = residual
        self.reason = reason
        self.assessedAt = assessedAt
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
    }

    /// Days until an assessment has to be made anew.
    package static let validDays = 90

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
        let levels = RiskLevel.allCases
        guard let first = levels.firstIndex(of: initial(assessment)),
            let last = levels.firstIndex(of: assessment.residual),
            last < first
        else { return [] }
        if first - last > 1 { return [.loweredTooFar] }
        return assessment.mitigations.isEmpty || assessment.reason.isEmpty ? [.loweredWithoutReason] : []
    }

    /// Why an assessment no longer holds; empty while it does.
    ///
    /// - Parameter changes: When each of what it rests on last changed.
    package static func outdated(
        _ assessment: RiskAssessment, changes: [Change: Date], now: Date
    ) -> [Change] {
        Change.allCases.filter { change in
            change == .age
                ? now.timeIntervalSince(assessment.assessedAt) >= Double(validDays) * 86_400
                : changes[change].map { $0 > assessment.assessedAt } ?? false
        }
    }
}
