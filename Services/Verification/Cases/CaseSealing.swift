import CaseModel
import Foundation
import Vault

/// Seals and opens a case's records under its key, each bound to its row.
struct CaseSealing: Sendable {
    let key: DataKey

    func seal(_ record: CaseRecord, of id: CaseID) throws -> [UInt8] {
        try seal(record, SealContext(table: "case_versions", column: "sealed", row: id.uuid))
    }

    func record(_ sealed: [UInt8], of id: CaseID) throws -> CaseRecord {
        try open(sealed, SealContext(table: "case_versions", column: "sealed", row: id.uuid))
    }

    func finding(_ sealed: [UInt8], id: FindingID) throws -> FindingContent {
        try open(sealed, SealContext(table: "findings", column: "sealed", row: id.uuid))
    }

    func seal(_ message: SourceMessage) throws -> [UInt8] {
        try seal(message, SealContext(table: "messages_to_sources", column: "sealed", row: message.messageID.uuid))
    }

    func message(_ sealed: [UInt8], id: UUID) throws -> SourceMessage {
        try open(sealed, SealContext(table: "messages_to_sources", column: "sealed", row: id))
    }

    /// For Reporting, under the key that follows from the case's for figures.
    func figures(_ figures: CaseFigures) throws -> SealedPart {
        let derived = CaseSealing(key: try key.part(.figures))
        return SealedPart(
            try derived.seal(figures, SealContext(table: "cases", column: "figures", row: figures.caseID.uuid)))
    }

    /// Likewise, apart from the figures: it is told when somebody says something of it.
    func statistics(_ consent: StatisticsConsent, of id: CaseID) throws -> SealedPart {
        let derived = CaseSealing(key: try key.part(.figures))
        return SealedPart(
            try derived.seal(consent, SealContext(table: "cases", column: "sealed_consent", row: id.uuid)))
    }

    func seal(_ value: some Encodable, _ context: SealContext) throws -> [UInt8] {
        try key.seal(Padding.pad(try EventCoding.encode(value)), context: context)
    }

    func open<Value: Decodable>(_ sealed: [UInt8], _ context: SealContext) throws -> Value {
        try EventCoding.decode(Value.self, from: try Padding.unpad(try key.open(sealed, context: context)))
    }
}

extension SourceMessage {
    /// For the mailbox: only the receipt gives this key back.
    func sealed(for mailboxKey: KeyBytes) throws -> SealedPart {
        let key = try DataKey(bytes: mailboxKey.exposed)
        let context = SealContext(table: "mailbox_messages", column: "sealed", row: messageID.uuid)
        return SealedPart(try key.seal(Padding.pad(try EventCoding.encode(self)), context: context))
    }
}
