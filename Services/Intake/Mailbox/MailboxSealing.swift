import CaseModel
import Foundation
import Vault

/// Seals and opens what lies in a mailbox, each thing bound to its row.
struct MailboxSealing: Sendable {
    let key: DataKey

    /// How many replaced codes' keys are kept: answers sealed under them may still be on their way.
    static let mostPreviousKeys = 4
    private static let keyBytes = 32

    func seal(_ consent: ConsentSnapshot, of id: SubmissionID) throws -> [UInt8] {
        try key.seal(consent.bytes, context: Self.consentContext(id))
    }

    func consent(_ sealed: [UInt8], of id: SubmissionID) -> ConsentSnapshot? {
        (try? key.open(sealed, context: Self.consentContext(id))).flatMap(ConsentSnapshot.init)
    }

    /// The latest first; as many bytes whatever their number.
    func seal(previousKeys keys: [DataKey], of id: SubmissionID) throws -> [UInt8] {
        var bytes = keys.prefix(Self.mostPreviousKeys).flatMap { $0.exposedBytes() }
        bytes += [UInt8](repeating: 0, count: Self.mostPreviousKeys * Self.keyBytes - bytes.count)
        return try key.seal(bytes, context: Self.previousContext(id))
    }

    func previousKeys(_ sealed: [UInt8], of id: SubmissionID) -> [DataKey] {
        guard let bytes = try? key.open(sealed, context: Self.previousContext(id)) else { return [] }
        return stride(from: 0, to: bytes.count, by: Self.keyBytes).compactMap { start in
            let bytes = Array(bytes[start..<min(start + Self.keyBytes, bytes.count)])
            return bytes.allSatisfy { $0 == 0 } ? nil : try? DataKey(bytes: bytes)
        }
    }

    func seal(_ message: SourceMessage) throws -> [UInt8] {
        try key.seal(Padding.pad(try EventCoding.encode(message)), context: Self.messageContext(message.messageID))
    }

    /// Nil where neither this key nor one before it opens the message.
    func message(_ message: SealedMessage, previous: [DataKey]) -> SourceMessage? {
        let context = Self.messageContext(message.id)
        for key in [key] + previous {
            if let padded = try? key.open(message.sealed, context: context) {
                return (try? Padding.unpad(padded)).flatMap {
                    try? EventCoding.decode(SourceMessage.self, from: $0)
                }
            }
        }
        return nil
    }

    private static func messageContext(_ id: MessageID) -> SealContext {
        SealContext(table: "mailbox_messages", column: "sealed", row: id.uuid)
    }

    private static func consentContext(_ id: SubmissionID) -> SealContext {
        SealContext(table: "submissions", column: "consent", row: id.uuid)
    }

    private static func previousContext(_ id: SubmissionID) -> SealContext {
        SealContext(table: "submissions", column: "previous_keys", row: id.uuid)
    }
}
