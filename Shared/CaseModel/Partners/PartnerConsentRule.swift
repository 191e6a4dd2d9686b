package import Foundation

/// A proof of consent as a partner sent it, nothing checked yet.
package struct ConsentRecordDraft: Sendable, Equatable {
    package var givenBy = ""
    package var how = ""
    package var given = ""
    package var language = ""

    package init() {}

    /// Nil where `errors` finds any.
    package func record(now: Date) -> ConsentRecord? {
        guard errors(now: now).isEmpty, let given = ReportedDate(typed: given) else { return nil }
        return ConsentRecord(
            givenBy: FieldText.tidied(givenBy), how: FieldText.tidied(how), given: given, language: language)
    }

    package func errors(now: Date) -> [FieldError] {
        var errors: [FieldError] = []
        for (field, text, limit) in [
            ("given_by", givenBy, FieldLimits.consentGivenBy), ("how", how, FieldLimits.consentHow),
        ] {
            let text = FieldText.tidied(text)
            if text.isEmpty {
                errors.append(Self.error(field, .missing))
            } else if let problem = FieldText.problem(with: text, limit: limit) {
                errors.append(Self.error(field, problem, limit: limit))
            }
        }
        if FieldText.tidied(given).isEmpty {
            errors.append(Self.error("given", .missing))
        } else if let date = ReportedDate(typed: given) {
            if date.liesAfter(now) { errors.append(Self.error("given", .inFuture)) }
        } else {
            errors.append(Self.error("given", .invalid))
        }
        if language.utf8.count > FieldLimits.language || !FieldText.isLanguageTag(language) {
            errors.append(Self.error("language", language.isEmpty ? .missing : .invalid))
        }
        return errors
    }

    private static func error(_ field: String, _ problem: FieldError.Problem, limit: Int? = nil) -> FieldError {
        FieldError(form: "partner.consent", field: field, problem, limit: limit)
    }
}

/// What a partner has to say of consent with each case: whom it is about, and for somebody else how that person agreed, or
/// why nobody could ask. The words of the partner are kept, not believed.
package enum PartnerConsentRule {
    /// About one or several people who are not the partner itself.
    package static let aboutOthers: Set<ForWhom> = [.relative, .client, .otherPerson, .group]
    /// On a basis that somebody has agreed to.
    package static let agreed: Set<ConsentBasis> = [.agreed, .representative]

    /// What is missing from a draft that is otherwise right. `consent` itself is checked where it is there.
    package static func errors(_ draft: SubmissionDraft, consent: ConsentRecordDraft?, now: Date) -> [FieldError] {
        guard !draft.forWhom.isEmpty else { return [missing("for_whom")] }
        let record = consent?.errors(now: now) ?? []
        guard let forWhom = ForWhom(rawValue: draft.forWhom), aboutOthers.contains(forWhom) else { return record }
        guard !draft.consentBasis.isEmpty else { return [missing("consent_basis")] + record }
        guard let basis = ConsentBasis(rawValue: draft.consentBasis) else { return record }
        if agreed.contains(basis) { return consent == nil ? [missing("consent")] : record }
        return FieldText.tidied(draft.consentProof).isEmpty ? [missing("consent_proof")] + record : record
    }

    private static func missing(_ field: String) -> FieldError {
        FieldError(form: "partner.form", field: field, .missing)
    }
}
