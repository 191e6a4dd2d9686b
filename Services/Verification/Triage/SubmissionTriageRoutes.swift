import Accounts
import CaseModel
import Foundation
import HTTP
import Web

extension DeskParts {
    func triage(in routes: inout StaffRoutes) {
        SubmissionTriageRoutes(
            link: LinkSubmission(desk: desk, moves: moves), refuse: RefuseLikeness(desk: desk, journal: journal),
            pages: pages
        ).register(in: &routes)
        assignment(in: &routes)
        caseTriage(in: &routes)
    }
}

/// Linking a submission to a case, and saying that it is not the same.
struct SubmissionTriageRoutes: Sendable {
    let link: LinkSubmission
    let refuse: RefuseLikeness
    let pages: StaffPages

    func register(in routes: inout StaffRoutes) {
        routes.post("/desk/submissions/{id}/link", UUID.self, roles: .who(may: .openCases)) { _, staff, form, id in
            try await join(SubmissionID(id), form.fields, staff)
        }
        routes.post("/desk/submissions/{id}/different", UUID.self, roles: .who(may: .openCases)) {
            _, staff, form, id in try await differ(SubmissionID(id), form.fields, staff)
        }
    }

    private func join(_ id: SubmissionID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let page = "/desk/submissions/\(id)"
        let notice = TriageNotice(pages: pages)
        do {
            let input = LinkSubmission.Input(
                submission: id, others: fields.values("with").compactMap { SubmissionID($0) },
                campaign: fields["campaign"] == "yes", caseReference: fields["case"] ?? "",
                urgencyReason: TriageFields.optional(fields, "urgency_reason"))
            return .redirect("/desk/cases/\(try await link(input, by: staff))", door: .staff)
        } catch let refusal as TriageRefusal {
            return notice.response(refusal.phrase, back: page, staff, refusal.status)
        }
    }

    private func differ(_ id: SubmissionID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let page = "/desk/submissions/\(id)"
        let notice = TriageNotice(pages: pages)
        var errors = FormErrors()
        guard let reason = errors.text(fields, "reason", limit: FieldLimits.message) else {
            return notice.response(Phrase("triage.refused.reason"), back: page, staff, .unprocessable)
        }
        if let other = SubmissionID(fields["submission"] ?? ""), other != id {
            try await refuse(.submission(id), .submission(other), because: reason, by: staff)
            return .redirect("\(page)#alike", door: .staff)
        }
        guard let other = CaseID(fields["case"] ?? "") else {
            return notice.response(TriageRefusal.caseUnknown.phrase, back: page, staff, .unprocessable)
        }
        try await refuse(.submission(id), .case(other), because: reason, by: staff)
        return .redirect("/desk/cases/\(other)/triage", door: .staff)
    }
}

enum TriageFields {
    /// A text that may be empty; what is too long is cut.
    static func optional(_ fields: Fields, _ name: String) -> String {
        let typed = (fields[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        return String(String.UnicodeScalarView(typed.unicodeScalars.prefix(FieldLimits.message)))
    }
}

extension TriageRefusal {
    var phrase: Phrase {
        switch self {
        case .caseUnknown: Phrase("triage.refused.case")
        case .alreadyInACase: Phrase("triage.refused.in_a_case")
        case .urgencyReasonMissing: Phrase("triage.refused.urgency_reason")
        case .lastSubmission: Phrase("triage.refused.last")
        case .isDuplicate: Phrase("triage.refused.duplicate")
        case .notOfThisCase: Phrase("triage.refused.not_of_case")
        }
    }

    var status: Status {
        switch self {
        case .caseUnknown, .urgencyReasonMissing: .unprocessable
        case .alreadyInACase, .lastSubmission, .isDuplicate, .notOfThisCase: .conflict
        }
    }
}
