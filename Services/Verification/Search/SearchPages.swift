import Accounts
import CaseModel
import Foundation
import Web

/// The page on which one searches, and what was found.
///
/// Everything is asked by a form that is sent: words that identify a person stand in no address, no history and no log.
struct SearchPages: Sendable {
    let pages: StaffPages
    let lists: CodeLists

    static let path = "/desk/search"
    /// Of each facet so many codes are shown, the commonest first, and those that were chosen.
    private static let mostCodes = 20
    /// What can be chosen before anything was found.
    private static let first: [Facet] = [.found, .urgency, .status, .actGroup, .act, .entity, .stateOfAct, .language]

    /// - Parameters:
    ///   - state: What was typed, with what is wrong with it.
    ///   - result: Nil where nothing was asked, or wrongly.
    ///   - saved: Nil where they are not shown.
    func search(
        _ question: SearchQuestion, _ state: FormState, _ result: Search.Result?, names: [String: String],
        saved: [SavedSearches.Kept]?, notice: Phrase? = nil, _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        let shown = FacetWords(lists: lists, words: words, names: names)
        return pages.page(
            Phrase("search.title"), staff, path: Self.path,
            .h1(words.html(Phrase("search.title"))),
            .p(.a([.href(PatternPages.path)], words.html(Phrase("patterns.title")))),
            notice.map { .div([.class("notice"), .role("status")], .p(words.html($0))) } ?? .empty,
            form(state, result, shown, staff),
            result.map { found($0, question, shown, staff) } ?? .empty,
            SavedSearchForms(words: words, staff: staff).html(saved, question, canSave: result != nil))
    }

    // MARK: Asking

    private func form(_ state: FormState, _ result: Search.Result?, _ shown: FacetWords, _ staff: Staff) -> HTML {
        let fields = FormFields(shown.words, state)
        return .list(
            fields.form(
                action: Self.path, token: staff.formToken,
                fields.text(
                    "words", Phrase("search.words"), hint: Phrase("search.words.hint"),
                    maxLength: SearchQuestion.longestWords),
                fields.button(Phrase("search.submit")),
                .div(
                    [.class("facets"), .id("facets")],
                    .list(Facet.allCases.map { facet(fields, $0, result, shown) }))),
            .p([.class("hint")], shown.words.html(Phrase("search.no_address"))))
    }

    private func facet(
        _ fields: FormFields, _ facet: Facet, _ result: Search.Result?, _ shown: FacetWords
    ) -> HTML {
        let chosen = fields.state.all(facet.rawValue).map { FacetCode(facet, $0) }
        var choices: [Choice]
        if let result {
            let counted = result.counts.filter { $0.key.facet == facet }
                .sorted { ($0.value, $1.key.code) > ($1.value, $0.key.code) }
            let codes = counted.prefix(Self.mostCodes).map(\.key)
            choices = (codes + chosen.filter { !codes.contains($0) }).map { code in
                Choice(code.code, "\(shown.label(code)) (\(result.counts[code, default: 0]))")
            }
        } else {
            guard Self.first.contains(facet) || !chosen.isEmpty else { return .empty }
            choices = facet.codes(lists).map { Choice($0, shown.label(FacetCode(facet, $0))) }
        }
        guard !choices.isEmpty else { return .empty }
        return fields.optional(
            facet.title, [facet.rawValue], fields.boxes(facet.rawValue, facet.title, options: choices))
    }

    // MARK: What was found

    private func found(
        _ result: Search.Result, _ question: SearchQuestion, _ shown: FacetWords, _ staff: Staff
    ) -> HTML {
        let words = shown.words
        return .section(
            [.id("results")],
            .h2(
                words.html(Phrase("search.results", count: result.total)),
                .list(" ", .data([.id("total"), .value(String(result.total))], .empty))),
            result.items.isEmpty
                ? .p(words.html(Phrase("search.none")))
                : .ol([.class("found")], .list(result.items.map { item($0, shown) })),
            paging(result, question, words, staff))
    }

    private func item(_ item: Search.Result.Item, _ shown: FacetWords) -> HTML {
        let words = shown.words
        let thing = item.thing
        let time = UTCTime.html(thing.at)
        let urgency = "\(thing.urgency.rawValue) – \(lists.label(thing.urgency.rawValue, in: "urgency", words))"
        return .li(
            [.id(Self.id(thing.subject))],
            .a([.href(Self.address(thing.subject))], link(thing, words)), " ",
            .span([thing.urgency == .u1 ? .class("urgency u1") : .class("urgency")], .text(urgency)), " ", time,
            .when(
                !item.isExact, .list(" ", .span([.class("tag")], words.html(Phrase("search.similar"))))),
            .p([.class("hint")], .text(said(item, shown))))
    }

    private func link(_ thing: FoundThing, _ words: Words) -> HTML {
        switch thing.subject {
        case .file: words.html(Phrase("desk.case.number", ["number": .number(Int(thing.number ?? 0))]))
        case .submission:
            thing.number.map {
                words.html(Phrase("search.submission_of_case", ["number": .number(Int($0))]))
            } ?? words.html(Phrase("search.submission"))
        }
    }

    /// Status, acts, bodies and States, as the index has them: nothing is opened for a list.
    private func said(_ item: Search.Result.Item, _ shown: FacetWords) -> String {
        let order: [Facet] = [.status, .act, .entity, .stateOfAct, .verification]
        return order.flatMap { facet in
            item.codes.filter { $0.facet == facet }.map(shown.label).sorted()
        }.joined(separator: " · ")
    }

    private func paging(
        _ result: Search.Result, _ question: SearchQuestion, _ words: Words, _ staff: Staff
    ) -> HTML {
        guard result.pages > 1 else { return .empty }
        func button(_ page: Int, _ label: Phrase) -> HTML {
            guard (1...result.pages).contains(page) else { return .empty }
            return FormFields(words).buttonForm(
                action: Self.path, token: staff.formToken, label, fields: question.fields + [("page", String(page))])
        }
        return .nav(
            [.ariaLabel(words(Phrase("search.pages")))],
            .p(
                words.html(
                    Phrase("search.page", ["page": .number(result.page), "pages": .number(result.pages)]))),
            button(result.page - 1, Phrase("search.previous")), button(result.page + 1, Phrase("search.next")))
    }

    static func id(_ subject: IndexedDocument.Subject) -> String {
        switch subject {
        case .submission(let id): "submission-\(id)"
        case .file(let id): "case-\(id)"
        }
    }

    static func address(_ subject: IndexedDocument.Subject) -> String {
        switch subject {
        case .submission(let id): "/desk/submissions/\(id)"
        case .file(let id): "/desk/cases/\(id)"
        }
    }
}
