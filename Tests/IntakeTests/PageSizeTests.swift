import CaseModel
import Foundation
@testable import Intake
import Testing
import Vault
import Web

/// Slow lines are the rule where this is used.
@Suite struct `Every public page` {
    static let limit = 50 * 1024

    private let layout: PublicLayout
    private let lists: CodeLists

    init() throws {
        layout = PublicLayout(
            phrases: try Phrases(folders: [IntakePhrases.folder]), assets: try Assets(),
            quickExit: "https://www.un.org/", languages: Language.allCases)
        lists = try CodeLists.bundled()
    }

    @Test(arguments: Language.allCases)
    func `is below 50 KB in each of the six languages`(language: Language) throws {
        for (name, page) in try pages(language) {
            #expect(page.bytes.count < Self.limit, "\(name) \(language.code): \(page.bytes.count)")
        }
    }

    private func pages(_ language: Language) throws -> [(String, HTML)] {
        let report = ReportPages(layout: layout, lists: lists, uploads: UploadLimits())
        let token = String(repeating: "t", count: 180)
        var draft = SubmissionDraft()
        draft.happened = "yesterday"
        let wrong = FormState().with(FormErrors(draft.errors(lists: lists, now: .now)))
        let code = try #require(ReceiptCode(randomBytes: Randomness.bytes(ReceiptCode.randomByteCount)))
        let event = UNEvent(
            title: "Sixty-third session of the Human Rights Council", entity: "HRC", place: "Geneva", hostState: "CHE",
            format: .hybrid, starts: "2026-09-14", ends: "2026-10-07")
        let events = (0..<20).map { _ in (UNEventID(Randomness.uuid()), event) }
        return [
            ("landing", LandingPage(layout: layout).page(language)),
            (
                "report",
                report.form(language, .init(token: token, events: events), notice: .offered(KeptDraft(expiresAt: .now)))
            ),
            ("report with errors", report.form(language, .init(token: token, state: wrong, events: events))),
            ("out of scope", OutOfScopePage(layout: layout).page(language, token: token, typed: [])),
            ("receipt", ReceiptPage(layout: layout).page(language, code: code, receivedAt: .now)),
            ("draft kept", DraftPages(layout: layout).kept(language, token: token)),
            ("return", MailboxPages(layout: layout).door(language, token: token, state: FormState())),
        ]
    }
}
