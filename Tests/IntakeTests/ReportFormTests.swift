import CaseModel
import Foundation
import HTTP
@testable import Intake
import Testing
import Web

@Suite struct `The report form` {
    @Test func `says every field of the draft`() {
        let fields = Fields([
            "narrative": "n", "cooperation": "c", "un_entity": "OHCHR_HQ", "dangers": "THREAT_TO_LIFE",
            "dangers": "DEPORTATION", "happened": "2026-03", "place": "p", "state": "CHE", "affected": "a",
            "responsible": "r", "for_whom": "SELF", "contact": "mail",
        ])
        var draft = SubmissionDraft()
        draft.narrative = "n"
        draft.cooperation = "c"
        draft.unEntities = ["OHCHR_HQ"]
        draft.dangers = ["THREAT_TO_LIFE", "DEPORTATION"]
        draft.happened = "2026-03"
        draft.place = "p"
        draft.stateOfAct = "CHE"
        draft.affected = "a"
        draft.responsible = "r"
        draft.forWhom = "SELF"
        draft.contact = "mail"
        draft.contactWish = ContactWish.contactMe.rawValue
        draft.language = "ar"
        #expect(ReportForm.draft(fields, language: .arabic) == draft)
    }

    @Test func `takes no contact as a wish for the mailbox alone`() {
        #expect(ReportForm.draft(Fields(["narrative": "n"]), language: .english).contactWish.isEmpty)
    }

    @Test func `shows again what was typed, and nothing else that was sent`() {
        let fields = Fields([
            "narrative": "n", "dangers": "MISSING", "dangers": "DEPORTATION", "form-token": "t", "other": "x",
        ])
        let state = ReportForm.state(fields, errors: [FieldError(form: "report.form", field: "narrative", .missing)])
        #expect(state.values == ["narrative": ["n"], "dangers": ["MISSING", "DEPORTATION"]])
        #expect(state.errors.map(\.field) == ["narrative"])
    }
}
