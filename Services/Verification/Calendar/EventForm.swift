import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The form in which somebody enters or changes a UN event.
struct EventForm: Sendable {
    let lists: CodeLists

    static let names = [
        "title", "entity", "place", "host_state", "format", "starts", "ends", "expected", "focal_point", "focal_login",
        "safety_plan", "listed",
    ]

    private static let titleLimit = 200
    private static let planLimit = 20_000
    private static let mostExpected = 1_000_000
    /// Days from the first to the last.
    private static let longest: Double = 400

    func html(
        action: String, revision: Int?, submit: Phrase, _ state: FormState, _ words: Words, _ staff: Staff
    ) -> HTML {
        let fields = FormFields(words, state)
        return fields.form(
            action: action, token: staff.formToken,
            revision.map { fields.hidden("revision", String($0)) } ?? .empty,
            fields.text("title", Phrase("event.title"), required: true, maxLength: Self.titleLimit),
            fields.select("entity", Phrase("event.entity"), options: lists.choices("un_entity", words), required: true),
            fields.radios("format", Phrase("event.format"), options: Self.formats(words), required: true),
            fields.text("place", Phrase("event.place"), hint: Phrase("event.place.hint"), maxLength: Self.titleLimit),
            fields.select("host_state", Phrase("event.host_state"), options: states(words)),
            fields.text(
                "starts", Phrase("event.starts"), hint: Phrase("event.day.hint"), required: true, kind: .number,
                maxLength: 10, size: 12),
            fields.text(
                "ends", Phrase("event.ends"), hint: Phrase("event.ends.hint"), kind: .number, maxLength: 10, size: 12),
            fields.text("expected", Phrase("event.expected"), kind: .number, maxLength: 7, size: 8),
            fields.text("focal_point", Phrase("event.focal_point"), maxLength: Self.titleLimit),
            fields.text(
                "focal_login", Phrase("event.focal_login"), hint: Phrase("event.focal_login.hint"), kind: .code,
                maxLength: 64, size: 24),
            fields.textarea(
                "safety_plan", Phrase("event.safety_plan"), hint: Phrase("event.safety_plan.hint"), rows: 10),
            fields.checkbox("listed", Phrase("event.listed"), hint: Phrase("event.listed.hint")),
            fields.button(submit))
    }

    /// What the fields tell of; throws what is wrong with them. Whether the focal point is one of staff is asked elsewhere.
    func parse(_ fields: Fields) throws(FormErrors) -> KeepCalendar.Input {
        var errors = FormErrors()
        let title = errors.text(fields, "title", limit: Self.titleLimit)
        let entity = errors.code(fields, "entity", in: "un_entity", lists, required: true)
        let format: UNEvent.Format? = errors.code(fields, "format")
        let place = Self.optional(fields, "place", Self.titleLimit, &errors)
        if let format, format != .online, place.isEmpty {
            errors.add("place", Phrase("event.place.required"))
        }
        for (name, text) in [("title", title ?? ""), ("place", place)] where !Self.isPlain(text) {
            errors.add(name, Phrase("event.not_plain"))
        }
        let state = fields["host_state"].flatMap { $0.isEmpty ? nil : $0 }
        if let state, lists.state(state) == nil { errors.add("host_state", Phrase("field.unknown_code")) }
        let starts = Self.day(fields, "starts", required: true, &errors)
        let ends = Self.day(fields, "ends", required: false, &errors) ?? starts
        if let starts, let ends, let problem = Self.problem(starts, ends) { errors.add("ends", problem) }
        let expected = Self.number(fields, "expected", &errors)
        let focalPoint = Self.optional(fields, "focal_point", Self.titleLimit, &errors)
        let login = (fields["focal_login"] ?? "").trimmingCharacters(in: .whitespaces)
        let focalLogin = login.isEmpty ? "" : LoginName.normalized(login) ?? ""
        if !login.isEmpty, focalLogin.isEmpty { errors.add("focal_login", Phrase("event.focal_login.unknown")) }
        let plan = Self.optional(fields, "safety_plan", Self.planLimit, &errors)
        try errors.check()
        guard let title, let entity, let format, let starts, let ends else { throw errors }
        let event = UNEvent(
            title: title, entity: entity, place: place, hostState: state, format: format, starts: starts, ends: ends)
        return KeepCalendar.Input(
            record: EventRecord(
                event: event, uid: "", expected: expected, focalPoint: focalPoint, focalLogin: focalLogin,
                safetyPlan: plan),
            isListed: fields["listed"] == "yes")
    }

