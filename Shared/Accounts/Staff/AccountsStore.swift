import Audit
import CaseModel
package import Foundation
package import Postgres
package import Vault
import Web

/// Adding people and taking their access away, for the operator's command, which may become the schema's owner.
///
/// Each change is an entry of Verification's audit chain, in the same transaction: who can give access can give it to
/// themselves, and that has to show.
package struct AccountsStore: Sendable {
    /// How long a set-up code works, in seconds.
    package static let setUpCodeLifetime: TimeInterval = 7 * 24 * 3600

    private let database: Database

    package init(database: Database) {
        self.database = database
    }

    /// Adds somebody. Returns the set-up code to hand over; it is not stored and works once.
    package func add(_ new: NewStaff, now: Date) async throws -> (id: UUID, setUpCode: String) {
        guard let name = LoginName.normalized(new.loginName) else { throw AccountsError.loginNameNotPlain }
        guard !new.roles.isEmpty else { throw AccountsError.noRole }
        guard !new.roles.contains(where: \.isOutside) else { throw AccountsError.roleFromOutside }
        let id = Randomness.uuid(at: now)
        let code = OneTimeCode.random()
        let end = now.addingTimeInterval(Self.setUpCodeLifetime)
        try await asOwner { tx in
            let rows = try await tx.query(
                StaffQueries.add(id, name, new, codeHash: OneTimeCode.hash(code), until: end, now: now))
            guard !rows.isEmpty else { throw AccountsError.loginNameTaken }
            try await record("staff.add", id, in: &tx)
        }
        return (id, code)
    }

    /// Takes all access away at once: live sessions end.
    package func disable(_ loginName: String, now: Date) async throws {
        try await change(loginName, "staff.disable") { tx, id in
            _ = try await tx.execute(StaffQueries.disable(id, now: now))
            _ = try await tx.execute(SessionQueries.endAll(of: id))
        }
    }

    /// Takes password and second factor away; the person sets them up again with the returned code.
    package func resetSecondFactor(_ loginName: String, now: Date) async throws -> String {
        let code = OneTimeCode.random()
        let end = now.addingTimeInterval(Self.setUpCodeLifetime)
        try await change(loginName, "staff.reset") { tx, id in
            _ = try await tx.execute(StaffQueries.reset(id, codeHash: OneTimeCode.hash(code), until: end))
            _ = try await tx.execute(SignInQueries.dropRecoveryCodes(of: id))
            _ = try await tx.execute(SessionQueries.endAll(of: id))
        }
        return code
    }

    /// Gives somebody a password and second factor without the set-up pages: for the demonstration and for tests.
    package func complete(
        _ loginName: String, password: String, secondFactor: OneTimePassword, sealedFor key: SealingPublicKey,
        strength: PasswordHash.Strength = .interactive
    ) async throws {
        let hash = try await PasswordHash.hash(password, strength: strength)
        try await change(loginName, "staff.complete") { tx, id in
            let sealed = try key.seal(secondFactor.secret, context: SecretContext.staff(id))
            _ = try await tx.execute(StaffQueries.complete(id, passwordHash: hash, secret: sealed))
        }
    }

    package func list() async throws -> [StaffRecord] {
        try await asOwner { tx in try await tx.query(StaffQueries.list) }.map { row throws(PostgresError) in
            StaffRecord(
                id: try row.get("id"), loginName: try row.get("login_name"), name: try row.get("display_name"),
                language: Language(rawValue: try row.get("language", as: String.self)) ?? .english,
                roles: Set(try row.get("roles", as: [String].self).compactMap(Role.init(rawValue:))),
                compartments: Set(try row.get("compartments", as: [String].self).compactMap(Compartment.init(_:))),
                isSetUp: try row.get("is_set_up"), isDisabled: try row.get("is_disabled"))
        }
    }

    private func change(
        _ loginName: String, _ action: StaticString, _ body: (inout Transaction, UUID) async throws -> Void
    ) async throws {
        guard let name = LoginName.normalized(loginName) else { throw AccountsError.noSuchStaff }
        try await asOwner { tx in
            guard let row = try await tx.first(StaffQueries.find(name)) else { throw AccountsError.noSuchStaff }
            let id: UUID = try row.get("id")
            try await body(&tx, id)
            try await record(action, id, in: &tx)
        }
    }

    /// The transaction's last statements: they leave the role of the schema's owner for that of the chain's.
    private func record(_ action: StaticString, _ id: UUID, in tx: inout Transaction) async throws {
        _ = try await tx.execute(StaffQueries.becomeKeeperOfRecord)
        _ = try await tx.execute("SET LOCAL search_path = verification, pg_temp")
        let entry = AuditEntry(actor: nil, action: AuditAction(action), subject: .staff(StaffID(id)))
        try await AuditLog().append(entry, in: &tx)
    }

    private func asOwner<R>(_ body: (inout Transaction) async throws -> R) async throws -> R {
        try await database.transaction { tx in
            _ = try await tx.execute(StaffQueries.becomeOwner)
            return try await body(&tx)
        }
    }
}
