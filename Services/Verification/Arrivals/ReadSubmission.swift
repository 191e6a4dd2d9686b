import Accounts
import CaseModel
import Foundation
import Messaging
import Vault

/// An officer reads a submission. That is recorded before it is shown, and the submitter learns of the first time.
struct ReadSubmission: Sendable {
    let desk: DeskDatabase
    let files: SourceFiles
    let outbox: Outbox

    func callAsFunction(_ id: SubmissionID, by officer: Staff) async throws -> SourceFile {
        try await desk.read(for: officer) { transaction in
            guard let row = try await SubmissionQueries.find(id, in: &transaction) else { throw DeskFailure.notFound }
            if try await SubmissionQueries.markRead(id, in: &transaction), row.caseID == nil {
                try await outbox.append(
                    MailboxStateChanged(
                        submissionID: id, mailboxID: row.mailboxID, state: .beingRead, changedAt: .now),
                    in: &transaction)
            }
            var file = try await files.get(row, in: &transaction)
            file.mark = try await MarkSealing(keys: files.open.keys).mark(of: id, in: &transaction)
            try await SourceQueries.markRead([id], in: &transaction)
            return file
        }
    }
}
