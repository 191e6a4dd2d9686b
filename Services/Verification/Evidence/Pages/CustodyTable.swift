import Accounts
import CaseModel
import Foundation
import Web

/// A file's chain of custody on its page, and whether it still holds.
struct CustodyTable: Sendable {
    let words: Words
    let names: StaffNames

    func html(_ events: [CustodyEvent], of file: EvidenceFile) -> HTML {
        let head = ["when", "what", "who", "why", "hash"].map { Phrase(key: "evidence.custody.\($0)") }
        return .section(
            [.id("custody")],
            .h2(words.html(Phrase("evidence.custody.title"))),
            CustodyChain.firstBreak(events).map { number in
                HTML.div(
                    [.class("notice"), .role("alert"), .id("custody-broken")],
                    .p(.strong(words.html(Phrase("evidence.custody.broken", ["number": .number(number)])))))
            } ?? .p([.class("hint")], words.html(Phrase("evidence.custody.whole"))),
            .scrolling(
                words(Phrase("evidence.custody.title")),
                .table(
                    .caption(words.html(Phrase("evidence.custody.caption"))),
                    .thead(.tr(.list(head.map { HTML.th([.scope("col")], words.html($0)) }))),
                    .tbody(.list(events.map { row($0, file) })))))
    }

    private func row(_ event: CustodyEvent, _ file: EvidenceFile) -> HTML {
        let note = event.sealed.flatMap { try? file.sealing.note($0, of: file.id) }
        return .tr(
            [.id("custody-\(event.sequence)"), .data("kind", event.kind.rawValue)],
            .td(.time([.dir(.leftToRight)], .text(UTCTime.minute(event.at)))),
            .th([.scope("row")], words.html(Self.phrase(event.kind))),
            .td(event.by.map { .userText(names.name($0)) } ?? words.html(Phrase("evidence.custody.system"))),
            .td(.list(details(note))),
            .td(.codeText(hexadecimal(event.hash.prefix(8)))))
    }

    private func details(_ note: CustodyNote?) -> [HTML] {
        guard let note else { return [] }
        var lines: [HTML] = []
        if let recipient = note.recipient { lines.append(.p(.strong(.userText(recipient)))) }
        if let reason = note.reason, !reason.isEmpty { lines.append(.p(.userText(reason))) }
        let tool = [note.tool, note.version].compactMap { $0 }.joined(separator: ", ")
        if !tool.isEmpty { lines.append(.p([.class("hint")], .userText(tool))) }
        let what = [note.part, note.result].compactMap { $0 }.joined(separator: ", ")
        if !what.isEmpty { lines.append(.p(.codeText(what))) }
        if let copy = note.copy {
            let id = CopyID(copy)
            lines.append(
                .p(
                    .a(
                        [.href("#copy-\(id)")],
                        words.html(Phrase("evidence.copy.link", ["id": .text(String(id.description.prefix(8)))])))))
        }
        return lines
    }

    static func phrase(_ kind: CustodyKind) -> Phrase {
        Phrase(key: "evidence.custody.kind.\(kind.rawValue.lowercased())")
    }

    private func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String { HexBytes(Array(bytes)).description }
}
