import Accounts
import CaseModel
import HTTP
import Web

/// The form that takes a case to another status.
struct StatusForm: Sendable {
    let lists: CodeLists

    static let names = ["next", "reason", "wakes"]

    /// - Parameter before: Where a dormant case came from.
    func html(
        _ row: CaseRow, dormantSince before: CaseStatus?, _ state: FormState, _ words: Words, _ staff: Staff
    )
        -> HTML
    {
        let offered = StepRule.offered(from: row.status, dormantSince: before)
        guard staff.may(.editCases), !offered.isEmpty else { return .empty }
        let fields = FormFields(words, state)
        return .section(
            [.id("steps")],
            .h2(words.html(Phrase("step.title"))),
            .when(row.status.isTerminal, .p(words.html(Phrase("step.reopening")))),
            fields.form(
                action: "/desk/cases/\(row.id)/status", token: staff.formToken,
                fields.hidden("version", "\(row.version)"),
                fields.select(
                    "next", Phrase("step.next"),
                    options: offered.map { Choice($0.rawValue, lists.label($0.rawValue, in: "case_status", words)) },
                    required: true),
                fields.textarea("reason", Phrase("step.reason"), required: true, rows: 3),
                .when(
                    offered.contains(.dormant),
                    fields.text("wakes", Phrase("step.wakes"), hint: Phrase("step.wakes.hint"), maxLength: Self.line)),
                fields.button(Phrase("step.submit"))))
    }

    /// The step that the fields tell of; throws what is wrong with them.
    static func parse(_ fields: Fields) throws(FormErrors) -> MoveCase.Input {
        var errors = FormErrors()
        let next: CaseStatus? = errors.code(fields, "next")
        let reason = errors.text(fields, "reason", limit: FieldLimits.message)
        let wakes =
            next == .dormant
            ? errors.text(fields, "wakes", limit: line) ?? "" : errors.optionalText(fields, "wakes", limit: line)
        try errors.check()
        guard let next, let reason else { throw errors }
        return MoveCase.Input(
            version: Int(fields["version"] ?? "") ?? 0, next: next, reason: reason,
            wakes: next == .dormant ? wakes : "")
    }

    private static let line = 300
}
