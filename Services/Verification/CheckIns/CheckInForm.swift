import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The form that writes down what was agreed with somebody who wants to be asked whether they are safe.
struct CheckInForm: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    static let hours = 1...(31 * 24)
    private static let graceHours = 0...72
    private static let limit = 2_000

    func html(_ row: CaseRow, _ ledger: ConsentLedger, _ state: FormState) -> HTML {
        let fields = FormFields(words, state.values.isEmpty ? initial : state)
        let nameless = words(Phrase("people.nameless"))
        return .section(
            [.id("check-in-form")],
            .h3(words.html(Phrase("check_in.add"))),
            fields.form(
                action: "/desk/cases/\(row.id)/check-ins", token: staff.formToken,
                fields.select(
                    "subject", Phrase("check_in.subject"),
                    options: ledger.people.people.map {
                        Choice($0.id.description, $0.name.isEmpty ? nameless : $0.name)
                    }),
                fields.select(
                    "submission", Phrase("check_in.submission"),
                    options: ledger.sources.map {
                        Choice($0.row.id.description, label($0))
                    }, hint: Phrase("check_in.submission.hint")),
                fields.select(
                    "channel", Phrase("check_in.channel"), options: lists.choices("channel", words), required: true),
                fields.text("every_hours", Phrase("check_in.every_hours"), required: true, kind: .number, maxLength: 4),
                fields.text("grace_hours", Phrase("check_in.grace_hours"), kind: .number, maxLength: 3),
                fields.text(
                    "from", Phrase("check_in.from"), hint: Phrase("consent.day.hint"), required: true, kind: .code,
                    maxLength: 25),
                fields.text(
                    "until", Phrase("check_in.until"), hint: Phrase("consent.day.hint"), kind: .code, maxLength: 25),
                fields.radios(
                    "silence", Phrase("check_in.silence"),
                    options: SilenceMeaning.allCases.map { Choice($0.rawValue, words($0.phrase)) }, required: true),
                fields.textarea("silence_words", Phrase("check_in.silence_words"), required: true, rows: 2),
                fields.textarea("what_to_do", Phrase("check_in.what_to_do"), rows: 3),
                fields.checkbox("consented", Phrase("check_in.consented")),
                fields.button(Phrase("check_in.submit"))))
    }

    /// When it came, and whether its source wants to be asked.
    private func label(_ source: SourceFile) -> String {
        let received = UTCTime.minute(source.row.receivedAt)
        guard source.contact?.checkIns == true else { return received }
        return "\(received) – \(words(Phrase("submission.check_ins.wanted")))"
    }

    private var initial: FormState {
        var state = FormState()
        state.set("grace_hours", "2")
        return state
    }

    /// What the fields tell of; throws what is wrong with them.
    static func parse(
        _ fields: Fields, _ ledger: ConsentLedger, _ lists: CodeLists, at now: Date
    ) throws(FormErrors) -> CheckIn {
        var errors = FormErrors()
        let from = moment(fields, "from", &errors)
        if (fields["from"] ?? "").isEmpty { errors.add("from", Phrase("field.required")) }
        var checkIn = CheckIn(from: from ?? now)
        checkIn.until = moment(fields, "until", &errors)
        checkIn.subject = errors.ids(fields, "subject", among: ledger.people.people.map(\.id.description)).first
        checkIn.submission = errors.ids(fields, "submission", among: ledger.sources.map(\.row.id.description)).first
        if checkIn.subject == nil, checkIn.submission == nil {
            errors.add("subject", Phrase("check_in.problem.nobody"))
        }
        checkIn.channel = errors.code(fields, "channel", in: "channel", lists, required: true) ?? ""
        if let hours = errors.number(fields, "every_hours", in: hours) {
            checkIn.everyHours = hours
        } else if errors.error("every_hours") == nil {
            errors.add("every_hours", Phrase("field.required"))
        }
        checkIn.graceHours = errors.number(fields, "grace_hours", in: graceHours) ?? checkIn.graceHours
        checkIn.silence = errors.code(fields, "silence") ?? .call
        checkIn.silenceWords = errors.text(fields, "silence_words", limit: limit) ?? ""
        checkIn.whatToDo = errors.optionalText(fields, "what_to_do", limit: limit)
        if checkIn.silence == .call, checkIn.whatToDo.isEmpty { errors.add("what_to_do", Phrase("field.required")) }
        if let until = checkIn.until, until <= checkIn.from || until <= now {
            errors.add("until", Phrase("consent.problem.already_expired"))
        }
        // A first time that is over already would be missed as soon as it is agreed.
        if from.map({ $0 <= now }) == true { errors.add("from", Phrase("check_in.problem.over")) }
        if fields["consented"] != "yes" { errors.add("consented", Phrase("check_in.problem.not_consented")) }
        try errors.check()
        return checkIn
    }

    private static func moment(_ fields: Fields, _ name: String, _ errors: inout FormErrors) -> Date? {
        guard let typed = fields[name], !typed.isEmpty else { return nil }
        let moment = UTCMoment(typed: typed)
        if moment == nil { errors.add(name, Phrase("consent.problem.no_date")) }
        return moment?.date
    }
}

extension SilenceMeaning {
    var phrase: Phrase {
        switch self {
        case .nothing: Phrase("check_in.silence.nothing")
        case .call: Phrase("check_in.silence.call")
        case .danger: Phrase("check_in.silence.danger")
        }
    }
}
