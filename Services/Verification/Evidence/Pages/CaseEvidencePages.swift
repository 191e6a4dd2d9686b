import Accounts
import CaseModel
import Foundation
import Web

/// A case's evidence: its files wherever they came from, what was captured from the web, and translations beside what they
/// translate.
struct CaseEvidencePages: Sendable {
    let shell: CaseShell

    struct Content: Sendable {
        var row: CaseRow
        var files: [EvidenceFile]
        var states: [EvidenceID: EvidenceState]
        var captures: [RecordVersion<WebCapture>]
        var translations: [RecordVersion<Translation>]
        var texts: [TranslatableText]
        var names: StaffNames
    }

    struct Forms: Sendable {
        var file = FormState()
        var capture = FormState()
        var translation = FormState()
        var notice: Phrase?
    }

    func section(_ content: Content, _ forms: Forms, _ staff: Staff) -> HTML {
        let words = shell.pages.words(staff)
        let path = "/desk/cases/\(content.row.id)"
        return shell.page(
            content.row, .evidence, staff, notice: forms.notice,
            .h2(words.html(Phrase("case.section.evidence"))),
            .when(
                content.states.values.contains(where: \.isInTrouble),
                .div(
                    [.class("notice"), .role("alert"), .id("evidence-trouble")],
                    .p(.strong(words.html(Phrase("evidence.trouble.case")))))),
            files(content, words),
            .when(staff.may(.editCases), add("\(path)/evidence", forms.file, words, staff)),
            CaptureList(lists: shell.lists, words: words, staff: staff).html(content, forms.capture),
            TranslationList(lists: shell.lists, words: words, staff: staff).html(content, forms.translation))
    }

    private func files(_ content: Content, _ words: Words) -> HTML {
        guard !content.files.isEmpty else { return .p(words.html(Phrase("evidence.none"))) }
        let head = [
            Phrase("evidence.name"), Phrase("evidence.type"), Phrase("evidence.from"), Phrase("evidence.state"),
        ]
        return .scrolling(
            words(Phrase("evidence.files")),
            .table(
                [.id("evidence-files")],
                .caption(words.html(Phrase("evidence.files"))),
                .thead(.tr(.list(head.map { HTML.th([.scope("col")], words.html($0)) }))),
                .tbody(.list(content.files.map { file($0, content.states[$0.id], words) }))))
    }

    private func file(_ file: EvidenceFile, _ state: EvidenceState?, _ words: Words) -> HTML {
        let name: HTML =
            file.declared.name.isEmpty ? words.html(Phrase("evidence.unnamed")) : .userText(file.declared.name)
        return .tr(
            [.id("file-\(file.id)")],
            .th([.scope("row")], .a([.href("/desk/evidence/\(file.id)")], name)),
            .td(.codeText(file.declared.mediaType)),
            .td(
                file.submission.map {
                    .a([.href("/desk/submissions/\($0)")], words.html(Phrase("evidence.from.submission")))
                } ?? words.html(Phrase("evidence.from.officer"))),
            .td(.list(tags(state).map { .list(.span([.class("tag")], words.html($0)), " ") })))
    }

    private func tags(_ state: EvidenceState?) -> [Phrase] {
        guard let state else { return [] }
        var tags: [Phrase] = []
        if state.isAwaited { tags.append(Phrase("evidence.tag.awaited")) }
        if let check = state.check { tags.append(Phrase(key: "evidence.tag.\(check.rawValue.lowercased())")) }
        if state.hasDamagedCopy { tags.append(Phrase("evidence.tag.copy_damaged")) }
        if state.scan == .infected { tags.append(Phrase("evidence.tag.infected")) }
        if state.stampedAt != nil { tags.append(Phrase("evidence.tag.stamped")) }
        return tags
    }

    private func add(_ action: String, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        let fields = FormFields(words, state)
        return .details(
            [.id("add-file")] + (state.errors.isEmpty ? [] : [.open]),
            .summary(words.html(Phrase("evidence.add.title"))),
            fields.form(
                action: action, token: staff.formToken, multipart: true,
                fields.file("files", Phrase("evidence.add.files"), required: true, multiple: true),
                fields.textarea(
                    "reason", Phrase("evidence.add.reason"), hint: Phrase("evidence.add.reason.hint"), required: true,
                    rows: 3),
                fields.button(Phrase("evidence.add.submit"))))
    }

    // MARK: Changing a record

    func revise(
        capture: RecordVersion<WebCapture>, _ row: CaseRow, _ state: FormState, conflict: [FieldMerge.Conflict],
        _ staff: Staff
    ) -> HTML {
        let words = shell.pages.words(staff)
        let path = "/desk/cases/\(row.id)/captures/\(capture.id)"
        return shell.page(
            row, .evidence, staff,
            .h2(words.html(Phrase("capture.revise"))),
            .when(!conflict.isEmpty, RecordWords(WebCapture.kind, shell.lists, words).conflict(conflict)),
            CaptureForm(lists: shell.lists).html(
                action: path, token: staff.formToken, version: capture.version, state, words),
            remove(path, capture.version, words, staff))
    }

    func revise(
        translation: RecordVersion<Translation>, _ row: CaseRow, of texts: [TranslatableText], _ state: FormState,
        conflict: [FieldMerge.Conflict], _ staff: Staff
    ) -> HTML {
        let words = shell.pages.words(staff)
        let path = "/desk/cases/\(row.id)/translations/\(translation.id)"
        return shell.page(
            row, .evidence, staff,
            .h2(words.html(Phrase("translation.revise"))),
            .when(!conflict.isEmpty, RecordWords(Translation.kind, shell.lists, words).conflict(conflict)),
            TranslationForm(lists: shell.lists).html(
                action: path, token: staff.formToken, version: translation.version, of: texts, state, words),
            remove(path, translation.version, words, staff))
    }

    private func remove(_ path: String, _ version: Int, _ words: Words, _ staff: Staff) -> HTML {
        let fields = FormFields(words)
        return .details(
            .summary(words.html(Phrase("evidence.record.remove"))),
            fields.form(
                action: "\(path)/remove", token: staff.formToken, fields.hidden("version", String(version)),
                fields.text("reason", Phrase("evidence.reason"), required: true),
                fields.button(Phrase("evidence.record.remove"))))
    }
}
