import Accounts
import CaseModel
import Foundation
import Web

/// A file's own page: what it is, whether it still is what was received, what can be looked at safely, and all that became of it.
struct EvidenceFilePages: Sendable {
    let pages: StaffPages
    let hasScanner: Bool
    let hasAuthority: Bool

    /// All that a file's page shows.
    struct Content: Sendable {
        var file: EvidenceFile
        var state: EvidenceState?
        var copies: [CopyRow]
        var custody: [CustodyEvent]
        var names: StaffNames
        /// False where programs cannot be walled off here.
        var isSandboxed: Bool
    }

    /// What was typed into which form.
    struct Forms: Sendable {
        var original = FormState()
        var copy = FormState()
        var handOver = FormState()
        var notice: Phrase?
    }

    func file(_ content: Content, _ forms: Forms, _ staff: Staff) -> HTML {
        let words = pages.words(staff)
        let file = content.file.declared
        return pages.page(
            Phrase("evidence.file.title"), staff, path: "/desk/cases",
            .h1(words.html(Phrase("evidence.file.title"))),
            .p([.class("lead")], file.name.isEmpty ? words.html(Phrase("evidence.unnamed")) : .userText(file.name)),
            forms.notice.map { notice($0, words) } ?? .empty,
            EvidenceNotices(words: words).html(content.state),
            back(content.file, words),
            facts(content, words),
            CopyList(words: words, names: content.names, staff: staff).html(content),
            ask(content, forms.copy, words, staff),
            original(content, forms.original, words, staff),
            handOver(content, forms.handOver, words, staff),
            CustodyTable(words: words, names: content.names).html(content.custody, of: content.file))
    }

    private func notice(_ phrase: Phrase, _ words: Words) -> HTML {
        .div([.class("notice"), .role("alert")], .p(words.html(phrase)))
    }

    private func back(_ file: EvidenceFile, _ words: Words) -> HTML {
        .p(
            file.caseID.map {
                .list(.a([.href("/desk/cases/\($0)/evidence")], words.html(Phrase("evidence.back.case"))), " ")
            } ?? .empty,
            file.submission.map {
                .a([.href("/desk/submissions/\($0)")], words.html(Phrase("evidence.back.submission")))
            } ?? .empty)
    }

    private func facts(_ content: Content, _ words: Words) -> HTML {
        let (file, state) = (content.file.declared, content.state)
        return .dl(
            [.id("evidence-facts")],
            .dt(words.html(Phrase("evidence.type"))), .dd(EvidenceList(words: words).type(file)),
            .dt(words.html(Phrase("evidence.size"))),
            .dd(words.html(Phrase("evidence.bytes", ["bytes": .text(String(file.size))]))),
            .dt(words.html(Phrase("evidence.hash"))), .dd([.id("evidence-sha256")], .codeText(file.sha256.description)),
            .dt(words.html(Phrase("evidence.check"))), .dd([.id("evidence-check")], check(state, words)),
            .dt(words.html(Phrase("evidence.scan"))), .dd([.id("evidence-scan")], scan(state, words)),
            .dt(words.html(Phrase("evidence.stamp"))), .dd([.id("evidence-stamp")], stamp(content, words)))
    }

    private func check(_ state: EvidenceState?, _ words: Words) -> HTML {
        guard let state, let result = state.check, let at = state.checkedAt else {
            return words.html(Phrase("evidence.check.not_yet"))
        }
        return words.html(
            Phrase(key: "evidence.check.\(result.rawValue.lowercased())", ["time": .text(UTCTime.minute(at))]))
    }

    private func scan(_ state: EvidenceState?, _ words: Words) -> HTML {
        switch state?.scan {
        case .clean: words.html(Phrase("evidence.scan.clean"))
        case .infected: .strong(words.html(Phrase("evidence.scan.infected")))
        case nil: words.html(hasScanner ? Phrase("evidence.scan.waiting") : Phrase("evidence.scan.none"))
        }
    }

    private func stamp(_ content: Content, _ words: Words) -> HTML {
        guard let at = content.state?.stampedAt else {
            return words.html(hasAuthority ? Phrase("evidence.stamp.waiting") : Phrase("evidence.stamp.none"))
        }
        return .list(
            words.html(Phrase("evidence.stamp.done", ["time": .text(UTCTime.minute(at))])), " ",
            .a(
                [.href("/desk/evidence/\(content.file.id)/stamp"), .download("")],
                words.html(Phrase("evidence.stamp.download"))))
    }

    // MARK: Forms

