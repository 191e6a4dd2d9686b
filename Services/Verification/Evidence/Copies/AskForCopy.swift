import Accounts
import Audit
import CaseModel
import Foundation
import Postgres
import Vault

/// An officer has a working copy made, or blacks out parts of one. The original is not touched by either.
struct AskForCopy: Sendable {
    let desk: DeskDatabase
    let find: FindEvidence

    /// What an officer may ask for beside a redaction.
    static let kinds: [CopyKind] = [.stripped, .picture, .text]

    func callAsFunction(_ kind: CopyKind, of id: EvidenceID, by officer: Staff, at now: Date = .now) async throws {
        try await desk.change(.copyEvidence, .evidence(id), by: officer) { transaction in
            let file = try await openFile(id, in: &transaction)
            guard Self.kinds.contains(kind), CopyTools.canMake(kind, of: file.declared.mediaType) else {
                throw DeskFailure.stepNotAllowed
            }
            try await CopyQueries.insert(
                CopyID(Randomness.uuid(at: now)), of: id, kind, at: now, by: StaffID(officer.id), ordered: nil,
                in: &transaction)
        }
    }

    /// Throws `stepNotAllowed` where the copy is no picture, or an area lies on none of its pages.
    func redaction(
        _ areas: [RedactedArea], of copy: CopyID, _ id: EvidenceID, because reason: String, by officer: Staff,
        at now: Date = .now
    ) async throws {
        try await desk.change(.redactEvidence, .evidence(id), by: officer) { transaction in
            let file = try await openFile(id, in: &transaction)
            guard let row = try await CopyQueries.find(copy, of: id, in: &transaction) else {
                throw DeskFailure.notFound
            }
            guard row.state == .done, row.kind == .picture || row.kind == .redacted, let sealed = row.sealed,
                !areas.isEmpty, areas.allSatisfy(\.isPossible)
            else { throw DeskFailure.stepNotAllowed }
            let pages = try file.sealing.record(sealed, of: copy).parts.count
            guard areas.allSatisfy({ $0.page <= pages }) else { throw DeskFailure.stepNotAllowed }
            let order = CopyID(Randomness.uuid(at: now))
            try await CopyQueries.insert(
                order, of: id, .redacted, at: now, by: StaffID(officer.id),
                ordered: try file.sealing.seal(CopyOrder(reason: reason, source: copy, areas: areas), of: order),
                in: &transaction)
        }
    }

    /// The file, where it is of no closed case.
    private func openFile(_ id: EvidenceID, in transaction: inout Transaction) async throws -> EvidenceFile {
        let file = try await find(id, in: &transaction)
        if let caseID = file.caseID {
            guard let row = try await CaseQueries.lock(caseID, in: &transaction) else { throw DeskFailure.notFound }
            try row.checkIsOpen()
        }
        return file
    }
}

extension AuditAction {
    static let copyEvidence = AuditAction("evidence.copy")
    static let redactEvidence = AuditAction("evidence.redact")
}

extension AuditSubject {
    static func evidence(_ id: EvidenceID) -> AuditSubject { AuditSubject("evidence", id.uuid) }
}
