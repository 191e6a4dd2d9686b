import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The form in which an officer enters what somebody told: every field that the public form has, in an officer's words.
struct EntryForm: Sendable {
    let lists: CodeLists

    /// How something can reach an officer; the web form and programs have doors of their own.
    static let channels = [
        "PHONE", "IN_PERSON", "PAPER", "EMAIL", "MESSAGING", "UN_ENTITY", "SP_SUBMISSION", "TB_PETITION", "STATE",
    ]

    /// Told longer ago, it has a date of its own.
    private static let oldest: TimeInterval = 366 * 86_400

    // MARK: Reading

    static func draft(_ fields: Fields) -> SubmissionDraft {
        func text(_ name: String) -> String { fields[name] ?? "" }
        func many(_ name: String) -> [String] { fields.values(name).filter { !$0.isEmpty } }
        var draft = SubmissionDraft()
        draft.narrative = text("narrative")
        draft.cooperation = text("cooperation")
        draft.unLink = text("un_link")
        draft.unEntities = many("un_entity")
        draft.cooperationLimbs = many("limbs")
        draft.cooperationActivities = many("activities")
        draft.cooperationTense = text("tense")
        draft.cooperated = text("cooperated")
        draft.cooperatedApproximately = text("cooperated_approximately") == "yes"
        draft.event = text("event")
        draft.acts = many("acts")
        draft.dangers = many("dangers")
        draft.happened = text("happened")
        draft.happenedApproximately = text("happened_approximately") == "yes"
        draft.happenedInWords = text("happened_in_words")
        draft.place = text("place")
        draft.placePrecision = text("place_precision")
        draft.stateOfAct = text("state")
        draft.affected = text("affected")
        draft.responsible = text("responsible")
        draft.forWhom = text("for_whom")
        draft.toldTo = text("told_to")
        draft.purposes = many("purposes")
        draft.consentBasis = text("consent_basis")
        draft.consentProof = text("consent_proof")
        draft.consentConditions = text("consent_conditions")
        draft.anonymity = many("anonymity")
        draft.gender = text("gender")
        draft.ageBand = text("age_band")
        draft.situations = many("situations")
        draft.contactWish = text("contact_wish")
        draft.contact = text("contact")
        draft.contactTimes = text("contact_times")
        draft.checkIns = text("check_ins") == "yes"
        draft.sourceReference = text("source_reference")
        let language = text("language").trimmingCharacters(in: .whitespaces)
        draft.language = language.isEmpty ? "und" : language
        draft.pageLanguage = Language(rawValue: text("sheet_language"))?.code ?? ""
        return draft
    }

    /// The whole entry; throws all that is wrong with it.
    func parse(_ fields: Fields, at now: Date = .now) throws(FormErrors) -> EnterSubmission.Input {
        var errors = FormErrors()
        let channel = errors.choice(fields, "channel", among: Self.channels)
        let toldAt = Self.moment(fields["told_at"] ?? "", at: now)
        if toldAt == nil { errors.add("told_at", Phrase("entry.told_at.invalid")) }
        let typed = (fields["sheet"] ?? "").trimmingCharacters(in: .whitespaces)
        let sheet = SheetSerial(typed: typed)
        let draft = Self.draft(fields)
        for error in Self.errors(draft.errors(lists: lists, now: now)).errors { errors.add(error.field, error.phrase) }
        if !typed.isEmpty, sheet == nil { errors.add("sheet", Phrase("entry.sheet.mistyped")) }
        try errors.check()
        guard let channel, let toldAt else { throw errors }
        return EnterSubmission.Input(
            entry: UUID(uuidString: fields["entry"] ?? "") ?? UUID(), draft: draft, channel: channel,
            toldAt: toldAt, sheet: sheet)
    }

    /// When it was told: nothing means now; a day of the past means its noon, UTC; an instant is taken as it is. Nil where it
    /// is none of these, or lies ahead.
    static func moment(_ typed: String, at now: Date) -> Date? {
        let typed = typed.trimmingCharacters(in: .whitespaces)
        if typed.isEmpty { return now }
        let style = Date.ISO8601FormatStyle(includingFractionalSeconds: typed.contains("."))
        var date = try? Date(typed, strategy: style)
        if date == nil, let day = ReportedDate(typed: typed), day.precision == "EXACT" {
            date = CalendarDate.moment(day.text).map { min($0.addingTimeInterval(43_200), now) }
            if day.text > CalendarDate.day(now) { return nil }
        }
        // A device's clock may be a little ahead.
        guard let date, date < now.addingTimeInterval(3_600), date > now.addingTimeInterval(-oldest) else { return nil }
        return min(date, now)
    }

    static func state(typed fields: Fields) -> FormState {
        var values: [String: [String]] = [:]
        for field in fields.all where field.name != FormToken.field {
            values[field.name, default: []].append(field.value)
        }
        return FormState(values: values)
    }

    /// What the rules of the case model found, in the desk's words.
    static func errors(_ found: [FieldError]) -> FormErrors {
        var errors = FormErrors()
        for error in found {
            let problem = error.phrase.split(separator: ".").last.flatMap { FieldError.Problem(rawValue: String($0)) }
            let limit: [String: PhraseValue] = error.limit.map { ["limit": .number($0)] } ?? [:]
            let phrase: Phrase =
                switch problem {
                case .missing: Phrase("field.required")
                case .tooLong: Phrase("field.too_long", limit)
                case .tooMany: Phrase("field.too_many", limit)
                case .notAllowed: Phrase("field.not_allowed")
                case .inFuture: Phrase("field.in_future")
                case .unknown: Phrase("field.unknown_code")
                case .invalid, nil: Phrase("field.invalid")
                }
            errors.add(error.field, phrase)
        }
        return errors
    }
}
