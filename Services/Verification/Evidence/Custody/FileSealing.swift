import CaseModel
import Foundation
import Vault

/// Seals what is recorded about a file under a key that follows from the file's own: whoever may open the file may read what
/// became of it, and when the file's key is destroyed nobody can.
struct FileSealing: Sendable {
    private let key: DataKey

    init(_ file: DeclaredEvidence) throws {
        key = try DataKey(bytes: file.key.exposed).derive("evidence.records")
    }

    func seal(_ note: CustodyNote, of id: EvidenceID) throws -> [UInt8] { try seal(note, Self.custody(id)) }

    func note(_ sealed: [UInt8], of id: EvidenceID) throws -> CustodyNote { try open(sealed, Self.custody(id)) }

    func seal(_ order: CopyOrder, of id: CopyID) throws -> [UInt8] { try seal(order, Self.order(id)) }

    func order(_ sealed: [UInt8], of id: CopyID) throws -> CopyOrder { try open(sealed, Self.order(id)) }

    func seal(_ record: CopyRecord, of id: CopyID) throws -> [UInt8] { try seal(record, Self.copy(id)) }

    func record(_ sealed: [UInt8], of id: CopyID) throws -> CopyRecord { try open(sealed, Self.copy(id)) }

    func seal(stamp: [UInt8], of id: EvidenceID) throws -> [UInt8] { try key.seal(stamp, context: Self.stamp(id)) }

    func stamp(_ sealed: [UInt8], of id: EvidenceID) throws -> [UInt8] { try key.open(sealed, context: Self.stamp(id)) }

    private func seal(_ value: some Encodable, _ context: SealContext) throws -> [UInt8] {
        try key.seal(Padding.pad(try EventCoding.encode(value)), context: context)
    }

    private func open<Value: Decodable>(_ sealed: [UInt8], _ context: SealContext) throws -> Value {
        try EventCoding.decode(Value.self, from: try Padding.unpad(try key.open(sealed, context: context)))
    }

    private static func custody(_ id: EvidenceID) -> SealContext {
        SealContext(table: "custody_events", column: "sealed", row: id.uuid)
    }

    private static func order(_ id: CopyID) -> SealContext {
        SealContext(table: "evidence_copies", column: "ordered", row: id.uuid)
    }

    private static func copy(_ id: CopyID) -> SealContext {
        SealContext(table: "evidence_copies", column: "sealed", row: id.uuid)
    }

    private static func stamp(_ id: EvidenceID) -> SealContext {
        SealContext(table: "evidence_state", column: "stamp", row: id.uuid)
    }
}
