import Accounts
import CaseModel
import Foundation
import ProtocolFiles
import Web

/// The protocol of a case: what is still needed, which protocol it follows, and how its steps stand.
struct ProtocolPages: Sendable {
    let shell: CaseShell
    let library: ProtocolLibrary

    /// What the page shows of a case.
    struct Content: Sendable {
        var row: CaseRow
        var run: CaseRun?
        var suggested: EntityProtocol?
        var needs: [CompletenessRule.Need]
        var names: StaffNames
        var now: Date
    }

    /// What was typed into its forms.
    struct Forms: Sendable {
        var choice = FormState()
        var note = FormState()
        var addition = FormState()
        var notice: Phrase?
    }

    func page(_ content: Content, _ forms: Forms, _ staff: Staff) -> HTML {
        let words = shell.pages.words(staff)
        let form = StepForm(lists: shell.lists, words: words, staff: staff)
        let mayChange = staff.may(.editCases) && !content.row.status.isTerminal
        let isHolder = content.run?.run.steps.contains { staff.roles.contains($0.role) } == true
        let mayNote = mayChange || (isHolder && !content.row.status.isTerminal)
        let choice = ProtocolChoice(library: library, words: words, staff: staff)
        return shell.page(
            content.row, .protocol, staff, notice: forms.notice,
            needs(content, words),
            content.run.map { run in
                HTML.list(
                    followed(run, words),
                    StepList(lists: shell.lists, words: words, staff: staff, names: content.names, now: content.now)
                        .html(run, of: content.row.id, mayNote: mayNote),
                    tools(run.run.definition, words),
                    .when(mayNote, form.note(run.run, of: content.row.id, forms.note)),
                    .when(
                        mayChange,
                        folded(
                            Phrase("protocol.add"), form.add(run.run, of: content.row.id, forms.addition),
                            forms.addition, words)))
            } ?? .p(words.html(Phrase("protocol.none"))),
            .when(
                mayChange,
                content.run == nil
                    ? choice.html(content, forms.choice)
                    : folded(Phrase("protocol.move"), choice.html(content, forms.choice), forms.choice, words)))
    }

    /// What is seldom needed stands closed until somebody has typed something into it.
    private func folded(_ title: Phrase, _ form: HTML, _ state: FormState, _ words: Words) -> HTML {
        .when(
            !form.isEmpty,
            .details([.class("part")] + (state.values.isEmpty ? [] : [.open]), .summary(words.html(title)), form))
    }

    private func needs(_ content: Content, _ words: Words) -> HTML {
        let items = content.needs.map { need in
            let readers = need.readers.map { words(ProtocolWords.phrase($0)) }.joined(separator: "; ")
            return HTML.li(
                .data([.value(need.fact.rawValue)], words.html(ProtocolWords.phrase(need.fact))), " ",
                .span([.class("hint")], words.html(Phrase("protocol.needed_by", ["readers": .text(readers)]))))
        }
        return .section(
            [.id("needs")],
            .h2(words.html(Phrase("protocol.needs"))),
            items.isEmpty
                ? .p(words.html(Phrase("protocol.needs.none")))
                : .list(.p([.class("hint")], words.html(Phrase("protocol.needs.hint"))), .ul(.list(items))))
    }

    private func followed(_ run: CaseRun, _ words: Words) -> HTML {
        let definition = run.run.definition
        let version = Phrase("protocol.version", ["version": .number(definition.version)])
        return .section(
            [.id("record-\(run.followed.id)")],
            .h2(ProtocolWords.html(definition.title, words)),
            .p(
                .data([.value(definition.code), .id("protocol-code")], words.html(version)), " · ",
                .a(
                    [.href("/desk/cases/\(run.caseID)/records/\(run.followed.id)")],
                    words.html(Phrase("record.history")))),
            .when(!run.followed.content.reason.isEmpty, .userParagraphs(run.followed.content.reason)))
    }

    private func tools(_ definition: EntityProtocol, _ words: Words) -> HTML {
        .section(
            [.id("tools")],
            .h2(words.html(Phrase("protocol.tools"))),
            .ul(
                .list(
                    definition.tools.map { code in
                        .li(.data([.value(code)], .text(shell.lists.label(code, in: "action_type", words))))
                    })))
    }
}
