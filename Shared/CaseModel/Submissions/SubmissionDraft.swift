package import Foundation

/// A submission as it was typed: every field a text, nothing checked yet. Forms and the API fill the same one, and a form
/// that comes back with errors shows it again as it is.
package struct SubmissionDraft: Sendable, Equatable {
    package var narrative = ""
    package var cooperation = ""
    package var unEntity = ""
    package var acts: [String] = []
    package var dangers: [String] = []
    package var happened = ""
    package var happenedApproximately = false
    package var place = ""
    package var stateOfAct = ""
    package var affected = ""
    package var responsible = ""
    package var forWhom = ""
    package var contactWish = ""
    package var contact = ""
    package var language = ""

    package init() {}

    /// What Intake adds to what was typed.
    package struct Receipt: Sendable {
        package var channel: String
        package var receivedAt: Date
        package var mailboxID: MailboxID
        package var mailboxKey: KeyBytes
        package var evidence: [DeclaredEvidence]

        package init(
            channel: String, receivedAt: Date, mailboxID: MailboxID, mailboxKey: KeyBytes,
            evidence: [DeclaredEvidence] = []
        ) {
            self.channel = channel
            self.receivedAt = receivedAt
            self.mailboxID = mailboxID
            self.mailboxKey = mailboxKey
            self.evidence = evidence
        }
    }

    /// All that is wrong, in the order of the form; empty where it can be accepted.
    ///
    /// Required is the platform's minimum: some description, and any hint at the UN, in words or by entity (DOMAIN.md C.10).
    package func errors(lists: CodeLists, now: Date) -> [FieldError] {
        textErrors() + codeErrors(lists) + dateErrors(now)
    }

    /// The content to seal. Nil where `errors` finds any.
    package func content(_ receipt: Receipt, lists: CodeLists) -> SubmissionContent? {
        guard errors(lists: lists, now: receipt.receivedAt).isEmpty else { return nil }
        return SubmissionContent(
            channel: receipt.channel, receivedAt: receipt.receivedAt, language: language,
            narrative: FieldText.tidied(narrative), cooperation: FieldText.tidied(cooperation),
            unEntity: unEntity.isEmpty ? nil : unEntity, acts: acts,
            dangers: Set(dangers.compactMap(DeclaredDanger.init)),
            happened: ReportedDate(typed: happened, approximate: happenedApproximately),
            place: FieldText.tidied(place), stateOfAct: stateOfAct.isEmpty ? nil : stateOfAct,
            affected: FieldText.tidied(affected), responsible: FieldText.tidied(responsible),
            forWhom: ForWhom(rawValue: forWhom), contactWish: ContactWish(rawValue: contactWish) ?? .mailboxOnly,
            contact: FieldText.tidied(contact), mailboxID: receipt.mailboxID, mailboxKey: receipt.mailboxKey,
            evidence: receipt.evidence)
    }

    private func textErrors() -> [FieldError] {
        let fields: [(name: String, text: String, limit: Int)] = [
            ("narrative", narrative, FieldLimits.narrative), ("cooperation", cooperation, FieldLimits.cooperation),
            ("place", place, FieldLimits.place), ("affected", affected, FieldLimits.affected),
            ("responsible", responsible, FieldLimits.responsible), ("contact", contact, FieldLimits.contact),
        ]
        var errors: [FieldError] = []
        for field in fields {
            let text = FieldText.tidied(field.text)
            if text.isEmpty, isRequired(field.name) {
                errors.append(Self.error(field.name, .missing))
            } else if let problem = FieldText.problem(with: text, limit: field.limit) {
                errors.append(Self.error(field.name, problem, limit: field.limit))
            }
        }
        if language.utf8.count > FieldLimits.language || !FieldText.isLanguageTag(language) {
            errors.append(Self.error("language", .invalid))
        }
        return errors
    }

    private func isRequired(_ field: String) -> Bool {
        switch field {
        case "narrative": true
        case "cooperation": unEntity.isEmpty
        case "contact": contactWish == ContactWish.contactMe.rawValue
        default: false
        }
    }

    private func codeErrors(_ lists: CodeLists) -> [FieldError] {
        var errors: [FieldError] = []
        if !unEntity.isEmpty, !lists.contains(unEntity, in: "un_entity") {
            errors.append(Self.error("un_entity", .unknown))
        }
        if acts.count > FieldLimits.acts {
            errors.append(Self.error("acts", .tooMany, limit: FieldLimits.acts))
        } else if !acts.allSatisfy({ lists.contains($0, in: "act_type") }) {
            errors.append(Self.error("acts", .unknown))
        }
        if !dangers.allSatisfy({ DeclaredDanger(rawValue: $0) != nil }) {
            errors.append(Self.error("dangers", .unknown))
        }
        if !stateOfAct.isEmpty, lists.state(stateOfAct) == nil { errors.append(Self.error("state", .unknown)) }
        if !forWhom.isEmpty, ForWhom(rawValue: forWhom) == nil { errors.append(Self.error("for_whom", .unknown)) }
        if !contactWish.isEmpty, ContactWish(rawValue: contactWish) == nil {
            errors.append(Self.error("contact_wish", .unknown))
        }
        return errors
    }

    private func dateErrors(_ now: Date) -> [FieldError] {
        guard !FieldText.tidied(happened).isEmpty else { return [] }
        guard let date = ReportedDate(typed: happened) else { return [Self.error("happened", .invalid)] }
        return date.liesAfter(now) ? [Self.error("happened", .inFuture)] : []
    }

    private static func error(_ field: String, _ problem: FieldError.Problem, limit: Int? = nil) -> FieldError {
        FieldError(form: "report.form", field: field, problem, limit: limit)
    }
}
