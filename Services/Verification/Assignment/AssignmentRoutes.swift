import Accounts
import CaseModel
import Foundation
import HTTP
import Web

extension DeskParts {
    func assignment(in routes: inout StaffRoutes) {
        AssignmentRoutes(assign: AssignWork(desk: desk, journal: journal), pages: pages).register(in: &routes)
    }
}

/// Giving submissions and cases to somebody.
struct AssignmentRoutes: Sendable {
    let assign: AssignWork
    let pages: StaffPages

    func register(in routes: inout StaffRoutes) {
        routes.post("/desk/submissions/{id}/officer", UUID.self, roles: .who(may: .assignCases)) {
            _, staff, form, id in try await give(.submission(SubmissionID(id)), form.fields, staff)
        }
        routes.post("/desk/cases/{id}/officer", UUID.self, roles: .who(may: .assignCases)) { _, staff, form, id in
            try await give(.case(CaseID(id)), form.fields, staff)
        }
    }

    private func give(_ subject: AssignWork.Subject, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let typed = fields["officer"] ?? ""
        let person = StaffID(typed)
        let note = (fields["note"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        guard typed.isEmpty || person != nil else {
            return refused(Phrase("field.unknown_code"), subject, staff, .unprocessable)
        }
        guard note.unicodeScalars.count <= FieldLimits.message else {
            let phrase = Phrase("field.too_long", ["limit": .number(FieldLimits.message)])
            return refused(phrase, subject, staff, .unprocessable)
        }
        do {
            try await assign(
                subject, to: person, seen: StaffID(fields["officer_seen"] ?? ""), note: note, by: staff)
            return .redirect(subject.page, door: .staff)
        } catch AssignWork.Refusal.notFitting {
            return refused(Phrase("assign.refused.not_fitting"), subject, staff, .unprocessable)
        } catch AssignWork.Refusal.meanwhileElsewhere {
            return refused(Phrase("assign.refused.meanwhile"), subject, staff, .conflict)
        }
    }

    private func refused(
        _ phrase: Phrase, _ subject: AssignWork.Subject, _ staff: Staff, _ status: Status
    ) -> Response {
        TriageNotice(pages: pages).response(phrase, back: subject.page, staff, status)
    }
}

/// That something was not done, why, and the way back.
struct TriageNotice: Sendable {
    let pages: StaffPages

    func response(_ phrase: Phrase, back: String, _ staff: Staff, _ status: Status) -> Response {
        let words = pages.words(staff)
        return pages.response(
            Phrase("triage.refused.title"), staff, path: "/desk", status: status,
            .h1(words.html(Phrase("triage.refused.title"))),
            .div([.class("notice"), .role("alert"), .id("refused")], .p(words.html(phrase))),
            .p(.a([.href(back)], words.html(Phrase("triage.back")))))
    }
}
