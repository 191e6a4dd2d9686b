import CaseModel
import Web

/// What the codes of consent are called that stand in no code list.
enum ConsentWords {
    static func phrase(_ problem: ConsentStatementRule.Problem) -> Phrase {
        switch problem {
        case .nothing: Phrase("consent.problem.nothing")
        case .groundMissing: Phrase("consent.problem.ground_missing")
        case .noteMissing: Phrase("consent.problem.note_missing")
        case .groundMismatch: Phrase("consent.problem.ground_mismatch")
        case .childUnprotected: Phrase("consent.problem.child_unprotected")
        case .mayNotName: Phrase("consent.problem.may_not_name")
        case .obtainedMissing: Phrase("consent.problem.obtained_missing")
        case .witnessMissing: Phrase("consent.problem.witness_missing")
        case .languageMissing: Phrase("consent.problem.language_missing")
        case .inFuture: Phrase("consent.problem.in_future")
        case .alreadyExpired: Phrase("consent.problem.already_expired")
        }
    }

    static func phrase(_ reason: ConsentRule.Reason) -> Phrase {
        switch reason {
        case .neverAsked: Phrase("consent.reason.never_asked")
        case .given: Phrase("consent.reason.given")
        case .refused: Phrase("consent.reason.refused")
        case .withdrawn: Phrase("consent.reason.withdrawn")
        case .expired: Phrase("consent.reason.expired")
        case .unreachable: Phrase("consent.reason.unreachable")
        case .byRepresentative: Phrase("consent.reason.by_representative")
        case .childUnprotected: Phrase("consent.reason.child_unprotected")
        case .representativeUnnamed: Phrase("consent.reason.representative_unnamed")
        case .aged: Phrase("consent.reason.aged")
        case .legalStatusChanged: Phrase("consent.reason.legal_status_changed")
        case .conditions: Phrase("consent.reason.conditions")
        }
    }

    static func phrase(_ ground: ConsentGround) -> Phrase {
        switch ground {
        case .own: Phrase("consent.basis.self")
        case .representative: Phrase("consent.basis.representative")
        case .child: Phrase("consent.basis.child")
        case .unreachable: Phrase("consent.basis.unreachable")
        case .collective: Phrase("consent.basis.collective")
        case .bestInterests: Phrase("consent.basis.best_interests")
        }
    }

    static func phrase(_ manner: ConsentManner) -> Phrase {
        switch manner {
        case .form: Phrase("consent.obtained.form")
        case .mailbox: Phrase("consent.obtained.mailbox")
        case .writing: Phrase("consent.obtained.writing")
        case .oralWithWitness: Phrase("consent.obtained.oral_witness")
        case .recording: Phrase("consent.obtained.recording")
        case .assembly: Phrase("consent.obtained.assembly")
        }
    }

    static func phrase(_ level: IdentityLevel) -> Phrase {
        switch level {
        case .named: Phrase("consent.identity.named")
        case .anonymous: Phrase("consent.identity.anon")
        case .none: Phrase("consent.identity.none")
        }
    }

    static func phrase(_ relation: MosaicRule.Relation) -> Phrase {
        switch relation {
        case .relativeOf: Phrase("consent.relation.relative_of")
        case .lawyerOf: Phrase("consent.relation.lawyer_of")
        case .assists: Phrase("consent.relation.assists")
        case .memberOf: Phrase("consent.relation.member_of")
        case .witnessFor: Phrase("consent.relation.witness_for")
        }
    }
}
