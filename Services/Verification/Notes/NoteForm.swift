import Accounts
import CaseModel
import HTTP
import Web

/// The forms of notes.
struct NoteForm: Sendable {
    let words: Words
    let staff: Staff

    /// A new note of the case, or one that is being revised.
    ///
    /// - Parameter seen: The version that the officer has before them; nil for a new one.
    func html(action: String, seen: Int?, _ state: FormState, submit: Phrase) -> HTML {
        let fields = FormFields(words, state)
        return fields.form(
            action: action, token: staff.formToken,
            seen.map { fields.hidden("version", String($0)) } ?? .empty,
            fields.textarea("text", Phrase("note.text"), hint: Phrase("note.text.hint"), required: true, rows: 6),
            fields.select(
                "section", Phrase("note.section"),
                options: CaseSection.allCases.map { Choice($0.rawValue, words($0.title)) }),
            state.value("about").isEmpty && state.error("about") == nil
                ? .empty : fields.text("about", Phrase("note.about"), hint: Phrase("note.about.hint"), kind: .code),
            fields.checkbox("pinned", Phrase("note.pinned")),
            fields.button(submit))
    }

    func own(action: String, _ state: FormState, submit: Phrase) -> HTML {
        let fields = FormFields(words, state)
        return fields.form(
            action: action, token: staff.formToken,
            fields.textarea("own_text", Phrase("note.own.text"), required: true, rows: 5),
            fields.button(submit))
    }

    func remove(action: String, seen: Int, _ state: FormState) -> HTML {
        let fields = FormFields(words, state)
        return fields.form(
            action: action, token: staff.formToken,
            fields.hidden("version", String(seen)),
            fields.text("reason", Phrase("note.remove.reason"), required: true, maxLength: 500),
            fields.button(Phrase("note.remove.submit")))
    }

    static func parse(_ fields: Fields) throws(FormErrors) -> Note {
        var errors = FormErrors()
        var note = Note()
        let text = errors.text(fields, "text", limit: Note.limit)
        if let section = fields["section"], !section.isEmpty {
            if CaseSection(rawValue: section) == nil { errors.add("section", Phrase("field.unknown_code")) }
            note.section = section
        }
        if let about = fields["about"], !about.isEmpty {
            note.about = RecordID(about)
            if note.about == nil { errors.add("about", Phrase("note.about.unknown")) }
        }
        try errors.check()
        guard let text else { throw errors }
        note.text = text
        note.pinned = fields["pinned"] == "yes"
        return note
    }

    static func state(_ note: Note) -> FormState {
        var state = FormState()
        state.set("text", note.text)
        state.set("section", note.section)
        if let about = note.about { state.set("about", about.description) }
        if note.pinned { state.set("pinned", "yes") }
        return state
    }
}
