import Accounts
import CaseModel
import Web

/// Who has something, with the forms to take it, give it or hand it over.
struct AssignmentForm: Sendable {
    let words: Words
    let staff: Staff

    func html(_ subject: AssignWork.Subject, _ officer: StaffID?, _ officers: [Officer], _ names: StaffNames) -> HTML {
        let me = StaffID(staff.id)
        let holder = officer.map { $0 == me ? words.html(Phrase("desk.officer.you")) : .userText(names.name($0)) }
        return .section(
            [.id("officer")],
            .h2(words.html(Phrase("assign.title"))),
            .p(
                .data(
                    [.id("officer-name"), .value(officer?.description ?? "")],
                    holder ?? words.html(Phrase("desk.officer.nobody")))),
            .when(
                staff.may(.assignCases),
                .list(
                    .when(officer != me && officers.contains { $0.id == me }, take(subject, officer, me)),
                    give(subject, officer, officers))))
    }

    private func take(_ subject: AssignWork.Subject, _ officer: StaffID?, _ me: StaffID) -> HTML {
        FormFields(words).buttonForm(
            action: "\(subject.page)/officer", token: staff.formToken, Phrase("assign.take"),
            fields: [("officer", me.description), ("officer_seen", officer?.description ?? "")])
    }

    private func give(_ subject: AssignWork.Subject, _ officer: StaffID?, _ officers: [Officer]) -> HTML {
        let fields = FormFields(words)
        return .details(
            .summary(words.html(Phrase("assign.give"))),
            fields.form(
                action: "\(subject.page)/officer", token: staff.formToken,
                fields.hidden("officer_seen", officer?.description ?? ""),
                fields.select(
                    "officer", Phrase("assign.officer"),
                    options: officers.map { Choice($0.id.description, $0.name) }, hint: Phrase("assign.officer.hint")),
                fields.textarea("note", Phrase("assign.note"), hint: Phrase("assign.note.hint"), rows: 3),
                fields.button(Phrase("assign.submit"))))
    }
}
