import Accounts
import CaseModel
import Foundation
import Web

/// The source's side of a submission, on its page and on that of its case: what stands now, what both have said, and the
/// form to write to them.
struct SourceSection: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff
    /// Of those who wrote to the source.
    var names = StaffNames()
    /// Set on the page of a case: answers lead back to it.
    var caseID: CaseID?

    /// What nobody may overlook, for the top of a page. Empty where there is nothing.
    func notices(_ files: [SourceFile]) -> HTML {
        .list(files.map { notices($0) })
    }

    private func notices(_ file: SourceFile) -> HTML {
        let withdrawn = file.withdrawn.map { lists.label($0, in: "consent_purpose", words) }
        return .list(
            file.notSafeSince.map { notice(Phrase("source.not_safe", time($0))) } ?? .empty,
            file.erasureAskedAt.map { notice(Phrase("source.erasure", time($0))) } ?? .empty,
            .when(
                !withdrawn.isEmpty,
                .div(
                    [.class("notice"), .role("alert")], .p(.strong(words.html(Phrase("source.withdrawn")))),
                    .ul(.list(withdrawn.map { .li(.text($0)) })))))
    }

    private func notice(_ phrase: Phrase) -> HTML {
        .div([.class("notice"), .role("alert")], .p(.strong(words.html(phrase))))
    }

    /// For the front page of a case: that a source has written, and the way there.
    func news(_ files: [SourceFile], of id: CaseID) -> HTML {
        let path = CaseSection.source.path(of: id)
        let unread = files.filter { $0.unread > 0 }.map { file in
            HTML.p(
                .a(
                    [.href("\(path)#source-\(file.row.id)")],
                    words.html(Phrase("source.has_written", count: file.unread))))
        }
        return .when(!unread.isEmpty, .div([.class("notice"), .id("source-news")], .list(unread)))
    }

    /// - Parameter state: What was typed into the form; nil for a link to the form instead, where a page has several sources.
    func html(_ file: SourceFile, _ state: FormState?) -> HTML {
        .section(
            [.id("source-\(file.row.id)")],
            .h2(words.html(Phrase("source.title"))),
            now(file),
            .h3(words.html(Phrase("source.conversation"))),
            conversation(file),
            .when(staff.may(.answerSources), state.map { form(file, $0) } ?? link(file)))
    }

    // MARK: What stands now

    private func now(_ file: SourceFile) -> HTML {
        let purposes = file.purposes.map { HTML.li(.text(lists.label($0, in: "consent_purpose", words))) }
        return .dl(
            .dt(words.html(Phrase("source.consent"))),
            .dd(purposes.isEmpty ? words.html(Phrase("submission.empty")) : .ul(.list(purposes))),
            .when(
                !file.conditions.isEmpty,
                .list(
                    .dt(words.html(Phrase("submission.conditions"))),
                    .dd(.list(file.conditions.map { .userParagraphs($0) })))),
            file.contact.map { contact($0) } ?? .empty)
    }

    private func contact(_ contact: ContactDetails) -> HTML {
        .list(
            .dt(words.html(Phrase("submission.contact_wish"))),
            .dd(words.html(SubmissionFacts.phrase(contact.wish))),
            fact(Phrase("submission.contact"), contact.contact),
            fact(Phrase("submission.contact_times"), contact.times),
            .dt(words.html(Phrase("submission.check_ins"))),
            .dd(words.html(contact.checkIns ? Phrase("submission.check_ins.wanted") : Phrase("source.check_ins.no"))))
    }

    private func fact(_ label: Phrase, _ text: String) -> HTML {
        .when(!text.isEmpty, .list(.dt(words.html(label)), .dd(.userParagraphs(text))))
    }

    // MARK: The conversation

    private func conversation(_ file: SourceFile) -> HTML {
        let entries = file.conversation
        guard !entries.isEmpty else { return .p(words.html(Phrase("source.nothing"))) }
        return .list(
            entries.map { entry in
                switch entry {
                case .update(let update): self.update(update)
                case .message(let message): self.message(message)
                }
            })
    }

    private func update(_ update: SourceFile.Update) -> HTML {
        .article(
            [.class("message from-source")],
            .p(
                [.class("hint")],
                .when(update.isNew, .list(.span([.class("tag danger")], words.html(Phrase("source.new"))), " ")),
                words.html(Phrase("source.from", time(update.receivedAt))),
                language(update.content?.language)),
            update.content.map { content($0, update.urgency) } ?? .p(words.html(Phrase("source.unreadable"))))
    }

    private func content(_ update: SourceUpdate, _ urgency: Urgency) -> HTML {
        let dangers = (update.dangers ?? []).map { words(SubmissionFacts.phrase($0)) }.sorted()
        return .list(
            .when(
                urgency < .u3,
                .p(
                    .span(
                        [urgency == .u1 ? .class("urgency u1") : .class("urgency")],
                        .text("\(urgency.rawValue) – \(lists.label(urgency.rawValue, in: "urgency", words))")))),
            said(update).map { .p(.strong(words.html($0))) } ?? .empty,
            .when(!update.text.isEmpty, .div([.lang(update.language)], .userParagraphs(update.text))),
            .when(!dangers.isEmpty, .ul(.list(dangers.map { .li(.text($0)) }))),
            files(update))
    }

    private func files(_ update: SourceUpdate) -> HTML {
        guard !update.evidence.isEmpty else { return .empty }
        let items = update.evidence.map { file in
            HTML.li(
                .a(
                    [.href("/desk/submissions/\(update.submissionID)/evidence/\(file.evidenceID)"), .download("")],
                    file.name.isEmpty ? words.html(Phrase("evidence.unnamed")) : .userText(file.name)))
        }
        return .list(
            .p(words.html(Phrase("source.files", count: items.count))),
            .ul([.class("files")], .list(items)))
    }

    /// Which language it is written in, where it is not the reader's own.
    private func language(_ code: String?) -> HTML {
        guard let code, code != words.language.code else { return .empty }
        let name = Language(rawValue: code)?.nativeName ?? code
        return .list(" · ", .span([.lang(code)], .userText(name)))
    }

    /// What an update says without words of its own.
    private func said(_ update: SourceUpdate) -> Phrase? {
        switch update.kind {
        case .message: update.answers == nil ? nil : Phrase("source.kind.answer")
        case .consent: Phrase("source.kind.consent")
        case .erasure: Phrase("source.kind.erasure")
        case .contact: Phrase("source.kind.contact")
        case .checkIn: update.isSafe == true ? Phrase("source.kind.safe") : Phrase("source.kind.not_safe")
        case .codeReplaced: Phrase("source.kind.code_replaced")
        case .receiptTaken: Phrase("source.kind.receipt_taken")
        case .burnt: Phrase("source.kind.burnt")
        }
    }

    private func message(_ message: SourceFile.Message) -> HTML {
        .article(
            [.class("message from-desk")],
            .p(
                [.class("hint")], words.html(Phrase("source.to", time(message.sentAt))), " · ",
                .userText(names.name(message.sentBy)), language(message.content?.language)),
            message.content.map { content in
                .list(
                    kind(content.kind).map { .p(.strong(words.html($0))) } ?? .empty,
                    .when(!content.text.isEmpty, .div([.lang(content.language)], .userParagraphs(content.text))))
            } ?? .p(words.html(Phrase("source.unreadable"))))
    }

    private func kind(_ kind: SourceMessage.Kind?) -> Phrase? {
        switch kind {
        case .question: Phrase("source.kind.question")
        case .checkIn: Phrase("source.kind.check_in")
        case .message, nil: nil
        }
    }

    // MARK: Writing

    private func link(_ file: SourceFile) -> HTML {
        let path = caseID.map { "\(CaseSection.source.path(of: $0))?to=\(file.row.id)#write-\(file.row.id)" }
        return .p(.a([.href(path ?? "/desk/submissions/\(file.row.id)")], words.html(Phrase("source.write"))))
    }

    private func form(_ file: SourceFile, _ state: FormState) -> HTML {
        if let refusal = SourceForm.refusal(file.mailbox) { return .p([.class("notice")], words.html(refusal)) }
        return SourceForm(words: words, staff: staff, caseID: caseID).html(file, state)
    }

    private func time(_ date: Date) -> [String: PhraseValue] { ["time": .text(UTCTime.minute(date))] }
}
