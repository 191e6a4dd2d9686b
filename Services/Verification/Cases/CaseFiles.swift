import CaseModel
import Foundation
import Postgres
import Vault

/// Reads a whole case: what stands in clear, and what its key opens.
struct CaseFiles: Sendable {
    let caseKeys: CaseKeys

    /// What stands in clear of a case, and the means to open and seal its records: for the pages of its sections. Locked
    /// where `toChange`, so that events about one case are appended one after the other; what is closed is not changed.
    ///
    /// - Parameter evenClosed: For the few things that go on when a case is closed (docs/case.md).
    func row(
        _ id: CaseID, toChange: Bool = false, evenClosed: Bool = false, in transaction: inout Transaction
    ) async throws -> (row: CaseRow, sealing: CaseSealing) {
        let row =
            toChange
            ? try await CaseQueries.lock(id, in: &transaction) : try await CaseQueries.find(id, in: &transaction)
        guard let row else { throw DeskFailure.notFound }
        if toChange, !evenClosed { try row.checkIsOpen() }
        guard let key = try await caseKeys.find(for: id.uuid, in: &transaction) else { throw DeskFailure.unreadable }
        return (row, CaseSealing(key: key))
    }

    /// A case within the transaction's compartments, with the means to seal more into it. Its row is locked where
    /// `toChange`, as with `row`.
    func get(
        _ id: CaseID, toChange: Bool = false, evenClosed: Bool = false, in transaction: inout Transaction
    ) async throws -> (file: CaseFile, sealing: CaseSealing) {
        let (row, sealing) = try await row(id, toChange: toChange, evenClosed: evenClosed, in: &transaction)
        guard let sealed = try await CaseQueries.latestVersion(id, in: &transaction) else {
            throw DeskFailure.unreadable
        }
        let assessment = Assessment(
            items: try await CaseItems.all(of: id, sealing, in: &transaction),
            contradictions: try await CaseRecords().all(
                ContradictionContent.self, of: id, sealing, in: &transaction))
        let file = CaseFile(
            row: row, record: try sealing.record(sealed, of: id), assessment: assessment,
            submissions: try await SubmissionQueries.ofCase(id, in: &transaction),
            coding: try await CaseCoding.read(id, sealing, in: &transaction))
        return (file, sealing)
    }
}

extension CaseRow {
    /// A case that is closed is reopened before anything in it is changed (DOMAIN.md B.6).
    func checkIsOpen() throws(DeskFailure) {
        if status.isTerminal { throw .caseClosed }
    }
}
