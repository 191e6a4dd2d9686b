import Accounts
import Audit
import CaseModel
import Foundation
import Postgres
import Web

/// Writes, revises and takes away the notes of a case, and those that an officer keeps alone.
struct KeepNotes: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let records: CaseRecords

    func add(_ note: Note, to id: CaseID, by officer: Staff, at now: Date = .now) async throws {
        try await desk.change(.writeNote, .case(id), by: officer) { transaction in
            let (row, sealing) = try await files.row(id, toChange: true, in: &transaction)
            try await check(note, of: row.id, in: &transaction)
            _ = try await records.add(
                note, to: row.id, sealing, by: StaffID(officer.id), at: now, in: &transaction)
        }
    }

    /// - Parameter seen: The version that the officer had before them.
    func revise(
        _ note: RecordID, seen: Int, to content: Note, in id: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> Revision {
        try await desk.change(.reviseNote, .case(id), by: officer) { transaction in
            let (row, sealing) = try await files.row(id, toChange: true, in: &transaction)
            try await check(content, of: row.id, in: &transaction)
            return try await records.revise(
                note, seen: seen, to: content, in: row.id, sealing, by: StaffID(officer.id), at: now,
                in: &transaction)
        }
    }

    func remove(
        _ note: RecordID, seen: Int, because reason: String, in id: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await desk.change(.removeNote, .case(id), by: officer) { transaction in
            let (row, sealing) = try await files.row(id, toChange: true, in: &transaction)
            try await records.remove(
                Note.self, note, seen: seen, because: reason, in: row.id, sealing, by: StaffID(officer.id), at: now,
                in: &transaction)
        }
    }

    /// What a note speaks of must be a record of the same case.
    private func check(_ note: Note, of id: CaseID, in transaction: inout Transaction) async throws {
        guard let about = note.about else { return }
        guard try await RecordQueries.find(about, of: id, in: &transaction) != nil else {
            throw FormErrors([FormError("about", Phrase("note.about.unknown"))])
        }
    }

    // MARK: An officer's own

    // Of these the audit chain says who kept one, and not of which case: even that somebody has written one stays theirs.

    func addOwn(_ text: String, to id: CaseID, by officer: Staff, at now: Date = .now) async throws {
        try await changeOwn(id, by: officer) { sealing, transaction in
            try await OwnNotes.insert(
                text, on: id, by: StaffID(officer.id), at: now, sealing, in: &transaction)
        }
    }

    func replaceOwn(
        _ note: UUID, with text: String, in id: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await changeOwn(id, by: officer) { sealing, transaction in
            guard
                try await OwnNotes.replace(
                    note, of: id, with: text, by: StaffID(officer.id), at: now, sealing, in: &transaction)
            else { throw DeskFailure.notFound }
        }
    }

    func removeOwn(_ note: UUID, in id: CaseID, by officer: Staff) async throws {
        try await changeOwn(id, by: officer) { _, transaction in
            guard try await OwnNotes.delete(note, of: id, by: StaffID(officer.id), in: &transaction) else {
                throw DeskFailure.notFound
            }
        }
    }

    private func changeOwn(
        _ id: CaseID, by officer: Staff, _ body: (CaseSealing, inout Transaction) async throws -> Void
    ) async throws {
        try await desk.change(.keepOwnNote, .staff(StaffID(officer.id)), by: officer) { transaction in
            let (_, sealing) = try await files.row(id, in: &transaction)
            try await body(sealing, &transaction)
        }
    }
}

extension AuditAction {
    static let writeNote = AuditAction("note.write")
    static let reviseNote = AuditAction("note.revise")
    static let removeNote = AuditAction("note.remove")
    static let keepOwnNote = AuditAction("own-note.keep")
}
