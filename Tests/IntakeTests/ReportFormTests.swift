import CaseModel
import Foundation
import HTTP
@testable import Intake
import Testing
import Web

@Suite struct `The report form` {
    @Test func `says every field of the draft`() {
        var fields = Fields()
        for (name, value) in Self.filled { fields.append(name, value) }
        var draft = SubmissionDraft()
        (draft.narrative, draft.cooperation, draft.unLink) = ("n", "c", "YES")
        draft.unEntities = ["OHCHR_HQ", "HRC"]
        draft.cooperationLimbs = ["OP4A", "OP4D"]
        draft.cooperationActivities = ["SPOKE"]
        draft.cooperationTense = "PAST"
        (draft.cooperated, draft.cooperatedApproximately) = ("2026-02", true)
        draft.event = "e"
        draft.acts = ["T01", "L08"]
        draft.dangers = ["THREAT_TO_LIFE", "DEPORTATION"]
        (draft.happened, draft.happenedApproximately, draft.happenedInWords) = ("2026-03-05", true, "w")
        (draft.place, draft.placePrecision, draft.stateOfAct) = ("p", "LOCALITY", "CHE")
        (draft.affected, draft.responsible, draft.forWhom, draft.toldTo) = ("a", "r", "CLIENT", "t")
        draft.purposes = ["CP4_STATE_ANON", "CP12_STATS"]
        (draft.consentBasis, draft.consentProof, draft.consentConditions) = ("AGREED", "s", "not the embassy")
        draft.anonymity = ["TO_PUBLIC", "TO_STATE"]
        (draft.gender, draft.ageBand, draft.situations) = ("F", "ADULT_25_59", ["IN_EXILE", "HEALTH"])
        (draft.contactWish, draft.contact, draft.contactTimes) = ("CONTACT_ME", "mail", "at night")
        draft.checkIns = true
        (draft.language, draft.pageLanguage) = ("fa", "ar")
        #expect(ReportForm.draft(fields, language: .arabic, states: states) == draft)
        #expect(Set(Self.filled.map(\.0)) == Set(ReportForm.names), "every field is kept for a form that comes back")
    }

    private let states: StateNames

    init() throws {
        states = StateNames(try CodeLists.bundled())
    }

    @Test(arguments: [
        ("Switzerland", "CHE"), (" switzerland ", "CHE"), ("SUIZA", "CHE"), ("سويسرا", "CHE"), ("Швейцария", "CHE"),
        ("瑞士", "CHE"), ("CHE", "CHE"), ("Cote d'Ivoire", "CIV"), ("the Gambia", "GMB"),
        ("Democratic Republic of the Congo", "COD"), ("Congo", nil), ("Guinea", nil), ("刚果", nil), ("Niger", "NER"),
        ("Atlantis", nil), ("", nil), ("?", nil),
    ])
    func `finds the State that was typed, and guesses none`(typed: String, code: String?) {
        #expect(states.code(typed: typed) == code)
    }

    @Test(arguments: [
        ("", "Atlantis", "Atlantis"), ("A town", " Congo ", "A town, Congo"), ("A town", "Peru", "A town"),
    ])
    func `keeps a country that it does not know beside the place`(place: String, state: String, kept: String) {
        let fields = Fields(["place": place, "state": state])
        #expect(ReportForm.draft(fields, language: .english, states: states).place == kept)
    }

    static let filled = [
        ("narrative", "n"), ("language", "other"), ("language_other", " fa "), ("un_link", "YES"),
        ("cooperation", "c"), ("dangers", "THREAT_TO_LIFE"), ("dangers", "DEPORTATION"), ("un_entity", "OHCHR_HQ"),
        ("un_entity", "HRC"), ("limbs", "OP4A"), ("limbs", "OP4D"), ("activities", "SPOKE"), ("tense", "PAST"),
        ("cooperated", "2026-02"), ("cooperated_about", "yes"), ("event", "e"), ("acts", "T01"), ("acts", "L08"),
        ("happened", "2026-03-05"), ("happened_about", "yes"), ("happened_in_words", "w"), ("place", "p"),
        ("place_precision", "LOCALITY"), ("state", "CHE"), ("responsible", "r"), ("told_to", "t"),
        ("for_whom", "CLIENT"), ("affected", "a"), ("consent_basis", "AGREED"), ("consent_proof", "s"),
        ("gender", "F"), ("age_band", "ADULT_25_59"), ("situations", "IN_EXILE"), ("situations", "HEALTH"),
        ("purposes", "CP4_STATE_ANON"), ("purposes", "CP12_STATS"), ("consent_conditions", "not the embassy"),
        ("anonymity", "TO_PUBLIC"), ("anonymity", "TO_STATE"), ("contact_wish", "CONTACT_ME"), ("contact", "mail"),
        ("contact_times", "at night"), ("check_ins", "yes"),
    ]

    @Test(arguments: [
        ([], "ar"), ([("language", "ru")], "ru"), ([("language", "other")], "ar"),
        ([("language", "fr"), ("language_other", "sw")], "sw"), ([("language", ""), ("language_other", " ")], "ar"),
    ])
    func `knows the language of the text`(typed: [(String, String)], language: String) {
        var fields = Fields()
        for (name, value) in typed { fields.append(name, value) }
        #expect(ReportForm.draft(fields, language: .arabic, states: states).language == language)
    }

    @Test func `takes no contact as a wish for the mailbox alone`() {
        #expect(ReportForm.draft(Fields(["narrative": "n"]), language: .english, states: states).contactWish.isEmpty)
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
