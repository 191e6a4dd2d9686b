import CaseModel
import Foundation
import Postgres
import Vault

/// The records that officers hold of a case, of every kind: each with all its versions, sealed under the case's key.
///
/// All of it happens in the caller's transaction, within its compartments. Who changes a record says which version they
/// saw; what another person saved meanwhile is merged field by field and never overwritten unseen.
struct CaseRecords: Sendable {
    func add<Content: CaseRecordContent>(
        _ content: Content, to caseID: CaseID, _ sealing: CaseSealing, by officer: StaffID, at now: Date,
        in transaction: inout Transaction
    ) async throws -> RecordID {
        let id = RecordID(Randomness.uuid(at: now))
        try await RecordQueries.insert(id, Content.kind, of: caseID, at: now, by: officer, in: &transaction)
        let sealed = try sealing.seal(RecordEnvelope(version: 1, content: content), of: id)
        try await RecordQueries.insertVersion(id, 1, sealed: sealed, at: now, by: officer, in: &transaction)
        return id
    }

    /// - Parameter seen: The version that the officer had before them. Throws `notFound` where the record is not there, is
    ///   of another kind or has been removed.
    func revise<Content: CaseRecordContent>(
        _ id: RecordID, seen: Int, to content: Content, in caseID: CaseID, _ sealing: CaseSealing,
        by officer: StaffID, at now: Date, in transaction: inout Transaction
    ) async throws -> Revision {
        let stored: RecordVersion<Content> = try await get(id, of: caseID, sealing, toChange: true, in: &transaction)
        guard stored.removed == nil else { throw DeskFailure.notFound }
        let theirs = try FieldValue.fields(of: stored.content)
        let mine = try FieldValue.fields(of: content)
        var outcome = FieldMerge.Outcome(merged: mine)
        if seen != stored.version {
            guard let base = try await version(id, seen, sealing, as: Content.self, in: &transaction) else {
                throw DeskFailure.conflict
            }
            outcome = FieldMerge.merge(base: try FieldValue.fields(of: base.content), theirs: theirs, mine: mine)
        }
        guard outcome.conflicts.isEmpty else {
            return .conflicting(version: stored.version, outcome.conflicts)
        }
        guard !FieldMerge.changes(from: theirs, to: outcome.merged).isEmpty else { return .unchanged }
        let merged = try EventCoding.decode(Content.self, from: try EventCoding.encode(outcome.merged))
        try await store(
            RecordEnvelope(version: stored.version + 1, content: merged), of: id, sealing, officer, now, &transaction)
        return .saved(version: stored.version + 1, merged: outcome.fromTheirs)
    }

    /// Takes a record out of the case, with the reason; its versions stay.
    func remove<Content: CaseRecordContent>(
        _ type: Content.Type, _ id: RecordID, seen: Int, because reason: String, in caseID: CaseID,
        _ sealing: CaseSealing, by officer: StaffID, at now: Date, in transaction: inout Transaction
    ) async throws {
        let stored: RecordVersion<Content> = try await get(id, of: caseID, sealing, toChange: true, in: &transaction)
        guard stored.removed == nil else { throw DeskFailure.notFound }
        guard stored.version == seen else { throw DeskFailure.conflict }
        let envelope = RecordEnvelope(version: seen + 1, content: stored.content, removed: reason)
        try await store(envelope, of: id, sealing, officer, now, &transaction)
    }

    /// The records of a kind that stand, the oldest first.
    func all<Content: CaseRecordContent>(
        _ type: Content.Type, of caseID: CaseID, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> [RecordVersion<Content>] {
        try await RecordQueries.all([Content.kind], of: caseID, in: &transaction).map { try sealing.open($0) }
    }

    /// Throws `notFound` where it is not there.
    func get<Content: CaseRecordContent>(
        _ id: RecordID, of caseID: CaseID, _ sealing: CaseSealing, toChange: Bool = false,
        in transaction: inout Transaction
    ) async throws -> RecordVersion<Content> {
        let row = try await RecordQueries.find(id, Content.kind, of: caseID, toChange: toChange, in: &transaction)
        guard let row else { throw DeskFailure.notFound }
        return try sealing.open(row)
    }

    /// One version of a record, whether it stands or not.
    func version<Content: CaseRecordContent>(
        _ id: RecordID, _ version: Int, _ sealing: CaseSealing, as type: Content.Type,
        in transaction: inout Transaction
    ) async throws -> RecordVersion<Content>? {
        try await RecordQueries.version(id, version, in: &transaction).map { try sealing.open($0) }
    }

    private func store<Content: CaseRecordContent>(
        _ envelope: RecordEnvelope<Content>, of id: RecordID, _ sealing: CaseSealing, _ officer: StaffID, _ now: Date,
        _ transaction: inout Transaction
    ) async throws {
        let version = envelope.version
        let sealed = try sealing.seal(envelope, of: id)
        try await RecordQueries.insertVersion(id, version, sealed: sealed, at: now, by: officer, in: &transaction)
        try await RecordQueries.advance(
            id, to: version, removed: envelope.removed != nil, at: now, by: officer, in: &transaction)
    }
}

extension CaseSealing {
    func seal<Content>(_ envelope: RecordEnvelope<Content>, of id: RecordID) throws -> [UInt8] {
        try seal(envelope, Self.context(id))
    }

    func open<Content: CaseRecordContent>(_ row: RecordRow) throws -> RecordVersion<Content> {
        let envelope: RecordEnvelope<Content> = try open(envelope: row)
        return RecordVersion(
            id: row.id, version: row.version, content: envelope.content, createdAt: row.createdAt,
            createdBy: row.createdBy, savedAt: row.savedAt, savedBy: row.savedBy, removed: envelope.removed)
    }

    /// A record of any kind, as its fields.
    func fields(_ row: RecordRow) throws -> RecordEnvelope<[String: FieldValue]> { try open(envelope: row) }

    /// An older version cannot be put in the place of a newer: each says inside which it is.
    private func open<Content>(envelope row: RecordRow) throws -> RecordEnvelope<Content> {
        let envelope: RecordEnvelope<Content> = try open(row.sealed, Self.context(row.id))
        guard envelope.version == row.version else { throw DeskFailure.unreadable }
        return envelope
    }

    private static func context(_ id: RecordID) -> SealContext {
        SealContext(table: "record_versions", column: "sealed", row: id.uuid)
    }
}
