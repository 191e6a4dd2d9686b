import Accounts
import CaseModel
import HTTP
import Web

/// The forms in which an officer notes what became of a step, and adds one.
struct StepForm: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    static let limit = 2_000

    /// What can happen to a step, in the order in which it is offered.
    static let events: [StepEvent.Kind] = [.done, .skipped, .stopped, .resumed, .extended, .reopened]

    func note(_ run: ProtocolRun, of id: CaseID, _ state: FormState) -> HTML {
        let fields = FormFields(words, state)
        return .section(
            [.id("note-step")],
            .h2(words.html(Phrase("protocol.note"))),
            fields.form(
                action: "/desk/cases/\(id)/protocol/steps", token: staff.formToken,
                fields.select(
                    "step", Phrase("protocol.step"),
                    options: run.steps.map { Choice($0.id, ProtocolWords.text($0.title, words)) }, required: true),
                fields.radios(
                    "event", Phrase("protocol.event"),
                    options: Self.events.map { Choice($0.rawValue, words(ProtocolWords.phrase($0))) }, required: true),
                fields.textarea(
                    "evidence", Phrase("protocol.evidence"), hint: Phrase("protocol.evidence.hint"), rows: 3),
                fields.textarea("reason", Phrase("protocol.reason"), hint: Phrase("protocol.reason.hint"), rows: 3),
                fields.button(Phrase("protocol.note.submit"))))
    }

    func add(_ run: ProtocolRun, of id: CaseID, _ state: FormState) -> HTML {
        let fields = FormFields(words, state)
        return .section(
            [.id("add-step")],
            .h2(words.html(Phrase("protocol.add"))),
            fields.form(
                action: "/desk/cases/\(id)/protocol/added", token: staff.formToken,
                fields.text("title", Phrase("protocol.add.title"), required: true, maxLength: 300),
                fields.select("role", Phrase("protocol.role"), options: roles, required: true),
                fields.text("days", Phrase("protocol.add.days"), hint: Phrase("protocol.add.days.hint"), kind: .number),
                fields.checkbox("working_days", Phrase("protocol.add.working_days")),
                fields.select("escalates_to", Phrase("protocol.escalates_to"), options: roles),
                fields.checkboxes(
                    "after", Phrase("protocol.add.after"),
                    options: run.steps.map { Choice($0.id, ProtocolWords.text($0.title, words)) }),
                fields.textarea("added_reason", Phrase("protocol.add.reason"), required: true, rows: 3),
                fields.button(Phrase("protocol.add.submit"))))
    }

    private var roles: [Choice] {
        Role.allCases.filter { !$0.isOutside }.map {
            Choice($0.rawValue, lists.label($0.rawValue, in: "role", words))
        }
    }

    // MARK: Reading

    /// What the fields tell of a step; whether it may happen is for the run to say.
    static func parseNote(_ fields: Fields) throws(FormErrors) -> StepRecord {
        var errors = FormErrors()
        let step = errors.text(fields, "step", limit: 100)
        let event: StepEvent.Kind? = errors.code(fields, "event")
        let evidence = errors.optionalText(fields, "evidence", limit: limit)
        let reason = errors.optionalText(fields, "reason", limit: limit)
        try errors.check()
        guard let step, let event else { throw errors }
        return StepRecord(step: step, event: event, evidence: evidence, reason: reason)
    }

    static func parseAdded(_ fields: Fields) throws(FormErrors) -> AddedStep {
        var errors = FormErrors()
        var step = AddedStep()
        let title = errors.text(fields, "title", limit: 300)
        let role: Role? = errors.code(fields, "role")
        if role?.isOutside == true { errors.add("role", Phrase("field.unknown_code")) }
        if let typed = fields["days"], !typed.isEmpty {
            step.days = Int(typed)
            if !(1...3650).contains(step.days ?? 0) { errors.add("days", Phrase("protocol.add.days.range")) }
        }
        if let typed = fields["escalates_to"], !typed.isEmpty {
            step.escalatesTo = errors.code(fields, "escalates_to")
            if step.escalatesTo == role { errors.add("escalates_to", Phrase("protocol.refused.escalates_to_itself")) }
        }
        let reason = errors.text(fields, "added_reason", limit: limit)
        try errors.check()
        guard let title, let role, let reason else { throw errors }
        step.title = title
        step.role = role
        step.workingDays = fields["working_days"] == "yes"
        step.after = fields.values("after").filter { !$0.isEmpty }
        step.reason = reason
        return step
    }
}
