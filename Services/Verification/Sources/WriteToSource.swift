import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// An officer writes to a source, asks something, or asks whether they are safe: one copy stays here, the other goes to the
/// mailbox under the newest key of its holder.
struct WriteToSource: Sendable {
    /// Why nothing was sent.
    enum Refusal: Error, Sendable, Equatable {
        case notTaken, burnt, unreadable
        /// The source has not agreed to be asked.
        case checkInsNotWanted
    }

    let desk: DeskDatabase
    let files: SourceFiles
    let outbox: Outbox

    func callAsFunction(
        _ text: String, kind: SourceMessage.Kind, language: String, to id: SubmissionID, by officer: Staff,
        at now: Date = .now
    ) async throws {
        let action: AuditAction = kind == .checkIn ? .askIfSafe : .writeToSource
        try await desk.change(action, .submission(id), by: officer) { transaction in
            guard let row = try await SubmissionQueries.find(id, in: &transaction) else { throw DeskFailure.notFound }
            let file = try await files.get(row, in: &transaction)
            if kind == .checkIn, file.contact?.checkIns != true { throw Refusal.checkInsNotWanted }
            let message = SourceMessage(
                messageID: MessageID(Randomness.uuid(at: now)), sentAt: now, language: language, text: text, kind: kind)
            try await send(message, to: file, by: StaffID(officer.id), in: &transaction)
        }
    }

    /// In the transaction of whatever is told. Throws `Refusal` where the source cannot be written to.
    func send(
        _ message: SourceMessage, to file: SourceFile, by officer: StaffID, in transaction: inout Transaction
    ) async throws {
        let key = try file.key()
        try await SourceQueries.insert(
            message.messageID, to: file.row, at: message.sentAt, by: officer,
            sealed: try await files.seal(message, of: file.row, in: &transaction), in: &transaction)
        try await outbox.append(
            MessageToSource(
                messageID: message.messageID, mailboxID: file.row.mailboxID, sentAt: message.sentAt,
                sealedMessage: try message.sealed(for: key)),
            in: &transaction)
    }
}

extension SourceFile {
    fileprivate func key() throws(WriteToSource.Refusal) -> KeyBytes {
        switch mailbox {
        case .open(let key): return key
        case .notTaken: throw .notTaken
        case .burnt: throw .burnt
        case .unknown: throw .unreadable
        }
    }
}

extension AuditAction {
    static let writeToSource = AuditAction("source.write")
    static let askIfSafe = AuditAction("source.ask-if-safe")
}
