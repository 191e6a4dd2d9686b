import CaseModel
import Foundation
import Vault

extension SearchTokens {
    /// Under a key of the compartment, so that some thousands are opened in no time.
    func sealed(_ facts: PatternFacts, of subject: IndexedDocument.Subject) throws -> [UInt8] {
        let id =
            switch subject {
            case .submission(let id): id.uuid
            case .file(let id): id.uuid
            }
        return try patterns.seal(Padding.pad(try EventCoding.encode(facts)), context: .facts(id))
    }

    func facts(_ sealed: [UInt8], of subject: UUID) throws -> PatternFacts {
        let plain = try Padding.unpad(try patterns.open(sealed, context: .facts(subject)))
        return try EventCoding.decode(PatternFacts.self, from: plain)
    }
}

/// Seals and opens warnings and what was said to them, with this service's key.
struct WarningSealing: Sendable {
    let keys: ServiceKeys

    func seal(_ warning: EarlyWarning, _ id: UUID) throws -> [UInt8] {
        try keys.sealing.publicKey.seal(Padding.pad(try EventCoding.encode(warning)), context: .warning(id))
    }

    func seal(note: String, _ id: UUID) throws -> [UInt8] {
        try keys.sealing.publicKey.seal(Padding.pad(Array(note.utf8)), context: .note(id))
    }

    func warning(_ row: WarningRow) throws -> EarlyWarning {
        let plain = try Padding.unpad(try keys.sealing.open(row.sealed, context: .warning(row.id)))
        return try EventCoding.decode(EarlyWarning.self, from: plain)
    }

    func note(_ row: WarningRow) -> String? {
        guard let sealed = row.note, let padded = try? keys.sealing.open(sealed, context: .note(row.id)),
            let plain = try? Padding.unpad(padded)
        else { return nil }
        return String(decoding: plain, as: UTF8.self)
    }
}

extension SealContext {
    fileprivate static func facts(_ id: UUID) -> SealContext {
        SealContext(table: "pattern_facts", column: "sealed", row: id)
    }

    fileprivate static func warning(_ id: UUID) -> SealContext {
        SealContext(table: "early_warnings", column: "sealed", row: id)
    }

    fileprivate static func note(_ id: UUID) -> SealContext {
        SealContext(table: "early_warnings", column: "note", row: id)
    }
}
