import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The form that takes what one person said of all twelve purposes at once.
struct ConsentForm: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    struct Input: Sendable {
        var statement: ConsentStatement
        var isReconfirmed: Bool
    }

    private static let shortLimit = 200

    func html(_ row: CaseRow, _ people: CasePeople, _ state: FormState) -> HTML {
        let fields = FormFields(words, state.values.isEmpty ? initial(people) : state)
        let statuses = lists.choices("consent_status", words)
        return .section(
            [.id("consent-form")],
            .h2(words.html(Phrase("consent.enter"))),
            .p([.class("hint")], words.html(Phrase("consent.enter.hint"))),
            fields.form(
                action: "/desk/cases/\(row.id)/consent", token: staff.formToken,
                fields.select(
                    "subject", Phrase("consent.subject"),
                    options: people.people.map {
                        Choice($0.id.description, $0.name.isEmpty ? words(Phrase("people.nameless")) : $0.name)
                    }, required: true),
                .fieldset(
                    [.class("columns")],
                    .legend(words.html(Phrase("consent.purposes"))),
                    .list(
                        lists.choices("consent_purpose", words).map {
                            fields.select($0.value, Phrase("consent.purpose", purpose($0)), options: statuses)
                        })),
                basis(fields), obtained(fields), limits(fields),
                fields.button(Phrase("consent.submit"))))
    }

    private func purpose(_ choice: Choice) -> [String: PhraseValue] {
        ["number": .text(String(choice.value.prefix { $0 != "_" })), "purpose": .text(choice.label)]
    }

    private func basis(_ fields: FormFields) -> HTML {
        .list(
            fields.select(
                "basis", Phrase("consent.basis"),
                options: ConsentGround.allCases.map { Choice($0.rawValue, words(ConsentWords.phrase($0))) }),
            fields.text(
                "basis_note", Phrase("consent.basis_note"), hint: Phrase("consent.basis_note.hint"),
                maxLength: FieldLimits.message),
            fields.optional(
                Phrase("consent.child"), ["child_assent", "child_guardian", "best_interests"],
                fields.checkbox("child_assent", Phrase("consent.child_assent")),
                fields.text("child_guardian", Phrase("consent.child_guardian"), maxLength: Self.shortLimit),
                fields.textarea("best_interests", Phrase("consent.best_interests"), rows: 3)))
    }

    private func obtained(_ fields: FormFields) -> HTML {
        .list(
            fields.select(
                "obtained", Phrase("consent.obtained"),
                options: ConsentManner.allCases.map { Choice($0.rawValue, words(ConsentWords.phrase($0))) }),
            fields.text("witness", Phrase("consent.witness"), maxLength: Self.shortLimit),
            fields.text("explained_by", Phrase("consent.explained_by"), maxLength: Self.shortLimit),
            fields.text(
                "explanation_language", Phrase("consent.explanation_language"),
                hint: Phrase("consent.explanation_language.hint"), kind: .code, maxLength: FieldLimits.language),
            fields.text("explanation_version", Phrase("consent.explanation_version"), kind: .number, maxLength: 4))
    }

    private func limits(_ fields: FormFields) -> HTML {
        .list(
            fields.text(
                "conditions", Phrase("consent.conditions"), hint: Phrase("consent.conditions.hint"),
                maxLength: FieldLimits.message),
            fields.text(
                "recipients", Phrase("consent.recipients"), hint: Phrase("consent.recipients.hint"),
                maxLength: FieldLimits.message),
            fields.text(
                "expires", Phrase("consent.expires"), hint: Phrase("consent.day.hint"), kind: .code, maxLength: 25),
            fields.text(
                "given_at", Phrase("consent.given_at"), hint: Phrase("consent.given_at.hint"), kind: .code,
                maxLength: 25),
            fields.checkbox("reconfirmed", Phrase("consent.reconfirmed"), hint: Phrase("consent.reconfirmed.hint")))
    }

    private func initial(_ people: CasePeople) -> FormState {
        var state = FormState()
        if people.people.count == 1, let only = people.people.first { state.set("subject", only.id.description) }
        state.set("explanation_version", String(DeclaredConsent.currentExplanation))
        return state
    }

    // MARK: Reading it

    /// The statement that the fields tell of; throws what is wrong with them.
    static func parse(_ fields: Fields, at now: Date) throws(FormErrors) -> Input {
        var errors = FormErrors()
        let subject = fields["subject"].flatMap { RecordID($0) }
        if subject == nil { errors.add("subject", Phrase("field.required")) }
        let given = moment(fields, "given_at", &errors)
        var statement = ConsentStatement(
            subject: subject ?? RecordID(UUID()), givenAt: given?.date ?? now, recordedAt: now)
        statement.isWholeDay = given?.isWholeDay ?? false
        for purpose in ConsentPurpose.allCases where fields[purpose.rawValue]?.isEmpty == false {
            statement.purposes[purpose.rawValue] = errors.code(fields, purpose.rawValue)
        }
        statement.ground = fields["basis"]?.isEmpty == false ? errors.code(fields, "basis") : nil
        statement.obtained = fields["obtained"]?.isEmpty == false ? errors.code(fields, "obtained") : nil
        statement.childAssent = fields["child_assent"] == "yes"
        words(fields, &statement, &errors)
        explanation(fields, &statement, &errors)
        statement.expires = moment(fields, "expires", &errors)?.date
        try errors.check()
        return Input(statement: statement, isReconfirmed: fields["reconfirmed"] == "yes")
    }

    private static func words(_ fields: Fields, _ statement: inout ConsentStatement, _ errors: inout FormErrors) {
        statement.groundNote = errors.optionalText(fields, "basis_note", limit: FieldLimits.message)
        statement.childGuardian = errors.optionalText(fields, "child_guardian", limit: FieldLimits.message)
        statement.bestInterests = errors.optionalText(fields, "best_interests", limit: FieldLimits.message)
        statement.witness = errors.optionalText(fields, "witness", limit: FieldLimits.message)
        statement.explainedBy = errors.optionalText(fields, "explained_by", limit: FieldLimits.message)
        statement.conditions = errors.optionalText(fields, "conditions", limit: FieldLimits.message)
        statement.recipients = errors.optionalText(fields, "recipients", limit: FieldLimits.message).split(
            whereSeparator: { ";\n".contains($0) })
            .map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func explanation(
        _ fields: Fields, _ statement: inout ConsentStatement, _ errors: inout FormErrors
    ) {
        let language = fields["explanation_language"] ?? ""
        let isTag = language.wholeMatch(of: /[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*/) != nil
        if !language.isEmpty, language.utf8.count > FieldLimits.language || !isTag {
            errors.add("explanation_language", Phrase("field.unknown_code"))
        }
        statement.explanationLanguage = language
        guard let typed = fields["explanation_version"], !typed.isEmpty else { return }
        if let version = Int(typed), (1...DeclaredConsent.currentExplanation).contains(version) {
            statement.explanationVersion = version
        } else {
            errors.add("explanation_version", Phrase("field.unknown_code"))
        }
    }

    private static func moment(_ fields: Fields, _ name: String, _ errors: inout FormErrors) -> UTCMoment? {
        guard let typed = fields[name], !typed.isEmpty else { return nil }
        let moment = UTCMoment(typed: typed)
        if moment == nil { errors.add(name, Phrase("consent.problem.no_date")) }
        return moment
    }

    /// The field at which a reader looks for what is wrong with the whole statement.
    static func field(of problem: ConsentStatementRule.Problem) -> String {
        switch problem {
        case .nothing: ConsentPurpose.process.rawValue
        case .groundMissing, .groundMismatch, .mayNotName: "basis"
        case .noteMissing: "basis_note"
        case .childUnprotected: "child_assent"
        case .obtainedMissing: "obtained"
        case .witnessMissing: "witness"
        case .languageMissing: "explanation_language"
        case .inFuture: "given_at"
        case .alreadyExpired: "expires"
        }
    }
}
