import Accounts
import CaseModel
import Web

/// Each claim with what speaks for and against it (VE-01), the independence groups, and the contradictions.
struct ClaimsPart: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff
    /// Not on paper.
    var hasForms = true

    private var mayChange: Bool { hasForms && staff.may(.recordFindings) }

    private var items: ItemWords { ItemWords(lists, words) }

    // MARK: Claims

    func claims(_ findings: Findings) -> HTML {
        let head = [Phrase("finding.claim"), Phrase("finding.supports"), Phrase("finding.contradicts")]
        let rows = Claim.allCases.map { claim in
            HTML.tr(
                .th([.scope("row")], words.html(claim.phrase)),
                .td(named(findings) { $0.supports.contains(claim) }),
                .td(named(findings) { $0.contradicts.contains(claim) }))
        }
        return table("claims", Phrase("finding.claims"), head, rows)
    }

    private func named(_ findings: Findings, _ isMeant: (ItemContent) -> Bool) -> HTML {
        let ids = findings.file.items.filter { isMeant($0.content) }.map(\.id)
        return items.named(ids, findings) ?? words.html(Phrase("record.empty"))
    }

    // MARK: Groups

    func groups(_ findings: Findings) -> HTML {
        let head = [Phrase("finding.group"), Phrase("group.items"), Phrase("finding.told_by")]
        let rows = findings.assessment.groups.map { group in
            HTML.tr(
                .th([.scope("row")], .userText(group.name)),
                .td(items.named(group.items.map(\.id), findings) ?? .empty),
                .td(
                    .userText(findings.groups.first { $0.name == group.name }?.toldBy ?? words(Phrase("record.empty"))))
            )
        }
        return .section(
            .h2(words.html(Phrase("group.title"))),
            table("groups", Phrase("group.title"), head, rows),
            .when(
                mayChange,
                .p(
                    .a(
                        [.href("/desk/cases/\(findings.file.row.id)/groups")], words.html(Phrase("group.edit"))))),
            .list(findings.proposals.map { proposal($0, findings) }))
    }

    private func proposal(_ proposal: GroupProposals.Proposal, _ findings: Findings) -> HTML {
        let form = FormFields(words)
        func button(_ answer: GroupingContent.Answer, _ label: Phrase) -> HTML {
            form.buttonForm(
                action: "/desk/cases/\(findings.file.row.id)/groupings", token: staff.formToken, label,
                fields: [
                    ("one", "\(proposal.one)"), ("other", "\(proposal.other)"), ("answer", answer.rawValue),
                ])
        }
        return .div(
            [.class("notice proposal")],
            .p(words.html(Phrase(key: "group.proposal.\(proposal.reason.rawValue)"))),
            items.named([proposal.one, proposal.other], findings) ?? .empty,
            .when(
                mayChange,
                .list(
                    button(.confirmed, Phrase("group.confirm")), " ", button(.declined, Phrase("group.decline")))))
    }

    // MARK: Contradictions

    func contradictions(_ findings: Findings) -> HTML {
        let id = findings.file.row.id
        let all = findings.assessment.contradictions
        return .section(
            .h2(words.html(Phrase("contradiction.title"))),
            all.isEmpty
                ? .p(words.html(Phrase("contradiction.none"))) : .list(all.map { contradiction($0, findings) }),
            .when(
                mayChange && findings.file.items.count > 1,
                .p(
                    .a(
                        [.href("/desk/cases/\(id)/contradictions/new")], words.html(Phrase("contradiction.enter"))))))
    }

    private func contradiction(_ one: Contradiction, _ findings: Findings) -> HTML {
        let content = one.content
        return .article(
            [.class("contradiction"), .id("contradiction-\(one.id)")],
            .h3(
                words.html(content.claim.phrase), " · ",
                words.html(Phrase(key: "contradiction.differs.\(content.differs.rawValue)")), " · ",
                .data(
                    [.value(content.state.rawValue)],
                    words.html(Phrase(key: "contradiction.state.\(content.state.rawValue)")))),
            items.named(content.items, findings) ?? .empty,
            .userParagraphs(content.note),
            .when(
                content.state == .resolved,
                .dl(
                    .dt(words.html(Phrase("contradiction.how"))), .dd(.userParagraphs(content.how)),
                    .dt(words.html(Phrase("contradiction.why"))), .dd(.userParagraphs(content.why)))),
            .p(
                [.class("hint")],
                words.html(
                    Phrase(
                        "finding.saved",
                        [
                            "time": .text(UTCTime.minute(one.savedAt)), "name": .text(findings.names.name(one.savedBy)),
                        ]))),
            .when(
                mayChange,
                .p(
                    .a(
                        [.href("/desk/cases/\(findings.file.row.id)/contradictions/\(one.id)")],
                        words.html(Phrase("contradiction.answer"))))))
    }

    private func table(_ id: String, _ caption: Phrase, _ head: [Phrase], _ rows: [HTML]) -> HTML {
        .scrolling(
            words(caption),
            .table(
                [.id(id)],
                .caption(words.html(caption)),
                .thead(.tr(.list(head.map { .th([.scope("col")], words.html($0)) }))),
                .tbody(.list(rows))))
    }
}
