import Accounts
import CaseModel
import Foundation
import HTTP
import Web

extension DeskParts {
    func absences(in routes: inout StaffRoutes) {
        AbsenceRoutes(desk: desk, keep: KeepAbsences(desk: desk), pages: AbsencePages(pages: pages))
            .register(in: &routes)
    }
}

/// Who is away, who stands in, and how much everybody has.
struct AbsenceRoutes: Sendable {
    let desk: DeskDatabase
    let keep: KeepAbsences
    let pages: AbsencePages

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/absences", roles: .who(may: .readCases)) { _, staff in try await show(staff) }
        routes.post("/desk/absences", roles: .who(may: .assignCases)) { _, staff, form in
            try await enter(form.fields, staff)
        }
        routes.post("/desk/absences/{id}/end", UUID.self, roles: .who(may: .assignCases)) { _, staff, _, id in
            try await keep.end(id, by: staff)
            return .redirect("/desk/absences", door: .staff)
        }
    }

    private func show(_ staff: Staff, _ state: FormState = FormState(), _ status: Status = .ok) async throws -> Response
    {
        let today = Cover.day(of: .now)
        let (absences, workload) = try await desk.read(for: staff) { transaction in
            (
                try await AbsenceQueries.from(today, in: &transaction),
                try await Officers.workload(staff.compartments, in: &transaction)
            )
        }
        return .page(pages.list(absences, workload, today, state, staff), door: .staff, status: status)
    }

    private func enter(_ fields: Fields, _ staff: Staff) async throws -> Response {
        var typed = FormState()
        for name in AbsencePages.fields { typed.set(name, fields[name] ?? "") }
        var errors = FormErrors()
        do {
            try await keep.enter(try AbsencePages.parse(fields), by: staff)
            return .redirect("/desk/absences", door: .staff)
        } catch let found as FormErrors {
            errors = found
        } catch KeepAbsences.Refusal.personNotFitting {
            errors.add("person", Phrase("absence.person.not_fitting"))
        } catch KeepAbsences.Refusal.deputyNotFitting {
            errors.add("deputy", Phrase("absence.deputy.not_fitting"))
        }
        return try await show(staff, typed.with(errors), .unprocessable)
    }
}

struct AbsencePages: Sendable {
    let pages: StaffPages

    static let fields = ["person", "deputy", "from", "until"]

    func list(
        _ absences: [Absence], _ workload: [Workload], _ today: String, _ state: FormState, _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        let names = Dictionary(workload.map { ($0.officer.id, $0.officer.name) }, uniquingKeysWith: { one, _ in one })
        // Of people with whom the reader shares nothing, nothing is shown.
        let shown = absences.filter { names[$0.person] != nil }
        return pages.page(
            Phrase("absence.title"), staff, path: "/desk/absences",
            .h1(words.html(Phrase("absence.title"))),
            shown.isEmpty ? .p(words.html(Phrase("absence.none"))) : table(shown, names, words, staff),
            .when(staff.may(.assignCases), form(workload, state, words, staff)),
            .section(.h2(words.html(Phrase("workload.title"))), self.workload(workload, absences, today, words)))
    }

    private func table(
        _ absences: [Absence], _ names: [StaffID: String], _ words: Words, _ staff: Staff
    ) -> HTML {
        let rows = absences.map { absence in
            HTML.tr(
                .th([.scope("row")], .userText(names[absence.person] ?? "–")),
                .td(.time([.dir(.leftToRight)], .text(absence.from))),
                .td(.time([.dir(.leftToRight)], .text(absence.until))),
                .td(.userText(names[absence.deputy] ?? "–")),
                .td(
                    .when(
                        staff.may(.assignCases),
                        FormFields(words).buttonForm(
                            action: "/desk/absences/\(absence.id.uuidString.lowercased())/end",
                            token: staff.formToken, Phrase("absence.end")))))
        }
        let columns = [
            Phrase("absence.person"), Phrase("absence.from"), Phrase("absence.until"), Phrase("absence.deputy"),
            Phrase("absence.end"),
        ]
        return grid("absences", Phrase("absence.caption"), columns, rows, words)
    }

    private func form(_ workload: [Workload], _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        var state = state
        if state.value("person").isEmpty { state.set("person", StaffID(staff.id).description) }
        let fields = FormFields(words, state)
        let people = workload.map { Choice($0.officer.id.description, $0.officer.name) }
        return .section(
            .h2(words.html(Phrase("absence.enter"))),
            fields.form(
                action: "/desk/absences", token: staff.formToken,
                fields.select("person", Phrase("absence.person"), options: people, required: true),
                fields.text(
                    "from", Phrase("absence.from"), hint: Phrase("absence.day.hint"), required: true, kind: .code,
                    maxLength: 10, size: 10),
                fields.text(
                    "until", Phrase("absence.until"), hint: Phrase("absence.day.hint"), required: true, kind: .code,
                    maxLength: 10, size: 10),
                fields.select(
                    "deputy", Phrase("absence.deputy"), options: people, hint: Phrase("absence.deputy.hint"),
                    required: true),
                fields.button(Phrase("absence.submit"))))
    }

    static func parse(_ fields: Fields) throws(FormErrors) -> KeepAbsences.Input {
        var errors = FormErrors()
        let person = Self.person(fields, "person", &errors)
        let deputy = Self.person(fields, "deputy", &errors)
        let from = day(fields, "from", &errors)
        let until = day(fields, "until", &errors)
        if let from, let until, until < from { errors.add("until", Phrase("absence.until.before")) }
        try errors.check()
        guard let person, let deputy, let from, let until else { throw errors }
        return KeepAbsences.Input(person: person, deputy: deputy, from: from, until: until)
    }

    private static func person(_ fields: Fields, _ name: String, _ errors: inout FormErrors) -> StaffID? {
        let typed = fields[name] ?? ""
        let person = StaffID(typed)
        if person == nil { errors.add(name, typed.isEmpty ? Phrase("field.required") : Phrase("field.unknown_code")) }
        return person
    }

    private static func day(_ fields: Fields, _ name: String, _ errors: inout FormErrors) -> String? {
        let date = ReportedDate(typed: fields[name] ?? "")
        guard let date, date.precision == "EXACT" else {
            errors.add(name, Phrase("absence.day.wrong"))
            return nil
        }
        return date.text
    }

    private func workload(
        _ workload: [Workload], _ absences: [Absence], _ today: String, _ words: Words
    ) -> HTML {
        let columns = [
            Phrase("absence.person"), Phrase("workload.waiting"), Phrase("workload.cases"), Phrase("workload.urgent"),
        ]
        let rows = workload.map { one in
            HTML.tr(
                .th(
                    [.scope("row")], .userText(one.officer.name),
                    .when(
                        Cover.isAway(one.officer.id, absences, on: today),
                        .list(" · ", words.html(Phrase("workload.away"))))),
                .td(.text(String(one.waiting))), .td(.text(String(one.cases))), .td(.text(String(one.urgent))))
        }
        return grid("workload", Phrase("workload.caption"), columns, rows, words)
    }

    private func grid(_ id: String, _ caption: Phrase, _ columns: [Phrase], _ rows: [HTML], _ words: Words) -> HTML {
        .scrolling(
            words(caption),
            .table(
                [.id(id)], .caption(words.html(caption)),
                .thead(.tr(.list(columns.map { HTML.th([.scope("col")], words.html($0)) }))), .tbody(.list(rows))))
    }
}
