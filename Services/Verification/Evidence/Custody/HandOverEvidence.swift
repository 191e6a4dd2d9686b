import Accounts
import Audit
import CaseModel
import Foundation

/// A file, or a copy of it, goes to somebody else: to whom and why stands in its chain. Only copies are released; the original
/// may be transferred to another custodian.
struct HandOverEvidence: Sendable {
    struct Input: Sendable {
        var kind: CustodyKind
        var copy: CopyID?
        var recipient: String
        var reason: String
    }

    static let kinds: [CustodyKind] = [.released, .transferred]

    let desk: DeskDatabase
    let find: FindEvidence

    func callAsFunction(_ input: Input, of id: EvidenceID, by officer: Staff, at now: Date = .now) async throws {
        try await desk.change(.handOverEvidence, .evidence(id), by: officer) { transaction in
            let file = try await find(id, in: &transaction)
            guard Self.kinds.contains(input.kind), input.kind == .transferred || input.copy != nil else {
                throw DeskFailure.stepNotAllowed
            }
            if let copy = input.copy {
                guard let row = try await CopyQueries.find(copy, of: id, in: &transaction) else {
                    throw DeskFailure.notFound
                }
                guard row.state == .done, row.kind != .scan else { throw DeskFailure.stepNotAllowed }
            }
            let note = CustodyNote(reason: input.reason, recipient: input.recipient, copy: input.copy?.uuid)
            try await CustodyQueries.append(
                input.kind, of: id, at: now, by: StaffID(officer.id), sealed: try file.sealing.seal(note, of: id),
                in: &transaction)
        }
    }
}

extension AuditAction {
    static let handOverEvidence = AuditAction("evidence.hand-over")
}
