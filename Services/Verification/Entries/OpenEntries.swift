import Accounts
import Audit
import CaseModel
import Foundation
import Postgres

/// What became of entries, for whoever made them and for officers who may read them: whether the source has taken over, and
/// another sheet where it has not. Their content is read on the desk.
struct OpenEntries: Sendable {
    let desk: DeskDatabase
    let handover: PrepareHandover

    func own(_ staff: Staff, limit: Int) async throws -> [EntryRow] {
        try await desk.read(for: staff) {
            try await EntryQueries.entered(by: StaffID(staff.id), limit: limit, in: &$0)
        }
    }

    func get(_ id: UUID, for staff: Staff) async throws -> (EntryRow, versions: Int) {
        try await desk.read(for: staff) { transaction in
            let entry = try await find(id, staff, &transaction)
            return (entry, try await EntryQueries.versions(of: entry.submissionID, in: &transaction).count)
        }
    }

    /// A new code to print, or a printed sheet where its number is given.
    func sheet(
        _ id: UUID, _ serial: SheetSerial?, by staff: Staff, at now: Date = .now
    ) async throws -> EnterSubmission.Handed {
        try await desk.change(.prepareSheet, AuditSubject("entry", id), by: staff) { transaction in
            let subject = try await subject(try await find(id, staff, &transaction), &transaction)
            guard let serial else {
                return .code(
                    try await handover.new(for: subject, by: StaffID(staff.id), at: now, in: &transaction))
            }
            let isBound = try await handover.bind(
                serial, to: subject, by: StaffID(staff.id), at: now, in: &transaction)
            return isBound ? .sheet : .sheetUnknown
        }
    }

    /// Returns false where the source has taken over already.
    func revoke(_ id: UUID, by staff: Staff, at now: Date = .now) async throws -> Bool {
        try await desk.change(.revokeSheet, AuditSubject("entry", id), by: staff) { transaction in
            let subject = try await subject(try await find(id, staff, &transaction), &transaction)
            return try await handover.revoke(for: subject, at: now, in: &transaction)
        }
    }

    /// One's own, or one whose submission one may read: else it is not there.
    private func find(_ id: UUID, _ staff: Staff, _ transaction: inout Transaction) async throws -> EntryRow {
        guard let entry = try await EntryQueries.find(id, in: &transaction) else { throw DeskFailure.notFound }
        if entry.enteredBy == staff.id {
            // It may lie on another desk than the officer's own.
            try await DeskQueries.see([.headquarters] + staff.compartments, in: &transaction)
            return entry
        }
        guard staff.may(.readCases), try await SubmissionQueries.find(entry.submissionID, in: &transaction) != nil
        else {
            throw DeskFailure.notFound
        }
        return entry
    }

    private func subject(
        _ entry: EntryRow, _ transaction: inout Transaction
    ) async throws -> PrepareHandover.Subject {
        guard let row = try await SubmissionQueries.find(entry.submissionID, in: &transaction) else {
            throw DeskFailure.notFound
        }
        return PrepareHandover.Subject(submissionID: row.id, mailboxID: row.mailboxID, receivedAt: row.receivedAt)
    }
}

extension AuditAction {
    static let prepareSheet = AuditAction("sheet.prepare")
    static let revokeSheet = AuditAction("sheet.revoke")
    static let printStack = AuditAction("sheet.stack")
}
