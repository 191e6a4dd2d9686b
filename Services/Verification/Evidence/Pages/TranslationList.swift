import Accounts
import CaseModel
import Foundation
import Web

/// Translations on a case's evidence page, each beside its original, with the form for another.
struct TranslationList: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    func html(_ content: CaseEvidencePages.Content, _ state: FormState) -> HTML {
        let action = "/desk/cases/\(content.row.id)/translations"
        return .section(
            [.id("translations")],
            .h2(words.html(Phrase("translation.title"))),
            content.translations.isEmpty
                ? .p(words.html(Phrase("translation.none")))
                : .list(content.translations.map { one($0, content) }),
            .when(
                staff.may(.editCases) && !content.texts.isEmpty,
                .details(
                    [.id("add-translation")] + (state.errors.isEmpty ? [] : [.open]),
                    .summary(words.html(Phrase("translation.add"))),
                    TranslationForm(lists: lists).html(
                        action: action, token: staff.formToken, version: nil, of: content.texts, state, words))))
    }

    private func one(_ translation: RecordVersion<Translation>, _ content: CaseEvidencePages.Content) -> HTML {
        let record = translation.content
        let original = content.texts.first { $0.name == record.of }
        let path = "/desk/cases/\(content.row.id)"
        return .article(
            [.class("card"), .id("record-\(translation.id)")],
            .h3(
                .text(original.map { TranslationForm(lists: lists).title($0, words) } ?? record.of)),
            .when(
                original?.version != record.quoted,
                .p([.class("notice")], words.html(Phrase("translation.other_version")))),
            .div(
                [.class("beside")],
                side(Phrase("translation.original"), record.from, self.original(original, record)),
                side(Phrase("record.translation.text"), record.to, .userParagraphs(record.text))),
            .dl(
                .dt(words.html(Phrase("record.translation.translator"))),
                .dd(
                    .userText(record.translator), " · ", words.html(TranslationForm.phrase(record.means)), " · ",
                    .codeText(record.translatedOn)),
                .when(
                    !record.reviser.isEmpty,
                    .list(
                        .dt(words.html(Phrase("record.translation.reviser"))), .dd(.userText(record.reviser)))),
                .dt(words.html(Phrase("record.translation.quoted"))), .dd(.codeText(record.quoted))),
            .p(
                [.class("hint")],
                .time([.dir(.leftToRight)], .text(UTCTime.minute(translation.savedAt))), " · ",
                .userText(content.names.name(translation.savedBy)), " · ",
                .a([.href("\(path)/records/\(translation.id)")], words.html(Phrase("record.history"))),
                .when(
                    staff.may(.editCases),
                    .list(
                        " · ",
                        .a(
                            [.href("\(path)/translations/\(translation.id)")],
                            words.html(Phrase("evidence.record.change")))))))
    }

    private func original(_ text: TranslatableText?, _ record: Translation) -> HTML {
        if let said = text?.text { return .userParagraphs(said) }
        let id = record.of.split(separator: "/").last.map(String.init) ?? ""
        return .p(.a([.href("/desk/evidence/\(id)")], words.html(Phrase("evidence.open"))))
    }

    private func side(_ title: Phrase, _ language: String, _ body: HTML) -> HTML {
        .div(
            .h4([.class("hint")], words.html(title), " · ", .text(lists.label(language, in: "language", words))),
            .div([.lang(language == "other" ? "und" : language), .dir(.auto)], body))
    }
}
