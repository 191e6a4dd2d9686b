import Accounts
import CaseModel
import ProtocolFiles
import Web

/// The form in which a case takes a protocol, or moves to a newer version or another.
struct ProtocolChoice: Sendable {
    let library: ProtocolLibrary
    let words: Words
    let staff: Staff

    func html(_ content: ProtocolPages.Content, _ state: FormState) -> HTML {
        let current = content.run?.run.definition
        let offered = library.all.filter { $0 != current }
        guard !offered.isEmpty else { return .empty }
        let fields = FormFields(words, state.values.isEmpty ? initial(content, state) : state)
        return .section(
            [.id("choose-protocol")],
            .h2(words.html(current == nil ? Phrase("protocol.choose") : Phrase("protocol.move"))),
            newer(current).map { .p([.class("notice")], words.html($0)) } ?? .empty,
            fields.form(
                action: "/desk/cases/\(content.row.id)/protocol", token: staff.formToken,
                fields.hidden("version", String(content.run?.followed.version ?? 0)),
                fields.select(
                    "protocol", Phrase("protocol.title"), options: offered.map(choice),
                    hint: content.suggested.map {
                        Phrase("protocol.suggested", ["protocol": .text(ProtocolWords.text($0.title, words))])
                    }, required: true),
                fields.textarea(
                    "protocol_reason", Phrase("protocol.reason"),
                    hint: current == nil ? Phrase("protocol.choose.reason") : Phrase("protocol.move.reason"), rows: 3),
                fields.button(current == nil ? Phrase("protocol.choose.submit") : Phrase("protocol.move.submit"))))
    }

    private func choice(_ one: EntityProtocol) -> Choice {
        let version = words(Phrase("protocol.version", ["version": .number(one.version)]))
        return Choice(one.code, "\(ProtocolWords.text(one.title, words)) – \(version)")
    }

    private func initial(_ content: ProtocolPages.Content, _ state: FormState) -> FormState {
        var state = state
        if let code = (content.run?.run.definition ?? content.suggested)?.code { state.set("protocol", code) }
        return state
    }

    private func newer(_ current: EntityProtocol?) -> Phrase? {
        guard let current, let newest = library.find(current.code), newest.version > current.version else { return nil }
        return Phrase(
            "protocol.newer", ["version": .number(newest.version), "current": .number(current.version)])
    }
}
