import CaseModel
import Foundation
import Postgres
import Vault

/// What an officer writes down of a case for nobody else.
struct OwnNote: Sendable {
    let id: UUID
    let savedAt: Date
    let text: String
}

enum OwnNotes {
    /// What lies sealed. Whose it is stands inside as well: put under another's name, it opens for nobody.
    private struct Content: Codable {
        var writer: StaffID
        var text: String
    }

    /// Those of the officer whose transaction it is; the database shows no others.
    static func all(
        of id: CaseID, by officer: StaffID, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> [OwnNote] {
        try await transaction.query(
            """
            SELECT id, sealed, saved_at FROM own_notes
            WHERE case_id = \(id.uuid) AND staff_id = \(officer.uuid) ORDER BY saved_at DESC, id
            """
        ).map { try open($0, by: officer, sealing) }
    }

    static func find(
        _ note: UUID, of id: CaseID, by officer: StaffID, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> OwnNote? {
        try await transaction.first(
            """
            SELECT id, sealed, saved_at FROM own_notes
            WHERE id = \(note) AND case_id = \(id.uuid) AND staff_id = \(officer.uuid)
            """
        ).map { try open($0, by: officer, sealing) }
    }

    static func insert(
        _ text: String, on id: CaseID, by officer: StaffID, at now: Date, _ sealing: CaseSealing,
        in transaction: inout Transaction
    ) async throws {
        let note = Randomness.uuid(at: now)
        try await transaction.execute(
            """
            INSERT INTO own_notes (id, case_id, staff_id, sealed, saved_at)
            VALUES (\(note), \(id.uuid), \(officer.uuid), \(try seal(text, of: note, by: officer, sealing)), \(now))
            """)
    }

    /// Returns false where it is not there, or is not theirs.
    static func replace(
        _ note: UUID, of id: CaseID, with text: String, by officer: StaffID, at now: Date, _ sealing: CaseSealing,
        in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            """
            UPDATE own_notes SET sealed = \(try seal(text, of: note, by: officer, sealing)), saved_at = \(now)
            WHERE id = \(note) AND case_id = \(id.uuid) AND staff_id = \(officer.uuid)
            """) == 1
    }

    static func delete(
        _ note: UUID, of id: CaseID, by officer: StaffID, in transaction: inout Transaction
    ) async throws -> Bool {
        try await transaction.execute(
            "DELETE FROM own_notes WHERE id = \(note) AND case_id = \(id.uuid) AND staff_id = \(officer.uuid)") == 1
    }

    private static func seal(
        _ text: String, of note: UUID, by officer: StaffID, _ sealing: CaseSealing
    ) throws -> [UInt8] { try sealing.seal(Content(writer: officer, text: text), context(note)) }

    private static func open(_ row: Row, by officer: StaffID, _ sealing: CaseSealing) throws -> OwnNote {
        let id: UUID = try row.get("id")
        let content: Content = try sealing.open(try row.get("sealed", as: [UInt8].self), context(id))
        guard content.writer == officer else { throw DeskFailure.unreadable }
        return OwnNote(id: id, savedAt: try row.get("saved_at"), text: content.text)
    }

    private static func context(_ note: UUID) -> SealContext {
        SealContext(table: "own_notes", column: "sealed", row: note)
    }
}
