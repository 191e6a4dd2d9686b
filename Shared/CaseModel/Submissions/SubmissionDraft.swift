package import Foundation

/// A submission as it was typed: every field a text, nothing checked yet. Forms and the API fill the same one, and a form
/// that comes back with errors shows it again as it is.
package struct SubmissionDraft: Sendable, Equatable {
    package var narrative = ""
    package var cooperation = ""
    package var unLink = ""
    /// Sent by somebody who sees no link to the UN and has read what this place is for. Officers decide on it.
    package var sentAnyway = false
    package var unEntities: [String] = []
    package var cooperationLimbs: [String] = []
    package var cooperationActivities: [String] = []
    package var cooperationTense = ""
    package var cooperated = ""
    package var cooperatedApproximately = false
    package var event = ""
    package var acts: [String] = []
    package var dangers: [String] = []
    package var happened = ""
    package var happenedApproximately = false
    package var happenedInWords = ""
    package var place = ""
    package var placePrecision = ""
    package var stateOfAct = ""
    package var affected = ""
    package var responsible = ""
    package var forWhom = ""
    package var toldTo = ""
    /// What was ticked; `DeclaredConsentRule` says which of it counts.
    package var purposes: [String] = []
    package var consentBasis = ""
    package var consentProof = ""
    package var consentConditions = ""
    package var anonymity: [String] = []
    package var gender = ""
    package var ageBand = ""
    package var situations: [String] = []
    package var contactWish = ""
    package var contact = ""
    package var contactTimes = ""
    package var checkIns = false
    package var sourceReference = ""
    package var language = ""
    /// The language of the pages, in which the explanations were read; that of the narrative where it is not said.
    package var pageLanguage = ""

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
        let forWhom = ForWhom(rawValue: forWhom)
        let anonymity = Set(anonymity.compactMap(AnonymityWish.init))
        let pages = pageLanguage.isEmpty ? language : pageLanguage
        return SubmissionContent(
            channel: receipt.channel, receivedAt: receipt.receivedAt, language: language,
            narrative: FieldText.tidied(narrative), answerLanguage: pages,
            cooperation: FieldText.tidied(cooperation), unLink: UNLink(rawValue: unLink),
            unEntities: Self.unique(unEntities), cooperationLimbs: Self.unique(cooperationLimbs),
            cooperationActivities: Self.unique(cooperationActivities), cooperationTense: Self.code(cooperationTense),
            cooperated: ReportedDate(typed: cooperated, approximate: cooperatedApproximately),
            eventID: UNEventID(event), acts: Self.unique(acts), dangers: declaredDangers(forWhom),
            happened: ReportedDate(typed: happened, approximate: happenedApproximately),
            happenedInWords: FieldText.tidied(happenedInWords), place: FieldText.tidied(place),
            placePrecision: Self.code(placePrecision), stateOfAct: Self.code(stateOfAct),
            affected: FieldText.tidied(affected), responsible: FieldText.tidied(responsible), forWhom: forWhom,
            toldTo: FieldText.tidied(toldTo),
            consent: DeclaredConsent(
                purposes: DeclaredConsentRule.purposes(ticked: purposes, anonymity: anonymity, lists: lists),
                basis: ConsentBasis(rawValue: consentBasis), proof: FieldText.tidied(consentProof),
                conditions: FieldText.tidied(consentConditions), explanationLanguage: pages),
            anonymity: anonymity.sorted(),
            person: SelfDescription(
                gender: Self.code(gender), ageBand: Self.code(ageBand), situations: Self.unique(situations)),
            contactWish: ContactWish(rawValue: contactWish) ?? .mailboxOnly, contact: FieldText.tidied(contact),
            contactTimes: FieldText.tidied(contactTimes), checkIns: checkIns,
            sourceReference: FieldText.tidied(sourceReference), mailboxID: receipt.mailboxID,
            mailboxKey: receipt.mailboxKey, evidence: receipt.evidence)
    }

    /// Whether anything at all hints at the UN, in words or by a code (DOMAIN.md C.10).
    package var hintsAtTheUN: Bool {
        !FieldText.tidied(cooperation).isEmpty || !unEntities.isEmpty || !cooperationLimbs.isEmpty
            || !cooperationActivities.isEmpty || !event.isEmpty || unLink == UNLink.yes.rawValue
            || unLink == UNLink.unsure.rawValue
    }

    private func declaredDangers(_ forWhom: ForWhom?) -> Set<DeclaredDanger> {
        let ticked = Set(dangers.compactMap(DeclaredDanger.init))
        return forWhom == .lawOrMeasure ? ticked.union([.lawOrPolicy]) : ticked
    }

    private static func code(_ text: String) -> String? { text.isEmpty ? nil : text }

    private static func unique(_ codes: [String]) -> [String] {
        var seen: Set<String> = []
        return codes.count < 2 ? codes : codes.filter { seen.insert($0).inserted }
    }

    private func textErrors() -> [FieldError] {
        let fields: [(name: String, text: String, limit: Int)] = [
            ("narrative", narrative, FieldLimits.narrative), ("cooperation", cooperation, FieldLimits.cooperation),
            ("place", place, FieldLimits.place), ("affected", affected, FieldLimits.affected),
            ("responsible", responsible, FieldLimits.responsible), ("contact", contact, FieldLimits.contact),
            ("contact_times", contactTimes, FieldLimits.contactTimes),
            ("happened_in_words", happenedInWords, FieldLimits.happenedInWords),
            ("told_to", toldTo, FieldLimits.toldTo), ("consent_proof", consentProof, FieldLimits.consentProof),
            ("consent_conditions", consentConditions, FieldLimits.consentConditions),
            ("source_reference", sourceReference, FieldLimits.sourceReference),
        ]
        var errors: [FieldError] = []
        for field in fields where !field.text.isEmpty || isRequired(field.name) {
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
        if !pageLanguage.isEmpty, !FieldText.isLanguageTag(pageLanguage) {
            errors.append(Self.error("page_language", .invalid))
        }
        return errors
    }

    private func isRequired(_ field: String) -> Bool {
        switch field {
        case "narrative": true
        case "cooperation": !hintsAtTheUN && !sentAnyway
        case "contact": contactWish == ContactWish.contactMe.rawValue
        default: false
        }
    }

    private func codeErrors(_ lists: CodeLists) -> [FieldError] {
        var errors: [FieldError] = []
        let many: [(field: String, codes: [String], list: String, limit: Int)] = [
            ("un_entity", unEntities, "un_entity", FieldLimits.unEntities),
            ("acts", acts, "act_type", FieldLimits.acts),
            ("limbs", cooperationLimbs, "cooperation_limb", 10),
            ("activities", cooperationActivities, "cooperation_activity", 20),
            ("purposes", purposes, "consent_purpose", 20), ("situations", situations, "vulnerability", 30),
        ]
        for (field, codes, list, limit) in many where !codes.isEmpty {
            if codes.count > limit {
                errors.append(Self.error(field, .tooMany, limit: limit))
            } else if !codes.allSatisfy({ lists.contains($0, in: list) }) {
                errors.append(Self.error(field, .unknown))
            }
        }
        let single = [
            ("tense", cooperationTense, "cooperation_tense"), ("place_precision", placePrecision, "place_precision"),
            ("gender", gender, "gender"), ("age_band", ageBand, "age_band"),
        ]
        for (field, code, list) in single where !code.isEmpty && !lists.contains(code, in: list) {
            errors.append(Self.error(field, .unknown))
        }
        if !dangers.allSatisfy({ DeclaredDanger(rawValue: $0) != nil }) {
            errors.append(Self.error("dangers", .unknown))
        }
        if !stateOfAct.isEmpty, lists.state(stateOfAct) == nil { errors.append(Self.error("state", .unknown)) }
        if !forWhom.isEmpty, ForWhom(rawValue: forWhom) == nil { errors.append(Self.error("for_whom", .unknown)) }
        if !unLink.isEmpty, UNLink(rawValue: unLink) == nil { errors.append(Self.error("un_link", .unknown)) }
        if !event.isEmpty, UNEventID(event) == nil { errors.append(Self.error("event", .unknown)) }
        if !consentBasis.isEmpty, ConsentBasis(rawValue: consentBasis) == nil {
            errors.append(Self.error("consent_basis", .unknown))
        }
        if !anonymity.allSatisfy({ AnonymityWish(rawValue: $0) != nil }) {
            errors.append(Self.error("anonymity", .unknown))
        }
        if !contactWish.isEmpty, ContactWish(rawValue: contactWish) == nil {
            errors.append(Self.error("contact_wish", .unknown))
        }
        return errors
    }

    private func dateErrors(_ now: Date) -> [FieldError] {
        // Somebody may have been about to speak: when they were to cooperate may lie ahead.
        [("happened", happened, false), ("cooperated", cooperated, true)].compactMap { field, typed, mayBeAhead in
            guard !typed.isEmpty, !FieldText.tidied(typed).isEmpty else { return nil }
            guard let date = ReportedDate(typed: typed) else { return Self.error(field, .invalid) }
            return !mayBeAhead && date.liesAfter(now) ? Self.error(field, .inFuture) : nil
        }
    }

    private static func error(_ field: String, _ problem: FieldError.Problem, limit: Int? = nil) -> FieldError {
        FieldError(form: "report.form", field: field, problem, limit: limit)
    }
}
