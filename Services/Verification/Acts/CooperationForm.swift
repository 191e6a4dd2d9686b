import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// The form for cooperation with the UN.
struct CooperationForm: RecordForm {
    typealias Content = Cooperation

    let lists: CodeLists

    static let path = "cooperation"
    static let section = CaseSection.acts
    static let saving = AuditAction("cooperation.save")
    static let removing = AuditAction("cooperation.remove")
    static let adding = Phrase("acts.cooperation.add")
    static let changing = Phrase("acts.cooperation.change")

    private static let noteLimit = 10_000

    func inputs(_ fields: FormFields, _ about: RecordSurroundings) -> HTML {
        let words = fields.words
        return .list(
            fields.select("entity", Phrase("acts.entity"), options: lists.choices("un_entity", words), required: true),
            fields.select(
                "mandate", Phrase("acts.mandate"), options: lists.choices("sp_mandate", words),
                hint: Phrase("acts.mandate.hint")),
            fields.people("subjects", Phrase("acts.cooperation.subjects"), about.coding),
            fields.boxes("limbs", Phrase("acts.limbs"), options: lists.choices("cooperation_limb", words)),
            fields.select("tense", Phrase("acts.tense"), options: lists.choices("cooperation_tense", words)),
            fields.boxes(
                "activities", Phrase("acts.activities"), options: lists.choices("cooperation_activity", words)),
            fields.span(from: "date", to: "date_to", precision: "date_precision", Phrase("acts.date"), lists),
            fields.select(
                "setting", Phrase("acts.setting"),
                options: Cooperation.Setting.allCases.map { Choice($0.rawValue, words($0.phrase)) }),
            fields.select("event", Phrase("acts.event"), options: about.events),
            fields.textarea("note", Phrase("people.notes"), rows: 4))
    }

    func state(of cooperation: Cooperation) -> FormState {
        var state = FormState()
        for (name, value) in [
            ("entity", cooperation.entity), ("mandate", cooperation.mandate ?? ""),
            ("tense", cooperation.tense ?? ""), ("date", cooperation.date?.from ?? ""),
            ("date_to", cooperation.date?.to ?? ""), ("date_precision", cooperation.date?.precision ?? ""),
            ("setting", cooperation.setting?.rawValue ?? ""), ("event", cooperation.event ?? ""),
            ("note", cooperation.note),
        ] { state.set(name, value) }
        state.set("subjects", cooperation.subjects)
        state.set("limbs", cooperation.limbs)
        state.set("activities", cooperation.activities)
        return state
    }

    func parse(
        _ fields: Fields, _ about: RecordSurroundings, at now: Date
    ) throws(FormErrors) -> Cooperation {
        var errors = FormErrors()
        let entity = errors.code(fields, "entity", in: "un_entity", lists, required: true)
        var cooperation = Cooperation(entity: entity ?? "")
        cooperation.mandate = errors.code(fields, "mandate", in: "sp_mandate", lists, required: false)
        if cooperation.mandate != nil, entity != nil, entity != Cooperation.specialProcedures {
            errors.add("mandate", Phrase("acts.mandate.only_sp"))
        }
        cooperation.subjects = errors.ids(fields, "subjects", among: about.coding.subjectIDs)
        cooperation.limbs = errors.codes(fields, "limbs", in: "cooperation_limb", lists)
        cooperation.tense = errors.code(fields, "tense", in: "cooperation_tense", lists, required: false)
        cooperation.activities = errors.codes(fields, "activities", in: "cooperation_activity", lists)
        cooperation.date = errors.span(
            fields, from: "date", to: "date_to", precision: "date_precision", lists, at: now)
        if let typed = fields["setting"], !typed.isEmpty { cooperation.setting = errors.code(fields, "setting") }
        if let typed = fields["event"], !typed.isEmpty {
            cooperation.event = UUID(uuidString: typed).map { UNEventID($0).description }
            if cooperation.event == nil { errors.add("event", Phrase("field.unknown_code")) }
        }
        cooperation.note = errors.optionalText(fields, "note", limit: Self.noteLimit)
        try errors.check()
        return cooperation
    }

    /// The event must stand in the calendar.
    func check(_ cooperation: Cooperation, in transaction: inout Transaction) async throws {
        guard let event = cooperation.event.flatMap(UUID.init(uuidString:)) else { return }
        if try await CalendarQueries.find(UNEventID(event), in: &transaction) == nil {
            throw FormErrors([FormError("event", Phrase("field.unknown_code"))])
        }
    }
}

extension Cooperation.Setting {
    var phrase: Phrase {
        switch self {
        case .country: Phrase("acts.setting.in_country")
        case .meeting: Phrase("acts.setting.un_meeting")
        case .online: Phrase("acts.setting.online")
        }
    }
}
