import CaseModel
import Web

// What a submitter chose, in an officer's words.
extension SubmissionFacts {
    static func phrase(_ danger: DeclaredDanger) -> Phrase {
        switch danger {
        case .threatToLife: Phrase("submission.danger.threat_to_life")
        case .missingSinceDays: Phrase("submission.danger.missing")
        case .deportation: Phrase("submission.danger.deportation")
        case .medicalEmergency: Phrase("submission.danger.medical_emergency")
        case .withinSevenDays: Phrase("submission.danger.within_seven_days")
        case .meetingInProgress: Phrase("submission.danger.meeting_in_progress")
        case .lawOrPolicy: Phrase("submission.danger.law_or_policy")
        }
    }

    static func phrase(_ link: UNLink) -> Phrase {
        switch link {
        case .yes: Phrase("submission.un_link.yes")
        case .unsure: Phrase("submission.un_link.unsure")
        case .no: Phrase("submission.un_link.no")
        }
    }

    static func phrase(_ forWhom: ForWhom) -> Phrase {
        switch forWhom {
        case .myself: Phrase("submission.for_whom.self")
        case .relative: Phrase("submission.for_whom.relative")
        case .client: Phrase("submission.for_whom.client")
        case .otherPerson: Phrase("submission.for_whom.other_person")
        case .group: Phrase("submission.for_whom.group")
        case .organization: Phrase("submission.for_whom.organization")
        case .lawOrMeasure: Phrase("submission.for_whom.law")
        }
    }

    static func phrase(_ basis: ConsentBasis) -> Phrase {
        switch basis {
        case .agreed: Phrase("submission.basis.agreed")
        case .representative: Phrase("submission.basis.representative")
        case .unreachable: Phrase("submission.basis.unreachable")
        case .notAsked: Phrase("submission.basis.not_asked")
        }
    }

    static func phrase(_ wish: AnonymityWish) -> Phrase {
        switch wish {
        case .toPublic: Phrase("submission.anonymity.public")
        case .toState: Phrase("submission.anonymity.state")
        case .toUN: Phrase("submission.anonymity.un")
        }
    }

    static func phrase(_ wish: ContactWish) -> Phrase {
        switch wish {
        case .mailboxOnly: Phrase("submission.contact_wish.mailbox")
        case .contactMe: Phrase("submission.contact_wish.contact_me")
        case .doNotContact: Phrase("submission.contact_wish.nothing")
        }
    }
}
