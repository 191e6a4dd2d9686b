import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres

/// What linking, splitting and closing as a duplicate have in common: the others hear what the case amounts to now, and each
/// source how far its submission has come.
struct CaseMoves: Sendable {
    let files: CaseFiles
    let journal: TriageJournal
    let outbox: Outbox

    /// Appends the case's figures as of now, in the transaction in which its row is locked.
    func tell(_ id: CaseID, at now: Date, in transaction: inout Transaction) async throws {
        let (file, sealing) = try await files.get(id, in: &transaction)
        try await outbox.append(
            CaseChanged(
                caseID: id, changedAt: now, urgency: file.row.urgency,
                sealedFigures: try sealing.figures(file.figures)),
            in: &transaction)
    }

    func tellSources(
        _ submissions: [SubmissionRow], _ state: MailboxState, at now: Date, in transaction: inout Transaction
    ) async throws {
        for row in submissions {
            try await outbox.append(
                MailboxStateChanged(submissionID: row.id, mailboxID: row.mailboxID, state: state, changedAt: now),
                in: &transaction)
        }
    }
}

extension DeskParts {
    var moves: CaseMoves { CaseMoves(files: files, journal: journal, outbox: outbox) }
}

extension AuditAction {
    static let linkSubmission = AuditAction("submission.link")
    static let splitCase = AuditAction("case.split")
    static let closeDuplicate = AuditAction("case.duplicate")
    static let refuseLikeness = AuditAction("likeness.refuse")
    static let screenCase = AuditAction("case.screen")
}

/// Why triage did not do what was asked; nothing was changed.
enum TriageRefusal: Error, Sendable, Equatable {
    /// There is no such case within the officer's compartments.
    case caseUnknown
    /// It belongs to a case already.
    case alreadyInACase
    /// The urgency is lower than what the system found, and nobody said why.
    case urgencyReasonMissing
    /// A case keeps at least one submission.
    case lastSubmission
    /// The case is a duplicate itself, or of itself.
    case isDuplicate
    /// It is none of the case's submissions or duplicates.
    case notOfThisCase
}
