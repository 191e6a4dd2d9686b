import CaseModel
import Foundation
import Postgres
import Vault

/// Reads what sources sent and what they were told, and opens it.
struct SourceFiles: Sendable {
    let open: OpenSubmission
    let caseKeys: CaseKeys

    /// Within the transaction's compartments.
    func get(_ row: SubmissionRow, in transaction: inout Transaction) async throws -> SourceFile {
        let files = try await get([row], in: &transaction)
        return files.first ?? SourceFile(row: row, content: nil, updates: [], messages: [])
    }

    func get(_ rows: [SubmissionRow], in transaction: inout Transaction) async throws -> [SourceFile] {
        let updates = try await SourceQueries.updates(of: rows.map(\.id), in: &transaction)
        let messages = try await SourceQueries.messages(to: rows.map(\.id), in: &transaction)
        var sealings: [CaseID: CaseSealing] = [:]
        for id in Set(messages.compactMap(\.caseID)) {
            sealings[id] = try await caseKeys.find(for: id.uuid, in: &transaction).map(CaseSealing.init)
        }
        return rows.map { row in
            SourceFile(
                row: row, content: try? open(row),
                updates: updates.filter { $0.submissionID == row.id }.map { update in
                    SourceFile.Update(
                        id: update.id, receivedAt: update.receivedAt, urgency: update.urgency,
                        isNew: !update.isRead, content: try? open(update.sealed, of: update.id))
                },
                messages: messages.filter { $0.submissionID == row.id }.map { message in
                    SourceFile.Message(
                        id: message.id, sentAt: message.sentAt, sentBy: message.sentBy,
                        content: content(message, message.caseID.flatMap { sealings[$0] }))
                })
        }
    }

    private func content(_ row: MessageRow, _ sealing: CaseSealing?) -> SourceMessage? {
        if row.caseID != nil { return try? sealing?.message(row.sealed, id: row.id.uuid) }
        guard let padded = try? open.keys.sealing.open(row.sealed, context: .messageToSource(row.id)),
            let plain = try? Padding.unpad(padded)
        else { return nil }
        return try? EventCoding.decode(SourceMessage.self, from: plain)
    }

    /// For the table: under the case's key, or under this service's own where there is no case.
    func seal(
        _ message: SourceMessage, of submission: SubmissionRow, in transaction: inout Transaction
    ) async throws -> [UInt8] {
        if let id = submission.caseID {
            guard let key = try await caseKeys.find(for: id.uuid, in: &transaction) else {
                throw DeskFailure.unreadable
            }
            return try CaseSealing(key: key).seal(message)
        }
        return try open.keys.everyone.sealing(for: .verification).seal(
            Padding.pad(try EventCoding.encode(message)), context: .messageToSource(message.messageID))
    }
}

extension SealContext {
    fileprivate static func messageToSource(_ id: MessageID) -> SealContext {
        SealContext(table: "messages_to_sources", column: "sealed", row: id.uuid)
    }
}
