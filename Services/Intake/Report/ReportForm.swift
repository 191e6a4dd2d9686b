import CaseModel
import HTTP
import Web

/// The report form: between what a browser sends, the draft that rules check, and the form shown again.
enum ReportForm {
    static let purpose: StaticString = "report"

    /// What the button that was pressed asks for.
    enum Wish: String {
        case send
        /// From the page that says what this place is for.
        case sendAnyway = "send-anyway"
        case back
        case keep
    }

    /// The name of the buttons. Where none was pressed, the form was sent.
    static let wish = "do"

    static func wish(_ fields: Fields) -> Wish {
        fields[wish].flatMap(Wish.init) ?? .send
    }

    static func draft(_ fields: Fields, language: Language, states: StateNames) -> SubmissionDraft {
        var draft = SubmissionDraft()
        draft.narrative = fields["narrative"] ?? ""
        draft.happened = fields["happened"] ?? ""
        draft.happenedApproximately = fields["happened_about"] == "yes"
        draft.happenedInWords = fields["happened_in_words"] ?? ""
        setPlace(&draft, fields, states)
        draft.acts = fields.codes("acts")
        draft.dangers = fields.codes("dangers")
        draft.responsible = fields["responsible"] ?? ""
        draft.toldTo = fields["told_to"] ?? ""
        draft.sentAnyway = wish(fields) == .sendAnyway
        setContact(&draft, fields)
        setPeople(&draft, fields)
        setConsent(&draft, fields)
        draft.pageLanguage = language.code
        draft.language = narrativeLanguage(fields) ?? language.code
        return draft
    }

    /// A country that is not known by its name stays beside the place: what somebody says is never lost.
    private static func setPlace(_ draft: inout SubmissionDraft, _ fields: Fields, _ states: StateNames) {
        draft.place = fields["place"] ?? ""
        draft.placePrecision = fields["place_precision"] ?? ""
        let typed = (fields["state"] ?? "").trimmed
        if let code = states.code(typed: typed) {
            draft.stateOfAct = code
        } else if !typed.isEmpty {
            draft.place = draft.place.isEmpty ? typed : "\(draft.place), \(typed)"
        }
    }

    private static func setContact(_ draft: inout SubmissionDraft, _ fields: Fields) {
        draft.cooperation = fields["cooperation"] ?? ""
        draft.unLink = fields["un_link"] ?? ""
        draft.unEntities = fields.codes("un_entity")
        draft.cooperationLimbs = fields.codes("limbs")
        draft.cooperationActivities = fields.codes("activities")
        draft.cooperationTense = fields["tense"] ?? ""
        draft.cooperated = fields["cooperated"] ?? ""
        draft.cooperatedApproximately = fields["cooperated_about"] == "yes"
        draft.event = fields["event"] ?? ""
    }

    private static func setPeople(_ draft: inout SubmissionDraft, _ fields: Fields) {
        draft.affected = fields["affected"] ?? ""
        draft.forWhom = fields["for_whom"] ?? ""
        draft.gender = fields["gender"] ?? ""
        draft.ageBand = fields["age_band"] ?? ""
        draft.situations = fields.codes("situations")
        draft.contact = fields["contact"] ?? ""
        draft.contactTimes = fields["contact_times"] ?? ""
        draft.checkIns = fields["check_ins"] == "yes"
        draft.contactWish = fields["contact_wish"] ?? ""
        // Who gives an address and says no more wants to be written to.
        if draft.contactWish.isEmpty, !draft.contact.isEmpty { draft.contactWish = ContactWish.contactMe.rawValue }
    }

    private static func setConsent(_ draft: inout SubmissionDraft, _ fields: Fields) {
        draft.purposes = fields.codes("purposes")
        draft.consentBasis = fields["consent_basis"] ?? ""
        draft.consentProof = fields["consent_proof"] ?? ""
        draft.consentConditions = fields["consent_conditions"] ?? ""
        draft.anonymity = fields.codes("anonymity")
    }

    /// What is typed beside the list counts more than what the list says.
    private static func narrativeLanguage(_ fields: Fields) -> String? {
        [fields["language_other"], fields["language"]].lazy.compactMap { $0?.trimmed }
            .first { !$0.isEmpty && $0 != otherLanguage }
    }

    static let otherLanguage = "other"

    /// What was typed, to be shown again.
    static func values(_ fields: Fields) -> [String: [String]] {
        var values: [String: [String]] = [:]
        for name in names where fields.contains(name) { values[name] = fields.values(name) }
        return values
    }

    static func state(_ fields: Fields, errors: [FieldError] = []) -> FormState {
        FormState(values: values(fields)).with(FormErrors(errors))
    }

    /// Every field that a submitter fills in.
    static let names = [
        "narrative", "language", "language_other", "un_link", "cooperation", "dangers", "un_entity", "limbs",
        "activities", "tense", "cooperated", "cooperated_about", "event", "acts", "happened", "happened_about",
        "happened_in_words", "place", "place_precision", "state", "responsible", "told_to", "for_whom", "affected",
        "consent_basis", "consent_proof", "gender", "age_band", "situations", "purposes", "consent_conditions",
        "anonymity", "contact_wish", "contact", "contact_times", "check_ins",
    ]
}

extension Fields {
    /// What was chosen of a list; an empty choice is none.
    fileprivate func codes(_ name: String) -> [String] { values(name).filter { !$0.isEmpty } }
}

extension String {
    fileprivate var trimmed: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
