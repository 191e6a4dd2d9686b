import Accounts
import CaseModel
import Foundation
import Web

/// Shows a step that waits for a signature, or what became of it.
struct StepWords: Sendable {
    let lists: CodeLists
    let words: Words
    let names: StaffNames

    func article(_ step: RecordVersion<SignedStep>) -> HTML {
        let content = step.content
        return .article(
            [.class("step"), .id("step-\(step.id)")],
            .h3(
                words.html(Phrase(key: "review.what.\(content.what.rawValue)")), " · ",
                .data(
                    [.value(content.state.rawValue)], words.html(Phrase(key: "review.state.\(content.state.rawValue)")))
            ),
            .dl(
                code(Phrase("decision.status"), content.status?.rawValue, "verification_status"),
                code(Phrase("ladder.suggested"), content.suggested?.rawValue, "verification_status"),
                code(Phrase("decision.nexus"), content.nexus?.rawValue, "nexus_strength"),
                code(Phrase("step.next"), content.next?.rawValue, "case_status"),
                fact(Phrase("decision.reason"), .userParagraphs(content.reason)),
                .when(!content.answer.isEmpty, fact(Phrase("decision.answer"), .userParagraphs(content.answer))),
                fact(Phrase("review.officer"), .userText(names.name(content.officer))),
                content.reviewer.map { fact(Phrase("review.reviewer"), .userText(names.name($0))) } ?? .empty),
            .list(content.remarks.map { remark($0) }),
            .p([.class("hint")], .time([.dir(.leftToRight)], .text(UTCTime.minute(step.savedAt)))))
    }

    private func remark(_ remark: SignedStep.Remark) -> HTML {
        .blockquote(
            .userParagraphs(remark.text),
            .p(
                [.class("hint")],
                words.html(
                    Phrase(
                        "finding.saved",
                        ["time": .text(UTCTime.minute(remark.at)), "name": .text(names.name(remark.by))]))))
    }

    private func code(_ title: Phrase, _ code: String?, _ list: String) -> HTML {
        code.map { fact(title, .data([.value($0)], .text(lists.label($0, in: list, words)))) } ?? .empty
    }

    private func fact(_ title: Phrase, _ value: HTML) -> HTML { .list(.dt(words.html(title)), .dd(value)) }
}
