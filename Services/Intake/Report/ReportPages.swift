import CaseModel
import Web

/// The form: one page, one plain POST. What may stay empty stands closed, so that the shortest way is short.
struct ReportPages: Sendable {
    let layout: PublicLayout
    let lists: CodeLists
    let uploads: UploadLimits

    /// What stands above the form when it is shown.
    enum Notice: Sendable {
        case stale, again, unsure
        case busy(seconds: Int)
        case takenUp, deleted, gone, cannotKeep
        case offered(KeptDraft)
    }

    /// What a form needs besides what was typed.
    struct Content: Sendable {
        var token: String
        var state = FormState()
        /// The session of the files, and those that have come.
        var upload: UploadToken?
        var files: [DeclaredEvidence] = []
        var events: [(UNEventID, UNEvent)] = []
    }

    func form(_ language: Language, _ content: Content, notice: Notice? = nil) -> HTML {
        let words = layout.phrases.words(language)
        let fields = FormFields(words, content.state)
        return layout.page(
            fields.title(Phrase("report.title")), language: language, path: "/report",
            scripts: [layout.assets.uploadScript],
            .h1(words.html(Phrase("report.title"))),
            notice.map { ReportNotice(words: words, token: content.token).html($0) } ?? .empty,
            .p([.class("lead")], words.html(Phrase("report.lead"))),
            fields.form(
                action: "/\(language.code)/report", token: content.token, multipart: true,
                parts(fields, content), end(fields)))
    }

    private func parts(_ fields: FormFields, _ content: Content) -> HTML {
        let codes = CodeWords(lists: lists, words: fields.words)
        let happened = WhatHappenedFields(fields: fields, codes: codes)
        let contact = UNContactFields(fields: fields, codes: codes, events: content.events)
        let people = PeopleFields(fields: fields, codes: codes)
        return .list([
            happened.narrative(), contact.link(), happened.dangers(),
            .p([.class("hint")], fields.words.html(Phrase("report.parts"))),
            EvidencePart(limits: uploads).optional(fields, token: content.upload, files: content.files),
            people.whom(), happened.acts(), happened.circumstances(), contact.more(), people.person(),
            ConsentFields(fields: fields, codes: codes).section(), people.contact(),
        ])
    }

    private func end(_ fields: FormFields) -> HTML {
        .list(
            .div([.class("actions")], fields.button(Phrase("report.submit"))),
            .p([.class("hint")], fields.words.html(Phrase("report.wait"))),
            fields.optional(
                Phrase("draft.part"), [],
                .p(fields.words.html(Phrase("draft.text"))),
                fields.button(Phrase("draft.keep"), name: ReportForm.wish, value: ReportForm.Wish.keep.rawValue)))
    }
}
