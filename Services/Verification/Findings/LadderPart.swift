import Accounts
import CaseModel
import Web

/// What the rules make of the items: the rung with its reasons, the link, what is wanting; and what was decided.
struct LadderPart: Sendable {
    let lists: CodeLists
    let words: Words

    func html(_ findings: Findings) -> HTML {
        let suggestion = findings.assessment.suggestion
        let explanation = findings.assessment.explanation(findings.nexus)
        return .section(
            [.id("ladder")],
            .h2(words.html(Phrase("ladder.title"))),
            .p([.class("wording")], words.html(CaseWording.phrase(findings.file.record.decision?.verification))),
            .dl(
                fact(
                    Phrase("ladder.suggested"),
                    data("suggested-status", String(suggestion.status.rawValue.prefix(2)), status(suggestion.status))),
                fact(
                    Phrase("ladder.lines"),
                    data("independent-source-lines", "\(suggestion.independentLinesForAct)")),
                fact(
                    Phrase("ladder.contested"),
                    data("contested", "\(suggestion.isContested)", answer(suggestion.isContested))),
                fact(
                    Phrase("ladder.eligible"),
                    data("eligible-for-v4", "\(findings.isEligible)", answer(findings.isEligible))),
                link(findings), decided(findings)),
            reasons(explanation, findings),
            notices(findings))
    }

    private func link(_ findings: Findings) -> HTML {
        let suggested = findings.suggestedNexus
        return fact(
            Phrase("ladder.nexus"),
            data("suggested-nexus", suggested.rawValue, lists.label(suggested.rawValue, in: "nexus_strength", words)))
    }

    private func decided(_ findings: Findings) -> HTML {
        guard let decision = findings.file.record.decision else {
            return fact(Phrase("ladder.decided"), words.html(Phrase("ladder.undecided")))
        }
        let nexus = findings.file.record.nexus
        return .list(
            fact(
                Phrase("ladder.decided"),
                data("decided-status", decision.verification.rawValue, status(decision.verification))),
            fact(
                Phrase("decision.nexus"),
                data("decided-nexus", nexus.rawValue, lists.label(nexus.rawValue, in: "nexus_strength", words))))
    }

    private func reasons(_ explanation: LadderExplanation, _ findings: Findings) -> HTML {
        let because = explanation.because.map { findings.file.items[$0].id }
        return .list(
            .h3(words.html(Phrase("ladder.because"))),
            .ul(
                .list(
                    explanation.suggestion.reasons.map {
                        .li(words.html(Phrase(key: "verification.reason.\($0.rawValue)")))
                    })),
            ItemWords(lists, words).named(because, findings) ?? .empty,
            .h3(words.html(Phrase("ladder.missing"))),
            .ul(
                .list(
                    explanation.missing.map { .li(words.html(Phrase(key: "verification.missing.\($0.rawValue)"))) })))
    }

    /// The order of the days, and what it and a belief in cooperation cannot show.
    private func notices(_ findings: Findings) -> HTML {
        let order = HTML.p(
            [findings.order.finding == .actFirst ? .class("notice") : .class("hint")],
            .data(
                [.id("date-order"), .value(findings.order.finding.rawValue)],
                words.html(Phrase(key: "ladder.order.\(findings.order.finding.rawValue)"))))
        return .list(
            order, .when(findings.order.isOnlyPerceived, .p([.class("hint")], words.html(Phrase("ladder.perceived")))))
    }

    private func status(_ status: VerificationStatus) -> String {
        "\(status.rawValue.prefix(2)) – \(lists.label(status.rawValue, in: "verification_status", words))"
    }

    private func answer(_ truth: Bool) -> String { words(truth ? Phrase("record.yes") : Phrase("record.no")) }

    private func data(_ id: String, _ value: String, _ text: String? = nil) -> HTML {
        .data([.id(id), .value(value)], .text(text ?? value))
    }

    private func fact(_ title: Phrase, _ value: HTML) -> HTML { .list(.dt(words.html(title)), .dd(value)) }
}
