package import Foundation

/// How a person stands to a purpose now, from the ledger (DOMAIN.md C.5).
package enum ConsentRule {
    /// Why, as phrase keys `consent.reason.…`.
    package enum Reason: String, Codable, Sendable, CaseIterable {
        case neverAsked = "never_asked"
        case given
        case refused
        case withdrawn
        case expired
        case unreachable
        case byRepresentative = "by_representative"
        /// A child's own word is not enough, or what must stand behind it is missing.
        case childUnprotected = "child_unprotected"
        /// Nobody says on what ground the representative speaks.
        case representativeUnnamed = "representative_unnamed"
        /// To be asked again before each publication.
        case aged
        case legalStatusChanged = "legal_status_changed"
        case conditions
    }

    /// What must be known beside the ledger.
    package struct Circumstances: Sendable {
        package var now: Date
        package var isChild: Bool
        /// When the person's legal status last changed.
        package var legalStatusChangedAt: Date?

        package init(now: Date, isChild: Bool = false, legalStatusChangedAt: Date? = nil) {
            self.now = now
            self.isChild = isChild
            self.legalStatusChangedAt = legalStatusChangedAt
        }
    }

    package struct Standing: Sendable, Equatable {
        package let status: ConsentStatus
        package let isAllowed: Bool
        /// Allowed, and to be asked again before something is published.
        package let mustBeReconfirmed: Bool
        package let reasons: [Reason]
        package let conditions: String
        /// When the word that counts was said; nil where there is none.
        package let since: Date?
        /// When it ends, or must be asked for again; nil where it holds until further notice.
        package let askAgainAt: Date?
    }

    /// Consent to publish is asked again when it is older than this.
    package static let reconfirmAfterMonths = 6

    /// - Parameter recipient: Whom it is about now; lines for others do not count. Nil looks at lines for everybody alone.
    package static func standing(
        _ entries: [ConsentEntry], on purpose: ConsentPurpose, for recipient: String? = nil,
        in circumstances: Circumstances
    ) -> Standing {
        let lines = entries.filter { entry in
            entry.purpose == purpose && entry.saidAt <= circumstances.now
                && (entry.recipients.isEmpty || recipient.map(entry.recipients.contains) == true)
        }
        guard
            let latest = lines.max(by: { ($0.saidAt, $0.status.protects) < ($1.saidAt, $1.status.protects) })
        else { return blocked(.notAsked, .neverAsked, nil) }
        if let expires = latest.expires, expires <= circumstances.now, latest.status.isPermission {
            return blocked(.expired, .expired, latest)
        }
        switch latest.status {
        case .notAsked: return blocked(.notAsked, .neverAsked, latest)
        case .refused: return blocked(.refused, .refused, latest)
        case .withdrawn: return blocked(.withdrawn, .withdrawn, latest)
        case .expired: return blocked(.expired, .expired, latest)
        case .unreachable: return blocked(.unreachable, .unreachable, latest)
        case .byRepresentative where latest.representative.isEmpty:
            return blocked(.byRepresentative, .representativeUnnamed, latest)
        case .given, .byRepresentative, .childGuardian:
            // A child's consent is the three together, whoever wrote it down.
            let needsSafeguards = circumstances.isChild || latest.status == .childGuardian
            guard !needsSafeguards || latest.child?.areMet == true else {
                return blocked(latest.status, .childUnprotected, latest)
            }
            return allowed(latest, circumstances)
        }
    }

    private static func allowed(_ entry: ConsentEntry, _ circumstances: Circumstances) -> Standing {
        var reasons: [Reason] = [entry.status == .byRepresentative ? .byRepresentative : .given]
        if !entry.conditions.isEmpty { reasons.append(.conditions) }
        var again: [Reason] = []
        var askAgainAt = entry.expires
        if entry.purpose.isPublication {
            if let limit = utc.date(byAdding: .month, value: reconfirmAfterMonths, to: entry.saidAt) {
                if limit < circumstances.now { again.append(.aged) }
                askAgainAt = min(askAgainAt ?? limit, limit)
            }
            if let changed = circumstances.legalStatusChangedAt, changed > entry.saidAt {
                again.append(.legalStatusChanged)
                askAgainAt = min(askAgainAt ?? changed, changed)
            }
        }
        return Standing(
            status: entry.status, isAllowed: true, mustBeReconfirmed: !again.isEmpty, reasons: reasons + again,
            conditions: entry.conditions, since: entry.saidAt, askAgainAt: askAgainAt)
    }

    private static func blocked(_ status: ConsentStatus, _ reason: Reason, _ entry: ConsentEntry?) -> Standing {
        Standing(
            status: status, isAllowed: false, mustBeReconfirmed: false, reasons: [reason], conditions: "",
            since: entry?.saidAt, askAgainAt: reason == .expired ? entry?.expires : nil)
    }

    private static let utc = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()
}