    /// An event as the form shows it.
    static func state(of event: CalendarEvent) -> FormState {
        let record = event.record
        var state = FormState()
        for (name, value) in [
            ("title", record.event.title), ("entity", record.event.entity), ("place", record.event.place),
            ("host_state", record.event.hostState ?? ""), ("format", record.event.format.rawValue),
            ("starts", record.event.starts), ("ends", record.event.ends),
            ("expected", record.expected.map { String($0) } ?? ""), ("focal_point", record.focalPoint),
            ("focal_login", record.focalLogin), ("safety_plan", record.safetyPlan),
            ("listed", event.isListed ? "yes" : ""),
        ] { state.set(name, value) }
        return state
    }

    static func state(typed fields: Fields) -> FormState {
        var state = FormState()
        for name in names { state.set(name, fields[name] ?? "") }
        return state
    }

    static func formats(_ words: Words) -> [Choice] {
        UNEvent.Format.allCases.map { Choice($0.rawValue, words(phrase($0))) }
    }

    static func phrase(_ format: UNEvent.Format) -> Phrase {
        switch format {
        case .inPerson: Phrase("event.format.in_person")
        case .online: Phrase("event.format.online")
        case .hybrid: Phrase("event.format.hybrid")
        }
    }

    func states(_ words: Words) -> [Choice] {
        lists.states(inOrderOf: words.language.code).map { Choice($0.iso3, $0.name(words.language.code)) }
    }

    /// Fit for a list that everybody sees: no controls, no characters that steer direction or cannot be seen.
    static func isPlain(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
            // Two of them are part of how words are spelled in Persian and in the scripts of India.
            case .format: scalar == "\u{200C}" || scalar == "\u{200D}"
            default: true
            }
        }
    }

    /// What is wrong with two days together.
    static func problem(_ starts: String, _ ends: String) -> Phrase? {
        guard let first = CalendarDate.moment(starts), let last = CalendarDate.moment(ends) else {
            return Phrase("event.day.invalid")
        }
        if last < first { return Phrase("event.ends.before") }
        return last.timeIntervalSince(first) > longest * 86_400 ? Phrase("event.ends.too_late") : nil
    }

    private static func day(
        _ fields: Fields, _ name: String, required: Bool, _ errors: inout FormErrors
    ) -> String? {
        let typed = (fields[name] ?? "").trimmingCharacters(in: .whitespaces)
        if typed.isEmpty {
            if required { errors.add(name, Phrase("field.required")) }
            return nil
        }
        guard let date = ReportedDate(typed: typed), date.precision == "EXACT", date.text >= "2000", date.text < "2101"
        else {
            errors.add(name, Phrase("event.day.invalid"))
            return nil
        }
        return date.text
    }

    private static func number(_ fields: Fields, _ name: String, _ errors: inout FormErrors) -> Int? {
        let typed = (fields[name] ?? "").trimmingCharacters(in: .whitespaces)
        guard !typed.isEmpty else { return nil }
        guard let number = Int(typed), 0...mostExpected ~= number else {
            errors.add(name, Phrase("event.expected.invalid"))
            return nil
        }
        return number
    }

    private static func optional(
        _ fields: Fields, _ name: String, _ limit: Int, _ errors: inout FormErrors
    ) -> String {
        let typed = (fields[name] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        if typed.unicodeScalars.count > limit { errors.add(name, Phrase("field.too_long", ["limit": .number(limit)])) }
        return typed
    }
}
