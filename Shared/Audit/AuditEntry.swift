package import CaseModel
package import Foundation

/// What was done, or tried: a constant code such as `case.open`.
///
/// Modules name theirs in an extension. Small letters, digits, `.` and `-`, 64 characters at most.
package struct AuditAction: Sendable, Hashable {
    package let code: String

    package init(_ code: StaticString) {
        self.code = code.description
    }

    /// The action of coming to a route: `GET /desk/cases/{id}` becomes `get.desk.cases.id`.
    package init(route: String) {
        let words = route.lowercased().split { !("a"..."z" ~= $0 || "0"..."9" ~= $0 || $0 == "-") }
        code = String(words.joined(separator: ".").prefix(64))
    }
}

/// What it was done to.
package struct AuditSubject: Sendable, Hashable {
    package let kind: String
    package let id: UUID

    package init(_ kind: StaticString, _ id: UUID) {
        self.kind = kind.description
        self.id = id
    }

    package static func `case`(_ id: CaseID) -> AuditSubject { AuditSubject("case", id.uuid) }
    package static func submission(_ id: SubmissionID) -> AuditSubject { AuditSubject("submission", id.uuid) }
    package static func staff(_ id: StaffID) -> AuditSubject { AuditSubject("staff", id.uuid) }
}

/// One entry: who did what to what, and whether it was allowed. Holds codes and ids, never content.
package struct AuditEntry: Sendable, Hashable {
    package enum Outcome: String, Sendable {
        case done, denied
    }

    /// Nil for the system itself and for somebody who could not sign in.
    package let actor: StaffID?
    package let action: AuditAction
    package let subject: AuditSubject?
    package let outcome: Outcome
    /// Why, as a constant code.
    package let reason: String?

    package init(
        actor: StaffID?, action: AuditAction, subject: AuditSubject? = nil, outcome: Outcome = .done,
        reason: StaticString? = nil
    ) {
        self.init(actor: actor, action: action, subject: subject, outcome: outcome, reason: reason?.description)
    }

    /// With a reason that is a code of the program: letters, digits, `.`, `_` and `-`.
    package init(actor: StaffID?, action: AuditAction, subject: AuditSubject?, outcome: Outcome, reason: String?) {
        self.actor = actor
        self.action = action
        self.subject = subject
        self.outcome = outcome
        self.reason = reason
    }

    /// The same as a denial.
    package func denied(_ reason: StaticString) -> AuditEntry {
        AuditEntry(actor: actor, action: action, subject: subject, outcome: .denied, reason: reason.description)
    }
}
