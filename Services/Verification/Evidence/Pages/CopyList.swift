import Accounts
import CaseModel
import Foundation
import Web

/// The working copies of a file on its page: how each was made, and the way to look at it.
struct CopyList: Sendable {
    let words: Words
    let names: StaffNames
    let staff: Staff

    func html(_ content: EvidenceFilePages.Content) -> HTML {
        let copies = content.copies.filter { $0.kind != .scan }
        let file = content.file
        return .section(
            [.id("copies")],
            .h2(words.html(Phrase("evidence.copies.title"))),
            .when(
                !content.isSandboxed,
                .p([.class("notice"), .id("evidence-unavailable")], words.html(Phrase("evidence.copies.unavailable")))),
            .when(
                ReadEvidence.isText(file.declared.mediaType),
                .p(.a([.href("/desk/evidence/\(file.id)/text")], words.html(Phrase("evidence.text.show"))))),
            copies.isEmpty
                ? .p(words.html(Phrase("evidence.copies.none"))) : .list(copies.map { one($0, file) }))
    }

    private func one(_ copy: CopyRow, _ file: EvidenceFile) -> HTML {
        let record = copy.sealed.flatMap { try? file.sealing.record($0, of: copy.id) }
        let order = copy.ordered.flatMap { try? file.sealing.order($0, of: copy.id) }
        return .article(
            [
                .class("card"), .id("copy-\(copy.id)"), .data("kind", copy.kind.rawValue),
                .data("state", copy.state.rawValue),
            ],
            .h3(words.html(Self.phrase(copy.kind))),
            .p(
                [.class("hint")], .time([.dir(.leftToRight)], .text(UTCTime.minute(copy.finishedAt ?? copy.askedAt))),
                " · ", copy.askedBy.map { .userText(names.name($0)) } ?? words.html(Phrase("evidence.custody.system"))),
            .p([.class("copy-state")], state(copy)),
            order.flatMap { $0.reason.isEmpty ? nil : HTML.p(.userText($0.reason)) } ?? .empty,
            record.map { made($0, copy) } ?? .empty,
            record == nil ? .empty : way(copy, file))
    }

    private func state(_ copy: CopyRow) -> HTML {
        switch copy.state {
        case .waiting, .working:
            copy.failure == nil
                ? words.html(Phrase("evidence.copy.waiting"))
                : .list(words.html(Phrase("evidence.copy.postponed")), " ", why(copy))
        case .done: words.html(Phrase("evidence.copy.done"))
        case .failed: .list(words.html(Phrase("evidence.copy.failed")), " ", why(copy))
        case .unsuitable: words.html(Phrase("evidence.copy.unsuitable"))
        }
    }

    /// In words, where there are any, with the code beside them for whoever runs the house.
    private func why(_ copy: CopyRow) -> HTML {
        let code = copy.failure ?? ""
        guard let phrase = CopyFailure.phrase(code) else { return .codeText(code) }
        return .list(words.html(phrase), " (", .codeText(code), ")")
    }

    private func made(_ record: CopyRecord, _ copy: CopyRow) -> HTML {
        .dl(
            .dt(words.html(Phrase("evidence.check"))),
            .dd([.class("copy-check")], check(copy)),
            .dt(words.html(Phrase("evidence.copy.tool"))),
            .dd(.userText("\(record.tool) · \(record.toolVersion)")),
            .dt(words.html(Phrase("evidence.copy.parameters"))),
            .dd(.codeText(record.parameters.joined(separator: " "))),
            .dt(words.html(Phrase("evidence.copy.input"))), .dd(.codeText(record.inputSHA256.description)),
            .dt(words.html(Phrase("evidence.copy.output"))),
            .dd(.list(record.parts.map { .p(.codeText($0.sha256.description)) })),
            .when(
                record.isCut,
                .list(.dt(words.html(Phrase("evidence.copy.pages"))), .dd(words.html(Phrase("evidence.copy.cut"))))))
    }

    private func check(_ copy: CopyRow) -> HTML {
        guard let result = copy.check, let at = copy.checkedAt else {
            return words.html(Phrase("evidence.check.not_yet"))
        }
        let phrase = Phrase(key: "evidence.tag.\(result.rawValue.lowercased())")
        return .list(.data([.value(result.rawValue)], words.html(phrase)), " · ", UTCTime.html(at))
    }

    private func way(_ copy: CopyRow, _ file: EvidenceFile) -> HTML {
        let path = "/desk/evidence/\(file.id)/copies/\(copy.id)"
        return copy.kind == .stripped
            ? .p(.a([.href("\(path)/1"), .download("")], words.html(Phrase("evidence.copy.download"))))
            : .p(.a([.href(path)], words.html(Phrase("evidence.copy.look"))))
    }

    static func phrase(_ kind: CopyKind) -> Phrase { Phrase(key: "evidence.copy.kind.\(kind.rawValue.lowercased())") }
}
