import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Web

/// The form that assesses what a step may bring upon people. Left empty, the residual level is what the rule gives.
struct RiskForm: RecordForm {
    typealias Content = Risk

    let lists: CodeLists

    static let path = "risk"
    static let section = CaseSection.risk
    static let saving = AuditAction("risk.save")
    static let removing = AuditAction("risk.remove")
    static let isCounted = false
    static let adding = Phrase("risk.add")
    static let changing = Phrase("risk.change")

    private static let limit = 2_000

    func inputs(_ fields: FormFields, _ about: RecordSurroundings) -> HTML {
        let words = fields.words
        let purposes = lists.choices("consent_purpose", words)
        return .list(
            fields.textarea("step", Phrase("risk.step"), hint: Phrase("risk.step.hint"), required: true, rows: 2),
            fields.boxes("purpose", Phrase("risk.purpose"), options: purposes),
            fields.text("addressee", Phrase("risk.addressee"), maxLength: Self.limit),
            .h3(words.html(Phrase("risk.threat"))),
            fields.textarea("threat_actor", Phrase("risk.threat_actor"), required: true, rows: 2),
            level(fields, "capability", Phrase("risk.capability")), level(fields, "intent", Phrase("risk.intent")),
            level(fields, "history", Phrase("risk.history")),
            .h3(words.html(Phrase("risk.people"))),
            level(fields, "vulnerability", Phrase("risk.vulnerability")),
            fields.textarea("vulnerability_note", Phrase("risk.note"), rows: 2),
            level(fields, "exposure", Phrase("risk.exposure")),
            fields.textarea("exposure_note", Phrase("risk.note"), rows: 2),
            fields.textarea(
                "others_at_risk", Phrase("risk.others_at_risk"), hint: Phrase("risk.others_at_risk.hint"), rows: 2),
            fields.textarea("mitigations", Phrase("risk.mitigations"), rows: 3),
            fields.select(
                "residual", Phrase("risk.residual"), options: levels(words), hint: Phrase("risk.residual.hint")),
            fields.textarea("reason", Phrase("risk.reason"), hint: Phrase("risk.reason.hint"), rows: 2),
            fields.text(
                "valid_until", Phrase("risk.valid_until"), hint: Phrase("risk.valid_until.hint"), kind: .code,
                maxLength: 25))
    }

    private func level(_ fields: FormFields, _ name: String, _ label: Phrase) -> HTML {
        fields.select(
            name, label, options: Risk.Level.allCases.map { Choice($0.rawValue, fields.words($0.phrase)) },
            required: true)
    }

    private func levels(_ words: Words) -> [Choice] {
        lists.choices("risk_level", words).map { Choice($0.value, "\($0.value) – \($0.label)") }
    }

    func state(of risk: Risk) -> FormState {
        var state = FormState()
        state.set("purpose", risk.purposes)
        for (name, value) in [
            ("step", risk.step), ("addressee", risk.addressee), ("threat_actor", risk.threatActor),
            ("capability", risk.capability.rawValue), ("intent", risk.intent.rawValue),
            ("history", risk.history.rawValue), ("vulnerability", risk.vulnerability.rawValue),
            ("vulnerability_note", risk.vulnerabilityNote), ("exposure", risk.exposure.rawValue),
            ("exposure_note", risk.exposureNote), ("others_at_risk", risk.othersAtRisk),
            ("mitigations", risk.mitigations), ("residual", risk.residual.rawValue), ("reason", risk.reason),
        ] {
            state.set(name, value)
        }
        return state
    }

    /// The beginning of the last day: two who assess on one day mean the same.
    private static func latestDay(_ now: Date) -> Date {
        let end = RiskRule.latestEnd(now).timeIntervalSince1970
        return Date(timeIntervalSince1970: end - end.truncatingRemainder(dividingBy: 86_400))
    }

    func parse(_ fields: Fields, _ about: RecordSurroundings, at now: Date) throws(FormErrors) -> Risk {
        var errors = FormErrors()
        var risk = Risk(validUntil: Self.latestDay(now))
        risk.step = errors.text(fields, "step", limit: Self.limit) ?? ""
        risk.purposes = errors.codes(fields, "purpose", in: "consent_purpose", lists)
        risk.addressee = errors.optionalText(fields, "addressee", limit: Self.limit)
        risk.threatActor = errors.text(fields, "threat_actor", limit: Self.limit) ?? ""
        risk.capability = errors.code(fields, "capability") ?? .low
        risk.intent = errors.code(fields, "intent") ?? .low
        risk.history = errors.code(fields, "history") ?? .low
        risk.vulnerability = errors.code(fields, "vulnerability") ?? .low
        risk.exposure = errors.code(fields, "exposure") ?? .low
        risk.vulnerabilityNote = errors.optionalText(fields, "vulnerability_note", limit: Self.limit)
        risk.exposureNote = errors.optionalText(fields, "exposure_note", limit: Self.limit)
        risk.othersAtRisk = errors.optionalText(fields, "others_at_risk", limit: Self.limit)
        risk.mitigations = errors.optionalText(fields, "mitigations", limit: Self.limit)
        risk.reason = errors.optionalText(fields, "reason", limit: Self.limit)
        if let typed = fields["valid_until"], !typed.isEmpty {
            if let end = UTCMoment(typed: typed) {
                risk.validUntil = end.date
            } else {
                errors.add("valid_until", Phrase("consent.problem.no_date"))
            }
        }
        let chosen: RiskLevel? = fields["residual"]?.isEmpty == false ? errors.code(fields, "residual") : nil
        risk.residual = chosen ?? RiskRule.initial(risk.assessment(at: now))
        try errors.check()
        for problem in RiskRule.problems(risk.assessment(at: now)) { errors.add(problem.field, problem.phrase) }
        try errors.check()
        for subject in about.coding.subjects {
            risk.legal[subject.id.description] = ReadPeople.person(subject, nil).legalFingerprint
        }
        return risk
    }
}

extension Risk.Level {
    var phrase: Phrase {
        switch self {
        case .low: Phrase("risk.level.low")
        case .medium: Phrase("risk.level.medium")
        case .high: Phrase("risk.level.high")
        }
    }
}

extension RiskRule.Problem {
    /// The field at which it is mended.
    fileprivate var field: String {
        switch self {
        case .loweredTooFar: "residual"
        case .loweredWithoutReason, .raisedWithoutReason: "reason"
        case .badPeriod: "valid_until"
        }
    }

    var phrase: Phrase {
        switch self {
        case .loweredTooFar: Phrase("risk.problem.lowered_too_far")
        case .loweredWithoutReason: Phrase("risk.problem.lowered_without_reason")
        case .raisedWithoutReason: Phrase("risk.problem.raised_without_reason")
        case .badPeriod: Phrase("risk.problem.bad_period", ["days": .number(RiskRule.validDays)])
        }
    }
}

extension RiskRule.Change {
    var phrase: Phrase {
        switch self {
        case .consent: Phrase("risk.outdated.consent")
        case .legalStatus: Phrase("risk.outdated.legal_status")
        case .publicity: Phrase("risk.outdated.publicity")
        case .addressee: Phrase("risk.outdated.addressee")
        case .law: Phrase("risk.outdated.law")
        case .age: Phrase("risk.outdated.age")
        }
    }
}

extension SpecialistRule.Topic {
    var phrase: Phrase {
        switch self {
        case .child: Phrase("risk.specialist.child")
        case .sexualViolence: Phrase("risk.specialist.sgbv")
        case .lgbtiq: Phrase("risk.specialist.lgbtiq")
        }
    }
}
