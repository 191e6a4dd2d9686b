import Accounts
import CaseModel
import Foundation
import Web

/// The web captures on a case's evidence page, with the form for another.
struct CaptureList: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    func html(_ content: CaseEvidencePages.Content, _ state: FormState) -> HTML {
        let action = "/desk/cases/\(content.row.id)/captures"
        return .section(
            [.id("captures")],
            .h2(words.html(Phrase("capture.title"))),
            content.captures.isEmpty
                ? .p(words.html(Phrase("capture.none")))
                : .list(content.captures.map { one($0, content) }),
            .when(
                staff.may(.editCases),
                .details(
                    [.id("add-capture")] + (state.errors.isEmpty ? [] : [.open]),
                    .summary(words.html(Phrase("capture.add"))),
                    CaptureForm(lists: lists).html(
                        action: action, token: staff.formToken, version: nil, state, words))))
    }

    private func one(_ capture: RecordVersion<WebCapture>, _ content: CaseEvidencePages.Content) -> HTML {
        let record = capture.content
        let path = "/desk/cases/\(content.row.id)"
        return .article(
            [.class("card"), .id("record-\(capture.id)")],
            .h3(.userText(record.url)),
            .dl(
                .dt(words.html(Phrase("record.capture.captured_at"))),
                .dd(.time([.dir(.leftToRight)], .text(UTCTime.minute(record.capturedAt)))),
                fact("collector", record.collector), fact("machine", record.machine), fact("network", record.network),
                fact("note", record.note),
                .dt(words.html(Phrase("record.capture.files"))),
                .dd(.list(record.files.map { file($0, content) })),
                .list(record.claims.map { claim($0.name, $0.claim) })),
            .p(
                [.class("hint")],
                .time([.dir(.leftToRight)], .text(UTCTime.minute(capture.savedAt))), " · ",
                .userText(content.names.name(capture.savedBy)), " · ",
                .a([.href("\(path)/records/\(capture.id)")], words.html(Phrase("record.history"))),
                .when(
                    staff.may(.editCases),
                    .list(
                        " · ",
                        .a([.href("\(path)/captures/\(capture.id)")], words.html(Phrase("evidence.record.change")))))))
    }

    private func file(_ id: EvidenceID, _ content: CaseEvidencePages.Content) -> HTML {
        let name = content.files.first { $0.id == id }?.declared.name ?? ""
        return .p(
            .a([.href("/desk/evidence/\(id)")], name.isEmpty ? words.html(Phrase("evidence.unnamed")) : .userText(name))
        )
    }

    private func fact(_ field: String, _ text: String) -> HTML {
        .when(
            !text.isEmpty,
            .list(.dt(words.html(Phrase(key: "record.capture.\(field)"))), .dd(.userParagraphs(text))))
    }

    private func claim(_ name: String, _ claim: ContentClaim?) -> HTML {
        guard let claim else { return .empty }
        return .list(
            .dt(words.html(Phrase(key: "record.capture.\(name)"))),
            .dd(.strong(.codeText("\(claim.reliability)\(claim.credibility)")), " ", .userText(claim.text)))
    }
}
