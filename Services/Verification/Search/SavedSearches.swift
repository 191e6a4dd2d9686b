import Accounts
import Audit
import CaseModel
import Foundation
import Postgres
import Vault

/// Questions that officers keep: for themselves, or for everybody of their compartment. What is asked lies sealed.
struct SavedSearches: Sendable {
    let desk: DeskDatabase
    let search: Search
    let keys: ServiceKeys

    static let longestName = 100
    /// Of one officer, shared ones of others included: each is counted when the page is shown.
    static let most = 30

    struct Content: Codable, Sendable, Equatable {
        var version = 1
        var name: String
        var question: SearchQuestion
    }

    /// One that an officer may use.
    struct Kept: Sendable {
        let id: UUID
        let content: Content
        let isShared: Bool
        /// Whether it is the officer's own.
        let isOwn: Bool
        var found = 0
        /// Since the officer looked last.
        var added = 0
    }

    func save(_ content: Content, shared: Bool, by staff: Staff, at now: Date = .now) async throws -> Bool {
        guard let compartment = staff.compartments.min(by: { $0.code < $1.code }) else { throw DeskFailure.notFound }
        let id = Randomness.uuid(at: now)
        return try await desk.change(.saveSearch, AuditSubject("search", id), by: staff) { transaction in
            // What colleagues share takes no room from anybody's own.
            guard try await SavedSearchQueries.count(of: staff.id, in: &transaction) < Self.most else {
                return false
            }
            let sealed = try keys.sealing.publicKey.seal(
                Padding.pad(try EventCoding.encode(content)), context: Self.context(id))
            try await SavedSearchQueries.insert(
                id, compartment, by: staff.id, at: now, shared: shared, sealed: sealed, in: &transaction)
            try await SavedSearchQueries.look(id, by: staff.id, at: now, in: &transaction)
            return true
        }
    }

    /// Those that an officer may use, each with how many it finds now.
    func list(for staff: Staff) async throws -> [Kept] {
        try await desk.read(for: staff) { transaction in
            var kept: [Kept] = []
            for row in try await SavedSearchQueries.visible(to: staff.id, in: &transaction) {
                guard var one = try? open(row, staff), one.content.question.mayBeAsked(by: staff) else { continue }
                (one.found, one.added) = try await search.count(
                    one.content.question, since: row.lookedAt ?? row.savedAt, for: staff, in: &transaction)
                kept.append(one)
            }
            return kept
        }
    }

    /// The question of one, which is noted as looked at.
    func look(_ id: UUID, by staff: Staff, at now: Date = .now) async throws -> Kept {
        try await desk.read(for: staff) { transaction in
            let row = try await SavedSearchQueries.visible(to: staff.id, in: &transaction).first { $0.id == id }
            guard let row else { throw DeskFailure.notFound }
            let kept = try open(row, staff)
            guard kept.content.question.mayBeAsked(by: staff) else { throw DeskFailure.notFound }
            try await SavedSearchQueries.look(id, by: staff.id, at: now, in: &transaction)
            return kept
        }
    }

    /// One's own only.
    func remove(_ id: UUID, by staff: Staff) async throws {
        try await desk.change(.removeSearch, AuditSubject("search", id), by: staff) { transaction in
            guard try await SavedSearchQueries.remove(id, of: staff.id, in: &transaction) else {
                throw DeskFailure.notFound
            }
        }
    }

    private func open(_ row: SavedSearchQueries.Saved, _ staff: Staff) throws -> Kept {
        let plain = try Padding.unpad(try keys.sealing.open(row.sealed, context: Self.context(row.id)))
        return Kept(
            id: row.id, content: try EventCoding.decode(Content.self, from: plain), isShared: row.isShared,
            isOwn: row.savedBy == staff.id)
    }

    private static func context(_ id: UUID) -> SealContext {
        SealContext(table: "saved_searches", column: "sealed", row: id)
    }
}

extension AuditAction {
    static let saveSearch = AuditAction("search.save")
    static let removeSearch = AuditAction("search.remove")
}
