import CaseModel
import Foundation

/// What sources have declared of consent that stands in no line yet: for an officer to take over, one purpose after the other.
/// Nothing of it counts before.
struct ConsentProposal: Sendable, Equatable {
    let submission: SubmissionID
    /// The update that it came with; nil for the submission itself.
    let update: UpdateID?
    let at: Date
    let purpose: ConsentPurpose
    let status: ConsentStatus
    let declared: DeclaredConsent
    let language: String

    /// All that the newest word of each source gives, without what is written down from it, and each withdrawal, which counts
    /// already and is to be said of whom.
    static func all(_ ledger: ConsentLedger) -> [ConsentProposal] {
        ledger.sources.flatMap { source in
            given(source).filter { proposal in
                !ledger.statements.contains { statement in
                    statement.content.submission == proposal.submission
                        && statement.content.givenAt >= proposal.at.addingTimeInterval(-Self.stored)
                        && statement.content.purposes[proposal.purpose.rawValue] != nil
                }
            }
        }
    }

    /// Records keep times to the millisecond.
    private static let stored = 0.001

    private static func given(_ source: SourceFile) -> [ConsentProposal] {
        guard let content = source.content else { return [] }
        let update = source.updates.last { $0.content?.consent != nil }
        let declared = update?.content?.consent ?? content.consent
        let at = update?.receivedAt ?? content.receivedAt
        let withdrawals = MailboxConsentRule.withdrawals(source.consentWords)
        let allowed = Set(source.purposes)
        let taken = Set(withdrawals.last?.purposes ?? [])
        let isErased = source.erasureAskedAt.map { $0 >= at } ?? false
        return ConsentPurpose.allCases.compactMap { purpose in
            func make(_ status: ConsentStatus, _ at: Date, _ update: UpdateID?) -> ConsentProposal {
                ConsentProposal(
                    submission: source.row.id, update: update, at: at, purpose: purpose, status: status,
                    declared: declared, language: content.language)
            }
            if !isErased, allowed.contains(purpose.rawValue) {
                return make(status(content.forWhom, declared.basis), at, update?.id)
            }
            guard taken.contains(purpose), let last = withdrawals.last else { return nil }
            return make(.withdrawn, last.at, last.update)
        }
    }

    /// How a source's word is called, by whom it is about and on what it rests.
    private static func status(_ forWhom: ForWhom?, _ basis: ConsentBasis?) -> ConsentStatus {
        switch basis {
        case nil, .agreed: .given
        case .representative: .byRepresentative
        case .unreachable: .unreachable
        case .notAsked: .notAsked
        }
    }

    /// The line as it would be written, with the source's own words.
    func statement(of subject: RecordID, at now: Date) -> ConsentStatement {
        var statement = ConsentStatement(subject: subject, givenAt: at, recordedAt: now)
        statement.purposes = [purpose.rawValue: status]
        statement.submission = submission
        statement.obtained = update == nil ? .form : .mailbox
        statement.explanationLanguage = declared.explanationLanguage
        statement.explanationVersion = declared.explanation
        statement.conditions = status.isPermission ? declared.conditions : ""
        switch declared.basis {
        case nil, .agreed: statement.ground = .own
        case .representative: statement.ground = .representative
        case .unreachable: statement.ground = .unreachable
        case .notAsked: statement.ground = nil
        }
        statement.groundNote = declared.proof
        return statement
    }
}
