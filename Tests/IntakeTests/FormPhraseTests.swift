import CaseModel
import Foundation
@testable import Intake
import Testing
import Web

/// What can be wrong with a submission is said in words, in every language.
@Suite struct `What is wrong with a submission` {
    /// Everything too long, unknown, too many or no text.
    private static let drafts: [SubmissionDraft] = {
        let long = String(repeating: "x", count: 20_001)
        return [texts(long), texts("a\u{1}b"), codes(1), codes(60), missing()]
    }()

    @Test func `has a phrase for every field and every problem, in all languages`() throws {
        let phrases = try Phrases(folders: [IntakePhrases.folder])
        let lists = try CodeLists.bundled()
        let errors = Set(Self.drafts.flatMap { $0.errors(lists: lists, now: .now) })
        #expect(errors.count > 50)
        for language in Language.allCases {
            let words = phrases.words(language)
            for error in FormErrors(Array(errors)).errors {
                let text = words(error.phrase)
                #expect(text != error.phrase.key && !text.contains("{"), "\(language.code) \(error.phrase.key)")
            }
        }
    }

    @Test func `is shown beside a field that the form has`() throws {
        let lists = try CodeLists.bundled()
        let notShown: Set<String> = ["source_reference", "page_language", "state"]
        for field in Set(Self.drafts.flatMap { $0.errors(lists: lists, now: .now).map(\.field) }).subtracting(notShown)
        {
            #expect(ReportForm.names.contains(field), "\(field)")
        }
    }

    @Test func `comes back with the part open that the field stands in`() throws {
        let lists = try CodeLists.bundled()
        let layout = PublicLayout(
            phrases: try Phrases(folders: [IntakePhrases.folder]), assets: try Assets(),
            quickExit: "https://www.un.org/")
        let pages = ReportPages(layout: layout, lists: lists, uploads: UploadLimits())
        let errors = FormErrors(
            Self.codes(1).errors(lists: lists, now: .now)
                + Self.texts("a\u{1}b").errors(
                    lists: lists, now: .now))
        let shown = Set(errors.errors.map(\.field)).subtracting(["source_reference", "page_language"])
        for field in shown where field != "event" {
            var content = ReportPages.Content(token: "t")
            content.state = FormState(errors: errors.errors.filter { $0.field == field })
            let page = pages.form(.english, content).markup
            let place = try #require(page.range(of: "id=\"error-\(field)\""), "\(field)").lowerBound
            let before = page[..<place]
            let opened = before.components(separatedBy: "<details class=\"part\"").last ?? ""
            let isInPart =
                opened.components(separatedBy: "</details>").count - 1
                <= opened.components(separatedBy: "<details").count - 1
            #expect(!before.contains("<details class=\"part\"") || !isInPart || opened.contains(" open>"), "\(field)")
        }
    }

    private static func texts(_ text: String) -> SubmissionDraft {
        var draft = SubmissionDraft()
        (draft.narrative, draft.cooperation, draft.affected, draft.responsible) = (text, text, text, text)
        (draft.place, draft.contact, draft.contactTimes, draft.happenedInWords) = (text, text, text, text)
        (draft.toldTo, draft.consentProof, draft.consentConditions, draft.sourceReference) = (text, text, text, text)
        (draft.language, draft.pageLanguage) = (text, text)
        (draft.happened, draft.cooperated) = (text, text)
        return draft
    }

    private static func codes(_ count: Int) -> SubmissionDraft {
        var draft = SubmissionDraft()
        let many = (0..<count).map { "NO_\($0)" }
        (draft.unEntities, draft.acts, draft.cooperationLimbs, draft.cooperationActivities) = (many, many, many, many)
        (draft.purposes, draft.situations, draft.dangers, draft.anonymity) = (many, many, many, many)
        (draft.cooperationTense, draft.placePrecision, draft.gender, draft.ageBand) = ("NO", "NO", "NO", "NO")
        (draft.stateOfAct, draft.forWhom, draft.unLink, draft.event) = ("NO", "NO", "NO!", "NO")
        (draft.consentBasis, draft.contactWish) = ("NO", "NO")
        draft.happened = "2999-01-01"
        draft.language = "en"
        return draft
    }

    private static func missing() -> SubmissionDraft {
        var draft = SubmissionDraft()
        draft.contactWish = ContactWish.contactMe.rawValue
        draft.language = "en"
        return draft
    }
}
