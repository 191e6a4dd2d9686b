import CaseModel
import HTTP
import Web

/// The report form: between what a browser sends, the draft that rules check, and the form shown again.
enum ReportForm {
    static let purpose: StaticString = "report"

    static func draft(_ fields: Fields, language: Language) -> SubmissionDraft {
        var draft = SubmissionDraft()
        draft.narrative = fields["narrative"] ?? ""
        draft.cooperation = fields["cooperation"] ?? ""
        draft.unEntities = fields.values("un_entity").filter { !$0.isEmpty }
        draft.dangers = fields.values("dangers")
        draft.happened = fields["happened"] ?? ""
        draft.place = fields["place"] ?? ""
        draft.stateOfAct = fields["state"] ?? ""
        draft.affected = fields["affected"] ?? ""
        draft.responsible = fields["responsible"] ?? ""
        draft.forWhom = fields["for_whom"] ?? ""
        draft.contact = fields["contact"] ?? ""
        draft.contactWish = draft.contact.isEmpty ? "" : ContactWish.contactMe.rawValue
        draft.language = language.code
        return draft
    }

    static func state(_ fields: Fields, errors: [FieldError] = []) -> FormState {
        var values: [String: [String]] = [:]
        for name in names where fields.contains(name) { values[name] = fields.values(name) }
        return FormState(values: values).with(FormErrors(errors))
    }

    private static let names = [
        "narrative", "cooperation", "un_entity", "dangers", "happened", "place", "state", "affected", "responsible",
        "for_whom", "contact",
    ]
}
