import CaseModel
import Foundation
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

extension DeskUnderTest {
    /// Changes what no page can, in this service's schema: its triggers name its tables alone.
    func asOwner(_ statement: SQL) async throws {
        try await house.owner.transaction { transaction in
            try await transaction.execute("SET LOCAL search_path = verification, pg_temp")
            try await transaction.execute(statement)
        }
    }

    var receiveUpdate: ReceiveSourceUpdate {
        get throws {
            ReceiveSourceUpdate(
                outbox: try house.outbox(of: .verification), evidence: try EvidenceStore(settings: house.settings()),
                open: OpenSubmission(keys: try ServiceKeys(.verification, files: house.keys)))
        }
    }

    /// What a returning source sends, as Intake tells of it.
    func update(
        of submission: SubmissionID, urgency: Urgency = .u3, _ fill: (inout SourceUpdate) -> Void
    ) async throws -> SourceUpdateReceived {
        let row = try #require(
            try await house.owner.first("SELECT mailbox_id FROM verification.submissions WHERE id = \(submission.uuid)")
        )
        var update = SourceUpdate(
            updateID: UpdateID(Randomness.timelessUUID()), submissionID: submission, receivedAt: .now, kind: .message,
            language: "en")
        fill(&update)
        let context = SealContext(table: "source_updates", column: "sealed", row: update.updateID.uuid)
        let key = try house.keys.sealingPublicKey(of: .verification)
        let sealed = try key.seal(Padding.pad(try EventCoding.encode(update)), context: context)
        return SourceUpdateReceived(
            updateID: update.updateID, submissionID: submission,
            mailboxID: MailboxID(try row.get("mailbox_id", as: UUID.self)), receivedAt: update.receivedAt,
            urgency: urgency, sealedUpdate: SealedPart(sealed))
    }

    /// What somebody with the mailbox's key reads of an event.
    func message(_ event: ToldEvent, under key: KeyBytes) throws -> SourceMessage {
        let sent = try event.read(MessageToSource.self)
        let context = SealContext(table: "mailbox_messages", column: "sealed", row: sent.messageID.uuid)
        let padded = try DataKey(bytes: key.exposed).open(sent.sealedMessage.bytes, context: context)
        return try EventCoding.decode(SourceMessage.self, from: try Padding.unpad(padded))
    }
}
