import CaseModel
import Web

/// What a source allows, in plain words: the purposes, the conditions, and from whom they want to stay unknown. Shows what
/// the state holds, so that a mailbox can show what stands now.
///
/// The fields are `purposes`, `consent_conditions` and `anonymity`, with the codes of the case model as their values.
struct ConsentFields {
    let fields: FormFields
    let codes: CodeWords

    /// Said before anything can be chosen: what sending means, what cannot be undone, and how to take it back
    /// (DOMAIN.md C.5). A change of meaning raises `DeclaredConsent.currentExplanation`.
    func explanation() -> HTML {
        .list(
            .p(fields.words.html(Phrase("consent.process"))),
            .p(fields.words.html(Phrase("consent.undone"))),
            .p(fields.words.html(Phrase("consent.withdraw"))))
    }

    /// Every purpose but the one that a submission cannot do without. None is ticked unless the state says so.
    func purposes() -> HTML {
        .list(
            fields.boxes(
                "purposes", Phrase("consent.purposes.label"),
                options: codes.choices("consent_purpose", "consent.purpose") {
                    $0.code != DeclaredConsentRule.required
                },
                hint: Phrase("consent.purposes.hint")),
            fields.text(
                "consent_conditions", Phrase("consent.conditions.label"), hint: Phrase("consent.conditions.hint")))
    }

    /// The three meanings of "anonymous", each chosen by itself.
    func anonymity() -> HTML {
        let meanings: [(AnonymityWish, Phrase)] = [
            (.toPublic, Phrase("anonymity.TO_PUBLIC")), (.toState, Phrase("anonymity.TO_STATE")),
            (.toUN, Phrase("anonymity.TO_UN")),
        ]
        return fields.boxes(
            "anonymity", Phrase("anonymity.label"),
            options: meanings.map { Choice($0.0.rawValue, fields.words($0.1)) }, hint: Phrase("anonymity.hint"))
    }

    /// As the report form shows it: explained in the open, chosen in parts that stand closed.
    func section() -> HTML {
        .section(
            .h2(fields.words.html(Phrase("consent.title"))),
            explanation(),
            fields.optional(Phrase("consent.part"), ["purposes", "consent_conditions"], purposes()),
            fields.optional(Phrase("anonymity.part"), ["anonymity"], anonymity()))
    }
}
