import Accounts
import Foundation
import Web

/// The saved searches beside the form, and the form that saves what was just asked.
struct SavedSearchForms {
    let words: Words
    let staff: Staff

    func html(_ saved: [SavedSearches.Kept]?, _ question: SearchQuestion, canSave: Bool) -> HTML {
        .section(
            [.id("saved-searches")],
            .h2(words.html(Phrase("search.saved.title"))),
            saved.map { list($0) } ?? .p(.a([.href(SearchPages.path)], words.html(Phrase("search.saved.all")))),
            .when(canSave && !question.isEmpty, save(question)))
    }

    private func list(_ saved: [SavedSearches.Kept]) -> HTML {
        saved.isEmpty
            ? .p(words.html(Phrase("search.saved.none"))) : .ul([.class("found")], .list(saved.map { item($0) }))
    }

    private func item(_ kept: SavedSearches.Kept) -> HTML {
        let path = "\(SearchPages.path)/saved/\(kept.id.uuidString.lowercased())"
        let fields = FormFields(words)
        return .li(
            [.id("saved-\(kept.id.uuidString.lowercased())")],
            .userText(kept.content.name), " ",
            .when(kept.isShared, .list(.span([.class("tag")], words.html(Phrase("search.saved.shared"))), " ")),
            words.html(
                Phrase("search.saved.count", ["found": .number(kept.found), "added": .number(kept.added)])),
            .data([.value(String(kept.added))], .empty), " ",
            fields.buttonForm(action: path, token: staff.formToken, Phrase("search.saved.look")),
            .when(
                kept.isOwn,
                fields.buttonForm(
                    action: "\(path)/remove", token: staff.formToken, Phrase("search.saved.remove"))))
    }

    private func save(_ question: SearchQuestion) -> HTML {
        let fields = FormFields(words)
        return .details(
            .summary(words.html(Phrase("search.save.title"))),
            fields.form(
                action: "\(SearchPages.path)/saved", token: staff.formToken,
                .list(question.fields.map { fields.hidden($0.0, $0.1) }),
                fields.text("name", Phrase("search.save.name"), required: true, maxLength: SavedSearches.longestName),
                fields.checkbox("shared", Phrase("search.save.shared"), hint: Phrase("search.save.shared.hint")),
                fields.button(Phrase("search.save.submit"))))
    }
}
