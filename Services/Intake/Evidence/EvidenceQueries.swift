import CaseModel
import Foundation
import Postgres

/// One file of a session as it stands in its row.
struct UploadRow: Sendable {
    let id: EvidenceID
    let isWhole: Bool
    let sealed: [UInt8]
    let expiresAt: Date

    init(_ row: Row) throws {
        id = EvidenceID(try row.get("id", as: UUID.self))
        isWhole = try row.get("is_whole")
        sealed = try row.get("sealed")
        expiresAt = try row.get("expires_at")
    }
}

enum EvidenceQueries {
    static func begin(_ lookup: [UInt8], hours: Int) -> SQL {
        """
        INSERT INTO uploads (lookup, expires_at)
        VALUES (\(lookup), clock_timestamp() + \(Int32(hours)) * interval '1 hour')
        """
    }

    /// Keeps the session to the transaction's end and moves its end into the future. Returns how many files it has and their
    /// bytes together; nil where there is none, or it is over.
    static func lock(
        _ lookup: [UInt8], hours: Int, in transaction: inout Transaction
    ) async throws -> (files: Int, bytes: Int)? {
        let found = try await transaction.first(
            """
            UPDATE uploads
            SET expires_at = greatest(expires_at, clock_timestamp() + \(Int32(hours)) * interval '1 hour')
            WHERE lookup = \(lookup) AND expires_at > clock_timestamp() RETURNING 1
            """)
        guard found != nil else { return nil }
        let row = try await transaction.first(
            """
            SELECT count(*) AS files, coalesce(sum(size), 0)::bigint AS bytes FROM upload_files
            WHERE lookup = \(lookup)
            """)
        guard let row else { return nil }
        return (Int(try row.get("files", as: Int64.self)), Int(try row.get("bytes", as: Int64.self)))
    }

    static func add(
        _ id: EvidenceID, to lookup: [UInt8], size: Int, isWhole: Bool, sealed: [UInt8],
        in transaction: inout Transaction
    ) async throws {
        try await transaction.execute(
            """
            INSERT INTO upload_files (id, lookup, size, is_whole, sealed)
            VALUES (\(id.uuid), \(lookup), \(Int64(size)), \(isWhole), \(sealed))
            """)
    }

    /// Returns false where it is gone.
    static func complete(
        _ id: EvidenceID, of lookup: [UInt8], sealed: [UInt8], in database: Database
    ) async throws -> Bool {
        try await database.execute(
            """
            UPDATE upload_files SET is_whole = true, sealed = \(sealed)
            WHERE id = \(id.uuid) AND lookup = \(lookup) AND NOT is_whole
            """) == 1
    }

    /// The files of a session that is not over, in the order in which they came.
    static func files(of lookup: [UInt8], in database: Database) async throws -> [UploadRow] {
        try await database.query(
            """
            SELECT id, is_whole, sealed, expires_at FROM upload_files JOIN uploads USING (lookup)
            WHERE lookup = \(lookup) AND expires_at > clock_timestamp() ORDER BY added_at, id
            """
        ).map(UploadRow.init)
    }

    static func file(_ id: EvidenceID, of lookup: [UInt8], in database: Database) async throws -> UploadRow? {
        try await database.first(
            """
            SELECT id, is_whole, sealed, expires_at FROM upload_files JOIN uploads USING (lookup)
            WHERE lookup = \(lookup) AND id = \(id.uuid) AND expires_at > clock_timestamp()
            """
        ).map(UploadRow.init)
    }

    /// Whether the session is there and not over.
    static func exists(_ lookup: [UInt8], in database: Database) async throws -> Bool {
        try await database.first("SELECT 1 FROM uploads WHERE lookup = \(lookup) AND expires_at > clock_timestamp()")
            != nil
    }

    /// Returns false where there is none, or a submission names it.
    static func remove(_ id: EvidenceID, of lookup: [UInt8], in database: Database) async throws -> Bool {
        try await database.execute(
            "DELETE FROM upload_files WHERE id = \(id.uuid) AND lookup = \(lookup) AND claimed_by IS NULL") == 1
    }

    /// Keeps files for the submissions or updates that name them, one subject for each file.
    static func claim(_ files: [EvidenceID], for subjects: [UUID]) -> SQL {
        """
        UPDATE upload_files SET claimed_by = named.subject
        FROM unnest(\(files.map(\.uuid)), \(subjects)) AS named (id, subject) WHERE upload_files.id = named.id
        """
    }

    /// Forgets what a submission or an update named; returns the files to remove.
    static func drop(claimedBy subject: UUID, in transaction: inout Transaction) async throws -> [EvidenceID] {
        try await transaction.query("DELETE FROM upload_files WHERE claimed_by = \(subject) RETURNING id")
            .map { EvidenceID(try $0.get("id", as: UUID.self)) }
    }

    /// Forgets the files of sessions that have been over for an hour, unless something names them. The hour is for a form
    /// that is just being sent.
    static func expire(in database: Database) async throws -> [EvidenceID] {
        let files = try await database.query(
            """
            DELETE FROM upload_files USING uploads
            WHERE uploads.lookup = upload_files.lookup AND claimed_by IS NULL
                AND expires_at < clock_timestamp() - interval '1 hour'
            RETURNING id
            """)
        try await database.execute(
            """
            DELETE FROM uploads WHERE expires_at < clock_timestamp() - interval '1 hour'
                AND NOT EXISTS (SELECT 1 FROM upload_files WHERE upload_files.lookup = uploads.lookup)
            """)
        return try files.map { EvidenceID(try $0.get("id", as: UUID.self)) }
    }

    /// Which of these have a row.
    static func named(_ ids: Set<UUID>, in database: Database) async throws -> Set<UUID> {
        Set(
            try await database.query("SELECT id FROM upload_files WHERE id = ANY (\(Array(ids)))")
                .map { try $0.get("id", as: UUID.self) })
    }
}
