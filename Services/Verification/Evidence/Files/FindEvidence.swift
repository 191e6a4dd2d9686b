import CaseModel
import Foundation
import Postgres
import Vault

/// A file as those see it who may: what its sealed descriptor says, and what it belongs to.
struct EvidenceFile: Sendable {
    let declared: DeclaredEvidence
    /// The case that it belongs to, by itself or by its submission.
    let caseID: CaseID?
    let submission: SubmissionID?
    let sealing: FileSealing

    var id: EvidenceID { declared.evidenceID }

    init(_ declared: DeclaredEvidence, caseID: CaseID?, submission: SubmissionID?) throws {
        self.declared = declared
        self.caseID = caseID
        self.submission = submission
        sealing = try FileSealing(declared)
    }

    /// The key under which the original lies.
    func key() throws -> DataKey { try DataKey(bytes: declared.key.exposed) }
}

/// Finds a file by its id, wherever it came from: with a submission, with what its source sent later, with an entry by staff,
/// or added to a case.
struct FindEvidence: Sendable {
    let sources: SourceFiles
    let caseKeys: CaseKeys
    /// Reads the keys of cases where the transaction's own role must not: what works in the background has no right to them.
    var keeper: Database?

    /// Within the transaction's compartments; `notFound` where it is not there.
    func callAsFunction(_ id: EvidenceID, in transaction: inout Transaction) async throws -> EvidenceFile {
        if let row = try await CaseEvidenceQueries.find(id, in: &transaction) {
            guard let key = try await key(of: row.caseID, in: &transaction) else { throw DeskFailure.unreadable }
            return try EvidenceFile(
                try CaseSealing(key: key).file(row.sealed, id: id), caseID: row.caseID, submission: nil)
        }
        let submissions = try await EvidenceQueries.submissions(with: id, in: &transaction)
        guard !submissions.isEmpty else { throw DeskFailure.notFound }
        for row in submissions {
            if let file = try await declared(by: row, in: &transaction).first(where: { $0.evidenceID == id }) {
                return try EvidenceFile(file, caseID: row.caseID, submission: row.id)
            }
        }
        throw DeskFailure.unreadable
    }

    private func key(of id: CaseID, in transaction: inout Transaction) async throws -> DataKey? {
        guard let keeper else { return try await caseKeys.find(for: id.uuid, in: &transaction) }
        return try await keeper.transaction { try await caseKeys.find(for: id.uuid, in: &$0) }
    }

    /// All files of a submission: those that it names, and those named later.
    func declared(by row: SubmissionRow, in transaction: inout Transaction) async throws -> [DeclaredEvidence] {
        let entered = EntrySealing(keys: sources.open.keys)
        let versions = try await EntryQueries.versions(of: row.id, in: &transaction)
        let updates = try await SourceQueries.updates(of: [row.id], in: &transaction)
        return ((try? sources.open(row))?.evidence ?? [])
            + updates.flatMap { (try? sources.open($0.sealed, of: $0.id))?.evidence ?? [] }
            + versions.flatMap { entered.evidence(of: $0) }
    }
}