    private func ask(_ content: Content, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        guard staff.may(.editCases) else { return .empty }
        let kinds = AskForCopy.kinds.filter { CopyTools.canMake($0, of: content.file.declared.mediaType) }
        let type = content.file.declared.mediaType
        guard !kinds.isEmpty else {
            let isPlayed = type.hasPrefix("audio/") || type.hasPrefix("video/")
            let hint = isPlayed ? Phrase("evidence.copies.not_played") : Phrase("evidence.copies.unsuitable")
            return .p([.class("hint"), .id("no-copies")], words.html(hint))
        }
        let fields = FormFields(words, state)
        return .section(
            .h3(words.html(Phrase("evidence.ask.title"))),
            fields.form(
                action: "/desk/evidence/\(content.file.id)/copies", token: staff.formToken,
                fields.select(
                    "kind", Phrase("evidence.ask.kind"),
                    options: kinds.map { Choice($0.rawValue, words(CopyList.phrase($0))) }, required: true),
                fields.button(Phrase("evidence.ask.submit"))))
    }

    /// The original is taken by choice alone, and never shown.
    private func original(_ content: Content, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        let path = "/desk/evidence/\(content.file.id)/original"
        let fields = FormFields(words, state)
        let isInfected = content.state?.scan == .infected
        return .section(
            [.id("original")],
            .h2(words.html(Phrase("evidence.original.title"))),
            .p([.class("notice")], words.html(Phrase("evidence.warning"))),
            isInfected
                ? fields.form(
                    action: path, token: staff.formToken,
                    fields.text("reason", Phrase("evidence.reason"), required: true),
                    fields.checkbox("known", Phrase("evidence.original.infected")),
                    fields.button(Phrase("evidence.download")))
                : .p(.a([.href(path), .download("")], words.html(Phrase("evidence.download")))))
    }

    private func handOver(_ content: Content, _ state: FormState, _ words: Words, _ staff: Staff) -> HTML {
        guard staff.may(.editCases) else { return .empty }
        let fields = FormFields(words, state)
        let copies = content.copies.filter { $0.state == .done && $0.kind != .scan }
        let kinds = HandOverEvidence.kinds.map { Choice($0.rawValue, words(CustodyTable.phrase($0))) }
        return .section(
            [.id("hand-over")],
            .h2(words.html(Phrase("evidence.hand.title"))),
            fields.form(
                action: "/desk/evidence/\(content.file.id)/custody", token: staff.formToken,
                fields.radios("kind", Phrase("evidence.hand.kind"), options: kinds, required: true),
                fields.select(
                    "copy", Phrase("evidence.hand.copy"),
                    options: copies.map {
                        Choice($0.id.description, "\(words(CopyList.phrase($0.kind))) \($0.id.description.prefix(8))")
                    }, hint: Phrase("evidence.hand.copy.hint")),
                fields.text("recipient", Phrase("evidence.hand.recipient"), required: true),
                fields.textarea("reason", Phrase("evidence.reason"), required: true, rows: 3),
                fields.button(Phrase("evidence.hand.submit"))))
    }
}

/// What nobody may overlook about a file.
struct EvidenceNotices: Sendable {
    let words: Words

    func html(_ state: EvidenceState?) -> HTML {
        guard let state else { return .empty }
        return .list(
            .when(state.isAwaited, alert("evidence-awaited", Phrase("evidence.awaited"))),
            state.check.flatMap { check in
                check == .intact
                    ? nil
                    : alert(
                        "evidence-alarm",
                        Phrase(
                            key: "evidence.alarm.\(check.rawValue.lowercased())",
                            ["time": .text(state.checkedAt.map(UTCTime.minute) ?? "–")]))
            } ?? .empty,
            .when(state.hasDamagedCopy, alert("evidence-copy-alarm", Phrase("evidence.alarm.copy"))),
            .when(state.scan == .infected, alert("evidence-infected", Phrase("evidence.infected"))))
    }

    /// For the desk: files with something wrong, wherever they belong.
    func html(_ troubled: [EvidenceID]) -> HTML {
        guard !troubled.isEmpty else { return .empty }
        return .div(
            [.class("notice"), .role("alert"), .id("evidence-trouble")],
            .p(.strong(words.html(Phrase("evidence.desk.trouble", count: troubled.count)))),
            .ul(
                .list(
                    troubled.map {
                        .li(.a([.href("/desk/evidence/\($0)")], .codeText(String($0.description.prefix(8)))))
                    })))
    }

    private func alert(_ id: String, _ phrase: Phrase) -> HTML {
        .div([.class("notice"), .role("alert"), .id(id)], .p(.strong(words.html(phrase))))
    }
}
