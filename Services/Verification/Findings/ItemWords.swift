import Accounts
import CaseModel
import Foundation
import Web

/// Shows one item of information.
struct ItemWords: Sendable {
    let lists: CodeLists
    let words: Words

    init(_ lists: CodeLists, _ words: Words) {
        self.lists = lists
        self.words = words
    }

    /// What an item is called where another names it.
    func name(_ item: Item) -> String {
        let type = lists.label(item.content.sourceType.rawValue, in: "source_type", words)
        let reference = item.content.sourceRef.isEmpty ? type : item.content.sourceRef
        return "\(reference) (\(item.content.group))"
    }

    static func grade(_ reliability: SourceReliability?, _ credibility: InformationCredibility?) -> String {
        "\(reliability?.rawValue ?? "–")\(credibility?.rawValue ?? "–")"
    }

    /// - Parameter showsGrades: Not where somebody is to grade by themselves.
    func article(_ item: Item, in findings: Findings, showsGrades: Bool = true, _ actions: HTML = .empty) -> HTML {
        let content = item.content
        return .article(
            [.class("finding"), .id("record-\(item.id)")],
            .h3(
                .when(showsGrades, .list(grade(content), " ")), .userText(title(content)), " · ",
                .userText(content.group)),
            .when(showsGrades, grading(item, findings)),
            .dl(
                fact(Phrase("finding.supports"), claims(content.supports)),
                fact(Phrase("finding.contradicts"), claims(content.contradicts)),
                fact(
                    Phrase("finding.nexus_evidence"),
                    content.shows.map { .text(lists.label($0.rawValue, in: "nexus_strength", words)) }),
                fact(Phrase("finding.told_by"), told(content, findings)),
                fact(Phrase("finding.confirmed_by"), named(content.confirmedBy, findings))),
            .userParagraphs(content.note),
            .when(!content.quote.isEmpty, quote(content)),
            .p(
                [.class("hint")],
                words.html(
                    Phrase(
                        "finding.saved",
                        [
                            "time": .text(UTCTime.minute(item.savedAt)),
                            "name": .text(findings.names.name(item.savedBy)),
                        ]))),
            actions)
    }

    private func title(_ content: ItemContent) -> String {
        let type = lists.label(content.sourceType.rawValue, in: "source_type", words)
        return content.sourceRef.isEmpty ? type : "\(content.sourceRef) – \(type)"
    }

    private func grade(_ content: ItemContent) -> HTML {
        .strong(
            .data(
                [.value(Self.grade(content.reliability, content.credibility))],
                .text(Self.grade(content.reliability, content.credibility))))
    }

    /// What people should see of the grades besides: who else graded, and whether a "1" still holds.
    private func grading(_ item: Item, _ findings: Findings) -> HTML {
        var notices: [Phrase] = []
        if findings.assessment.unconfirmed.contains(item.id) { notices.append(Phrase("finding.one.lost")) }
        if item.content.isDisputed { notices.append(Phrase("finding.second.differs")) }
        if findings.assessment.wantsSecondGrade(findings.file.row.urgency).contains(item.id) {
            notices.append(Phrase("finding.second.wanted"))
        }
        let second = item.content.second.map { second in
            HTML.p(
                words.html(
                    Phrase(
                        "finding.second",
                        [
                            "grade": .text(Self.grade(second.reliability, second.credibility)),
                            "name": .text(findings.names.name(second.by)),
                            "time": .text(UTCTime.minute(second.at)),
                        ])),
                .when(!second.note.isEmpty, .list(" ", .userText(second.note))))
        }
        return .list(.list(notices.map { .p([.class("notice")], words.html($0)) }), second ?? .empty)
    }

    private func claims(_ claims: [Claim]) -> HTML? {
        claims.isEmpty ? nil : .text(claims.map { words($0.phrase) }.joined(separator: "; "))
    }

    private func told(_ content: ItemContent, _ findings: Findings) -> HTML? {
        let item = content.toldByItem.flatMap { named([$0], findings) }
        guard !content.toldBy.isEmpty else { return item }
        return .list(.userText(content.toldBy), item.map { .list(" · ", $0) } ?? .empty)
    }

    func named(_ ids: [RecordID], _ findings: Findings) -> HTML? {
        guard !ids.isEmpty else { return nil }
        let links = ids.map { id in
            findings.file.items.first { $0.id == id }.map { item in
                HTML.li(.a([.href("#record-\(id)")], .userText(name(item))))
            } ?? .li(words.html(Phrase("finding.gone")))
        }
        return .ul(.list(links))
    }

    private func quote(_ content: ItemContent) -> HTML {
        let language: [Attribute] =
            content.quoteLanguage.isEmpty || content.quoteLanguage == "other" ? [] : [.lang(content.quoteLanguage)]
        return .list(
            .blockquote(language, .userParagraphs(content.quote)),
            .when(!content.quoteOf.isEmpty, .p([.class("hint")], .userText(content.quoteOf))))
    }

    private func fact(_ title: Phrase, _ value: HTML?) -> HTML {
        value.map { .list(.dt(words.html(title)), .dd($0)) } ?? .empty
    }
}
