import Accounts
import CaseModel
import Foundation
import Web

/// The notes of a case: those that its officers share, and those of whoever is reading.
struct NotePages: Sendable {
    let shell: CaseShell

    struct Content: Sendable {
        var row: CaseRow
        var notes: [RecordVersion<Note>]
        var own: [OwnNote]
        var names: StaffNames
    }

    struct Forms: Sendable {
        var note = FormState()
        var own = FormState()
    }

    func all(_ content: Content, _ forms: Forms, _ staff: Staff) -> HTML {
        let words = shell.pages.words(staff)
        let form = NoteForm(words: words, staff: staff)
        let path = CaseSection.notes.path(of: content.row.id)
        return shell.page(
            content.row, .notes, staff,
            .section(
                [.id("notes")],
                .h2(words.html(Phrase("note.title"))),
                .p([.class("hint")], words.html(Phrase("note.hint"))),
                content.notes.isEmpty
                    ? .p(words.html(Phrase("note.none")))
                    : .list(Self.sorted(content.notes).map { note($0, content, words, staff) })),
            .when(
                staff.may(.editCases),
                .section(
                    [.id("write-note")],
                    .h2(words.html(Phrase("note.write"))),
                    form.html(action: path, seen: nil, forms.note, submit: Phrase("note.submit")))),
            .section(
                [.id("own-notes"), .class("own")],
                .h2(words.html(Phrase("note.own.title"))),
                .p([.class("hint")], words.html(Phrase("note.own.hint"))),
                .list(content.own.map { own($0, content.row, words, staff) }),
                form.own(
                    action: "/desk/cases/\(content.row.id)/own-notes", forms.own, submit: Phrase("note.own.submit"))))
    }

    /// Pinned ones first, and then the newest.
    static func sorted(_ notes: [RecordVersion<Note>]) -> [RecordVersion<Note>] {
        notes.filter(\.content.pinned).reversed() + notes.filter { !$0.content.pinned }.reversed()
    }

    private func note(_ note: RecordVersion<Note>, _ content: Content, _ words: Words, _ staff: Staff) -> HTML {
        let path = CaseSection.notes.path(of: content.row.id)
        return .article(
            [.class("card note"), .id("record-\(note.id)")],
            .p(
                [.class("hint")],
                .when(
                    note.content.pinned,
                    .list(.span([.class("tag")], words.html(Phrase("note.is_pinned"))), " ")),
                .userText(content.names.name(note.createdBy)), ", ", UTCTime.html(note.createdAt),
                .when(note.version > 1, revised(note, content, words))),
            .userParagraphs(note.content.text),
            mention(note.content, content.row, words),
            .p(
                .a(
                    [.href("/desk/cases/\(content.row.id)/records/\(note.id)")],
                    words.html(Phrase("record.history"))),
                .when(
                    staff.may(.editCases),
                    .list(" · ", .a([.href("\(path)/\(note.id)")], words.html(Phrase("note.revise")))))))
    }

    private func revised(_ note: RecordVersion<Note>, _ content: Content, _ words: Words) -> HTML {
        .list(
            " · ", words.html(Phrase("note.revised")), " ", .userText(content.names.name(note.savedBy)), ", ",
            UTCTime.html(note.savedAt))
    }

    private func mention(_ note: Note, _ row: CaseRow, _ words: Words) -> HTML {
        .list(
            CaseSection(rawValue: note.section).map { section in
                .p(
                    words.html(Phrase("note.section")), ": ",
                    .a([.href(section.path(of: row.id))], words.html(section.title)))
            } ?? .empty,
            note.about.map { about in
                .p(.a([.href("/desk/cases/\(row.id)/records/\(about)")], words.html(Phrase("note.about"))))
            } ?? .empty)
    }

    private func own(_ note: OwnNote, _ row: CaseRow, _ words: Words, _ staff: Staff) -> HTML {
        .article(
            [.class("card note"), .id("own-note-\(note.id.uuidString.lowercased())")],
            .p([.class("hint")], UTCTime.html(note.savedAt)),
            .userParagraphs(note.text),
            .p(
                .a(
                    [.href("/desk/cases/\(row.id)/own-notes/\(note.id.uuidString.lowercased())")],
                    words.html(Phrase("note.revise")))))
    }

    // MARK: One note

    func one(
        _ note: RecordVersion<Note>, _ row: CaseRow, _ staff: Staff, state: FormState? = nil,
        removal: FormState = FormState(), before: HTML = .empty
    ) -> HTML {
        let words = shell.pages.words(staff)
        let form = NoteForm(words: words, staff: staff)
        let path = "\(CaseSection.notes.path(of: row.id))/\(note.id)"
        return shell.page(
            row, .notes, staff,
            before,
            .h2(words.html(Phrase("note.revise"))),
            form.html(
                action: path, seen: note.version, state ?? NoteForm.state(note.content), submit: Phrase("note.save")),
            .section(
                .h2(words.html(Phrase("note.remove"))),
                .p([.class("hint")], words.html(Phrase("note.remove.hint"))),
                form.remove(action: "\(path)/remove", seen: note.version, removal)))
    }

    func oneOwn(_ note: OwnNote, _ row: CaseRow, _ staff: Staff, state: FormState? = nil) -> HTML {
        let words = shell.pages.words(staff)
        let path = "/desk/cases/\(row.id)/own-notes/\(note.id.uuidString.lowercased())"
        var stored = FormState()
        stored.set("own_text", note.text)
        return shell.page(
            row, .notes, staff,
            .section(
                [.class("own")],
                .h2(words.html(Phrase("note.own.title"))),
                NoteForm(words: words, staff: staff)
                    .own(action: path, state ?? stored, submit: Phrase("note.save")),
                FormFields(words).buttonForm(
                    action: "\(path)/remove", token: staff.formToken, Phrase("note.own.remove"))))
    }
}
