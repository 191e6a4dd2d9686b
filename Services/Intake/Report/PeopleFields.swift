import CaseModel
import Web

/// Whom it is about, how they agreed, what they say of themselves, and how the submitter may be reached.
struct PeopleFields {
    let fields: FormFields
    let codes: CodeWords

    func whom() -> HTML {
        let forWhom: [(ForWhom, Phrase)] = [
            (.myself, Phrase("report.for_whom.self")), (.relative, Phrase("report.for_whom.relative")),
            (.client, Phrase("report.for_whom.client")), (.otherPerson, Phrase("report.for_whom.other_person")),
            (.group, Phrase("report.for_whom.group")), (.organization, Phrase("report.for_whom.organization")),
            (.lawOrMeasure, Phrase("report.for_whom.law")),
        ]
        let basis: [(ConsentBasis, Phrase)] = [
            (.agreed, Phrase("report.consent_basis.agreed")),
            (.representative, Phrase("report.consent_basis.representative")),
            (.unreachable, Phrase("report.consent_basis.unreachable")),
            (.notAsked, Phrase("report.consent_basis.not_asked")),
        ]
        return fields.optional(
            Phrase("report.whom.part"), ["for_whom", "affected", "consent_basis", "consent_proof"],
            fields.boxes(
                "for_whom", Phrase("report.for_whom.label"),
                options: forWhom.map { Choice($0.0.rawValue, fields.words($0.1)) }, type: .radio),
            fields.textarea(
                "affected", Phrase("report.affected.label"), hint: Phrase("report.affected.hint"), rows: 3),
            fields.boxes(
                "consent_basis", Phrase("report.consent_basis.label"),
                options: basis.map { Choice($0.0.rawValue, fields.words($0.1)) }, type: .radio),
            fields.textarea(
                "consent_proof", Phrase("report.consent_proof.label"), hint: Phrase("report.consent_proof.hint"),
                rows: 2))
    }

    /// Asked of nobody who does not open it (DOMAIN.md B.3).
    func person() -> HTML {
        let genders = codes.choices("gender", "report.gender") { !["NA_ENTITY", "UNKNOWN"].contains($0.code) }
        let ages = codes.choices("age_band", "report.age") { $0.code != "UNKNOWN" }
        return fields.optional(
            Phrase("report.person.part"), ["gender", "age_band", "situations"],
            .p([.class("hint")], fields.words.html(Phrase("report.person.text"))),
            fields.boxes("gender", Phrase("report.gender.label"), options: genders, type: .radio),
            fields.boxes(
                "age_band", Phrase("report.age_band.label"),
                options: ages + [Choice("", fields.words(Phrase("report.unsaid")))], type: .radio),
            fields.boxes(
                "situations", Phrase("report.situations.label"),
                options: codes.choices("vulnerability", "report.situation")))
    }

    func contact() -> HTML {
        let wishes: [(ContactWish, Phrase)] = [
            (.mailboxOnly, Phrase("report.contact_wish.mailbox")),
            (.contactMe, Phrase("report.contact_wish.contact_me")),
            (.doNotContact, Phrase("report.contact_wish.nothing")),
        ]
        return fields.optional(
            Phrase("report.contact.part"), ["contact_wish", "contact", "contact_times", "check_ins"],
            fields.boxes(
                "contact_wish", Phrase("report.contact_wish.label"),
                options: wishes.map { Choice($0.0.rawValue, fields.words($0.1)) }, type: .radio),
            fields.text("contact", Phrase("report.address.label"), hint: Phrase("report.address.hint")),
            fields.text("contact_times", Phrase("report.contact_times.label")),
            fields.checkbox("check_ins", Phrase("report.check_ins.label")))
    }
}
