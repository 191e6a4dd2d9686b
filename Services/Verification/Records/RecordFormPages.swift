import Accounts
import CaseModel
import Foundation
import Web

/// The form of a record, in its case: for a new one, or for one that stands, which can also be removed.
struct RecordFormPages<Form: RecordForm>: Sendable {
    let shell: CaseShell
    let form: Form

    /// - Parameter version: What the officer has before them; nil for a new record.
    func page(
        _ about: RecordSurroundings, _ state: FormState, version: Int?, conflicts: [FieldMerge.Conflict] = [],
        notice: Phrase? = nil, _ staff: Staff
    ) -> HTML {
        let words = shell.pages.words(staff)
        let fields = FormFields(words, state)
        let shown = RecordWords(Form.Content.kind, shell.lists, words, names: about.coding.names("–"))
        return shell.page(
            about.row, Form.section, staff, notice: notice,
            .h2(words.html(version == nil ? Form.adding : Form.changing)),
            conflicts.isEmpty ? .empty : shown.conflict(conflicts),
            fields.form(
                action: action(about), token: staff.formToken,
                version.map { fields.hidden("version", String($0)) } ?? .empty,
                // Where somebody presses enter, the first button counts: it must be the one that saves.
                .button([.type("submit"), .class("only-spoken"), .tabindex(-1), .ariaHidden], "↵"),
                form.inputs(fields, about),
                fields.button(Phrase("record.save"))),
            version.map { removal(about, $0, words, staff) } ?? .empty)
    }

    private func action(_ about: RecordSurroundings) -> String {
        let path = "/desk/cases/\(about.row.id)/\(Form.path)"
        guard let record = about.record, !Form.isSingle else { return path }
        return "\(path)/\(record)"
    }

    private func removal(_ about: RecordSurroundings, _ version: Int, _ words: Words, _ staff: Staff) -> HTML {
        guard let record = about.record else { return .empty }
        let fields = FormFields(words)
        let history = HTML.p(
            .a(
                [.href("/desk/cases/\(about.row.id)/records/\(record)")],
                words.html(Phrase("record.history"))))
        guard !Form.isSingle else { return history }
        return .list(
            history,
            .details(
                .summary(words.html(Phrase("record.remove"))),
                fields.form(
                    action: "/desk/cases/\(about.row.id)/\(Form.path)/\(record)/remove", token: staff.formToken,
                    fields.hidden("version", String(version)),
                    fields.textarea(
                        "reason", Phrase("record.remove.reason"), hint: Phrase("record.remove.hint"), required: true,
                        rows: 3),
                    fields.button(Phrase("record.remove")))))
    }
}
