import Accounts
import CaseModel
import HTTP
import Web

/// The questions of the scope screen.
struct ScreenForm: Sendable {
    let lists: CodeLists
    let words: Words
    let staff: Staff

    /// - Parameter language: In which the sources want to be answered.
    func html(
        _ row: CaseRow, _ stored: RecordVersion<ScreenContent>?, _ state: FormState?, language: String
    ) -> HTML {
        let fields = FormFields(words, state ?? initial(row, stored?.content, language))
        return .section(
            [.id("screen")],
            .h2(words.html(Phrase("scope.title"))),
            stored.map { standing($0) } ?? .empty,
            .when(
                staff.may(.openCases),
                fields.form(
                    action: "/desk/cases/\(row.id)/screen", token: staff.formToken,
                    fields.hidden("record", stored?.id.description ?? ""),
                    fields.hidden("version", String(stored?.version ?? 0)),
                    what(fields), un(fields), decision(fields, row))))
    }

    /// What the answers so far amount to, and which are missing.
    private func standing(_ stored: RecordVersion<ScreenContent>) -> HTML {
        let answers = stored.content.answers
        let missing = ScopeRule.missing(answers)
        let side = ScopeRule.side(of: answers.perpetrators, lists: lists)
        return .list(
            .article(
                [.id("record-\(stored.id)")],
                .p(
                    .data(
                        [.id("scope-outcome"), .value(stored.content.outcome.rawValue)],
                        .strong(words.html(Self.phrase(stored.content.outcome)))),
                    " · ", .data([.id("scope-side"), .value(side.rawValue)], words.html(Self.phrase(side)))),
                .when(!stored.content.reason.isEmpty, .userParagraphs(stored.content.reason)),
                .p(
                    words.html(Phrase("scope.suggested")), " ",
                    .data(
                        [.id("scope-suggested"), .value(ScopeRule.suggest(answers).rawValue)],
                        words.html(Self.phrase(ScopeRule.suggest(answers)))))),
            .when(
                !missing.isEmpty,
                .list(
                    .h3(words.html(Phrase("scope.missing"))),
                    .ul(
                        [.id("scope-missing")],
                        .list(
                            missing.map {
                                .li(.data([.value($0.rawValue)], words.html(Self.phrase($0))))
                            })))))
    }

    private func what(_ fields: FormFields) -> HTML {
        .list(
            fields.boxGroups("act", Phrase("scope.act"), groups: acts),
            fields.checkbox("no_act", Phrase("scope.no_act")),
            fields.boxes("target_unit", Phrase("scope.target"), options: lists.choices("target_unit", words)),
            fields.boxes(
                "perpetrator_type", Phrase("scope.perpetrator"), options: lists.choices("perpetrator_type", words)))
    }

    private func un(_ fields: FormFields) -> HTML {
        .list(
            fields.boxes("un_entity", Phrase("scope.entity"), options: lists.choices("un_entity", words)),
            fields.boxes("cooperation_limb", Phrase("scope.limb"), options: lists.choices("cooperation_limb", words)),
            fields.radios(
                "cooperation_tense", Phrase("scope.tense"), options: lists.choices("cooperation_tense", words)),
            fields.checkbox("no_un_link", Phrase("scope.no_un_link")),
            fields.select(
                "act_nature", Phrase("scope.nature"), options: lists.choices("act_nature", words),
                hint: Phrase("scope.nature.hint")))
    }

    private func decision(_ fields: FormFields, _ row: CaseRow) -> HTML {
        .list(
            fields.select(
                "urgency", Phrase("open.urgency"), options: lists.choices("urgency", words), required: true),
            fields.textarea(
                "urgency_reason", Phrase("open.urgency_reason"), hint: Phrase("open.urgency_reason.hint"), rows: 2),
            fields.radios(
                "outcome", Phrase("scope.outcome"),
                options: ScopeRule.Outcome.allCases.map { Choice($0.rawValue, words(Self.phrase($0))) },
                required: true),
            fields.textarea("reason", Phrase("scope.reason"), hint: Phrase("scope.reason.hint"), rows: 3),
            fields.textarea("answer", Phrase("scope.answer"), hint: Phrase("scope.answer.hint"), rows: 5),
            fields.select(
                "referral", Phrase("scope.referral"),
                options: Referral.allCases.map { Choice($0.rawValue, words($0.label)) },
                hint: Phrase("scope.referral.hint")),
            fields.select(
                "answer_language", Phrase("source.language"),
                options: Language.allCases.map { Choice($0.code, $0.nativeName) }),
            fields.button(Phrase("scope.submit")))
    }

    /// Acts under their groups, which stand closed.
    private var acts: [FormFields.BoxGroup] {
        let items = (try? lists.list("act_type").items) ?? []
        var order: [String] = []
        for item in items where !order.contains(item.group ?? "") { order.append(item.group ?? "") }
        return order.map { group in
            FormFields.BoxGroup(
                Self.phrase(group: group),
                items.filter { ($0.group ?? "") == group }.map {
                    Choice($0.code, "\($0.code) – \($0.label(words.language.code))")
                })
        }
    }

