import Accounts
import CaseModel
import Foundation
import Web

/// Early warnings, and how many cases there are of each law, State, body and event.
struct PatternPages: Sendable {
    let pages: StaffPages
    let lists: CodeLists

    static let path = "/desk/patterns"
    /// What the figures are of.
    static let counted: [Facet] = [.act, .stateOfAct, .stateResponsible, .entity, .event]
    /// Acts that are laws: their making and their use.
    static let laws: Set<String> = ["O06", "O07"]

    // MARK: Warnings

    /// - Parameters:
    ///   - names: Of UN events, by their ids.
    ///   - failed: The warning whose form is shown again, with what is wrong.
    func warnings(
        _ list: ReadWarnings.List, names: [String: String], failed: (id: UUID, state: FormState)? = nil,
        notice: Phrase? = nil, _ staff: Staff
    ) -> HTML {
        let words = pages.words(staff)
        let shown = FacetWords(lists: lists, words: words, names: names)
        return pages.page(
            Phrase("patterns.title"), staff, path: "/desk",
            .h1(words.html(Phrase("patterns.title"))),
            notice.map { .div([.class("notice"), .role("alert")], .p(words.html($0))) } ?? .empty,
            .p([.class("lead")], words.html(Phrase("patterns.lead"))),
            .p(.a([.href("\(Self.path)/figures")], words.html(Phrase("patterns.figures.title")))),
            list.open.isEmpty
                ? .p(words.html(Phrase("patterns.none")))
                : .list(
                    list.open.map { warning in
                        self.warning(
                            warning, shown,
                            form(warning, failed?.id == warning.row.id ? failed?.state : nil, words, staff))
                    }),
            .when(
                !list.acknowledged.isEmpty,
                .section(
                    .h2(words.html(Phrase("patterns.acknowledged"))),
                    .list(list.acknowledged.map { warning($0, shown, said($0, list.names, words)) }))))
    }

    private func warning(_ warning: ReadWarnings.Warning, _ shown: FacetWords, _ below: HTML) -> HTML {
        let words = shown.words
        let rule = warning.content.rule
        return .article(
            [.id("warning-\(warning.row.id.uuidString.lowercased())"), .class("finding")],
            .h2(.data([.value(rule.rawValue)], words.html(Self.title(rule)))),
            about(warning.content, shown).map { .p(.strong(.userText($0))) } ?? .empty,
            .p(
                [.class("hint")],
                words.html(Phrase("patterns.raised", ["time": .text(UTCTime.minute(warning.row.raisedAt))]))),
            .ul(.list(warning.places.map { .li(place($0, words)) })),
            below)
    }

    private func place(_ place: ReadWarnings.Warning.Place, _ words: Words) -> HTML {
        if let id = place.caseID, let number = place.number {
            return .a(
                [.href("/desk/cases/\(id)")],
                words.html(Phrase("desk.case.number", ["number": .number(Int(number))])))
        }
        return .a([.href("/desk/submissions/\(place.submission)")], words.html(Phrase("search.submission")))
    }

    /// What it is about, where that can be said in words.
    private func about(_ warning: EarlyWarning, _ shown: FacetWords) -> String? {
        switch warning.rule {
        case .sameEvent: return shown.label(FacetCode(.event, warning.key))
        case .sameEntity: return shown.label(FacetCode(.entity, warning.key))
        case .samePlace: return warning.key
        case .newAct:
            let parts = warning.key.split(separator: " ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { return nil }
            return "\(shown.label(FacetCode(.stateOfAct, parts[0]))): \(shown.label(FacetCode(.act, parts[1])))"
        case .draftLaw, .surge, .missedCheckIn: return nil
        }
    }

    private func form(
        _ warning: ReadWarnings.Warning, _ state: FormState?, _ words: Words, _ staff: Staff
    ) -> HTML {
        let fields = FormFields(words, state ?? FormState())
        return fields.form(
            action: "\(Self.path)/\(warning.row.id.uuidString.lowercased())/acknowledge", token: staff.formToken,
            fields.textarea(
                "note", Phrase("patterns.note"), hint: Phrase("patterns.note.hint"), required: true, rows: 2),
            fields.button(Phrase("patterns.acknowledge")))
    }

    private func said(_ warning: ReadWarnings.Warning, _ names: StaffNames, _ words: Words) -> HTML {
        let time = warning.row.acknowledgedAt.map(UTCTime.minute) ?? ""
        let name = warning.row.acknowledgedBy.map { names.name(StaffID($0)) } ?? "–"
        return .list(
            .p(
                [.class("hint")],
                words.html(Phrase("patterns.acknowledged.by", ["name": .text(name), "time": .text(time)]))),
            warning.note.map { .userParagraphs($0) } ?? .empty)
    }

    private static func title(_ rule: EarlyWarning.Rule) -> Phrase {
        switch rule {
        case .sameEvent: Phrase("patterns.rule.same_event")
        case .sameEntity: Phrase("patterns.rule.same_entity")
        case .samePlace: Phrase("patterns.rule.same_place")
        case .newAct: Phrase("patterns.rule.new_act")
        case .draftLaw: Phrase("patterns.rule.draft_law")
        case .surge: Phrase("patterns.rule.surge")
        case .missedCheckIn: Phrase("patterns.rule.missed_check_in")
        }
    }

    // MARK: Figures

    func figures(_ counts: [FacetCode: Int], names: [String: String], _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        let shown = FacetWords(lists: lists, words: words, names: names)
        return pages.page(
            Phrase("patterns.figures.title"), staff, path: "/desk",
            .h1(words.html(Phrase("patterns.figures.title"))),
            .p([.class("lead")], words.html(Phrase("patterns.figures.lead"))),
            .list(Self.counted.map { table($0, counts, shown, staff) }))
    }

    private func table(
        _ facet: Facet, _ counts: [FacetCode: Int], _ shown: FacetWords, _ staff: Staff
    ) -> HTML {
        let words = shown.words
        let title = facet == .act ? Phrase("patterns.figures.laws") : facet.title
        let rows = counts.filter { $0.key.facet == facet && (facet != .act || Self.laws.contains($0.key.code)) }
            .sorted { ($0.value, $1.key.code) > ($1.value, $0.key.code) }
        guard !rows.isEmpty else { return .empty }
        return .section(
            .h2(words.html(title)),
            .scrolling(
                words(title),
                .table(
                    .caption([.class("only-spoken")], words.html(title)),
                    .thead(
                        .tr(
                            .th([.scope("col")], words.html(facet.title)),
                            .th([.scope("col")], words.html(Phrase("patterns.figures.cases"))))),
                    .tbody(.list(rows.map { row($0.key, $0.value, shown, staff) })))))
    }

    /// A count is a question: the button asks it.
    private func row(_ code: FacetCode, _ count: Int, _ shown: FacetWords, _ staff: Staff) -> HTML {
        let button = FormFields(shown.words).buttonForm(
            action: SearchPages.path, token: staff.formToken, Phrase("patterns.figures.look"),
            fields: [("found", "CASE"), (code.facet.rawValue, code.code)])
        return .tr(
            .th([.scope("row")], .userText(shown.label(code))),
            .td(.data([.value("\(code.facet.rawValue)=\(code.code)")], .text(String(count))), " ", button))
    }
}
