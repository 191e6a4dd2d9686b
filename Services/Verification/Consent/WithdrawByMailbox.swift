import CaseModel
import Foundation
import Messaging
import Postgres

/// What a source takes back through the mailbox blocks when it arrives, without an officer's act: the other services hear of
/// it and the desk shows it. The ledger counts it from what the source sent.
struct WithdrawByMailbox: Sendable {
    let outbox: Outbox
    let open: OpenSubmission

    /// After the update is stored. `sealed` is its submission's content.
    func callAsFunction(
        _ update: SourceUpdateReceived, _ content: SourceUpdate?, of caseID: CaseID?, _ sealed: [UInt8],
        in transaction: inout Transaction
    ) async throws {
        guard let caseID, let content, content.kind == .erasure || content.consent != nil,
            try await isWithdrawal(update, sealed, in: &transaction)
        else { return }
        // Events about one case are appended one after the other.
        try await transaction.execute("SELECT id FROM cases WHERE id = \(caseID.uuid) FOR UPDATE")
        try await outbox.append(ConsentWithdrawn(caseID: caseID, changedAt: update.receivedAt), in: &transaction)
        try await NoticeQueries.raise(
            .init(
                kind: .consentWithdrawn, about: update.updateID.uuid, dueAt: update.receivedAt, urgency: .u2),
            of: caseID, in: &transaction)
    }

    private func isWithdrawal(
        _ update: SourceUpdateReceived, _ sealed: [UInt8], in transaction: inout Transaction
    ) async throws -> Bool {
        let rows = try await SourceQueries.updates(of: [update.submissionID], in: &transaction)
        let file = SourceFile(
            row: SubmissionRow(
                id: update.submissionID, receivedAt: update.receivedAt, urgency: update.urgency,
                mailboxID: update.mailboxID, caseID: nil, sealed: sealed),
            content: try? open(sealed, of: update.submissionID),
            updates: rows.map { row in
                SourceFile.Update(
                    id: row.id, receivedAt: row.receivedAt, urgency: row.urgency,
                    content: try? open(row.sealed, of: row.id))
            }, messages: [])
        return MailboxConsentRule.withdrawals(file.consentWords).contains { $0.update == update.updateID }
    }
}