    /// What is known already: the answers so far, or what the case was opened with.
    private func initial(_ row: CaseRow, _ content: ScreenContent?, _ language: String) -> FormState {
        var values = ["urgency": [row.urgency.rawValue], "answer_language": [language]]
        if let content {
            values["act"] = content.acts
            values["target_unit"] = content.targets
            values["un_entity"] = content.entities
            values["cooperation_limb"] = content.limbs
            values["cooperation_tense"] = [content.tense]
            values["perpetrator_type"] = content.perpetrators
            values["act_nature"] = [content.nature]
            values["outcome"] = [content.outcome.rawValue]
            values["reason"] = [content.reason]
            if content.isNoAct { values["no_act"] = ["yes"] }
            if content.hasNoUNLink { values["no_un_link"] = ["yes"] }
        }
        return FormState(values: values)
    }

    // MARK: Reading

    /// What the fields tell of; throws what is wrong with them.
    static func parse(
        _ fields: Fields, lists: CodeLists, phrases: Phrases
    ) throws(FormErrors) -> ScreenCase.Input {
        var errors = FormErrors()
        let outcome: ScopeRule.Outcome? = errors.code(fields, "outcome")
        let urgency: Urgency? = errors.code(fields, "urgency")
        var content = ScreenContent(outcome: outcome ?? .moreNeeded)
        content.acts = errors.codes(fields, "act", in: "act_type", lists)
        content.targets = errors.codes(fields, "target_unit", in: "target_unit", lists)
        content.entities = errors.codes(fields, "un_entity", in: "un_entity", lists)
        content.limbs = errors.codes(fields, "cooperation_limb", in: "cooperation_limb", lists)
        content.tense =
            errors.code(fields, "cooperation_tense", in: "cooperation_tense", lists, required: false) ?? ""
        content.perpetrators = errors.codes(fields, "perpetrator_type", in: "perpetrator_type", lists)
        content.isNoAct = fields["no_act"] == "yes"
        content.hasNoUNLink = fields["no_un_link"] == "yes"
        let nature = errors.code(fields, "act_nature", in: "act_nature", lists, required: false)
        content.nature = nature ?? ScopeRule.nature(tenses: Set([content.tense].filter { !$0.isEmpty }))
        content.reason =
            outcome == .inScope
            ? TriageFields.optional(fields, "reason")
            : errors.text(fields, "reason", limit: FieldLimits.message) ?? ""
        if content.isNoAct, !content.acts.isEmpty { errors.add("no_act", Phrase("scope.no_act.contradicts")) }
        if content.hasNoUNLink, !content.entities.isEmpty || !content.limbs.isEmpty || !content.tense.isEmpty {
            errors.add("no_un_link", Phrase("scope.no_un_link.contradicts"))
        }
        let language = Language(rawValue: fields["answer_language"] ?? "") ?? .english
        let answer = answer(fields, in: language, phrases, &errors)
        try errors.check()
        guard let urgency else { throw errors }
        return ScreenCase.Input(
            content: content, record: RecordID(fields["record"] ?? ""), seen: Int(fields["version"] ?? "") ?? 0,
            urgency: UrgencyDecision(urgency: urgency, reason: TriageFields.optional(fields, "urgency_reason")),
            answer: answer, answerLanguage: language.code)
    }

    /// What the officer wrote, and under it where else the source may turn.
    private static func answer(
        _ fields: Fields, in language: Language, _ phrases: Phrases, _ errors: inout FormErrors
    ) -> String {
        var parts = [TriageFields.optional(fields, "answer")]
        let chosen = fields["referral"] ?? ""
        if !chosen.isEmpty {
            if let referral = Referral(rawValue: chosen) {
                parts.append(phrases.words(language)(referral.text))
            } else {
                errors.add("referral", Phrase("field.unknown_code"))
            }
        }
        return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
    }

    // MARK: Words

    static func phrase(group: String) -> Phrase {
        switch group {
        case "VIOLENCE": Phrase("scope.group.violence")
        case "LIBERTY": Phrase("scope.group.liberty")
        case "THREAT": Phrase("scope.group.threat")
        case "SURVEILLANCE": Phrase("scope.group.surveillance")
        case "JUDICIAL_ADMIN": Phrase("scope.group.judicial_admin")
        case "ORGANIZATION": Phrase("scope.group.organization")
        case "UN_ACCESS": Phrase("scope.group.un_access")
        case "PROPERTY": Phrase("scope.group.property")
        case "INSTITUTION": Phrase("scope.group.institution")
        default: Phrase("scope.group.other")
        }
    }

    static func phrase(_ outcome: ScopeRule.Outcome) -> Phrase {
        switch outcome {
        case .inScope: Phrase("scope.outcome.in")
        case .outOfScope: Phrase("scope.outcome.out")
        case .moreNeeded: Phrase("scope.outcome.more")
        }
    }

    static func phrase(_ side: ScopeRule.Side) -> Phrase {
        switch side {
        case .state: Phrase("scope.side.state")
        case .others: Phrase("scope.side.others")
        case .both: Phrase("scope.side.both")
        case .unknown: Phrase("scope.side.unknown")
        }
    }

    /// What is still needed, and why.
    static func phrase(_ question: ScopeRule.Question) -> Phrase {
        switch question {
        case .act: Phrase("scope.missing.act")
        case .target: Phrase("scope.missing.target")
        case .entity: Phrase("scope.missing.entity")
        case .limb: Phrase("scope.missing.limb")
        case .tense: Phrase("scope.missing.tense")
        case .perpetrator: Phrase("scope.missing.perpetrator")
        }
    }
}
