package import Foundation
package import Postgres
package import Vault

/// Signing in, in two steps: name and password, then a code of the app or a recovery code.
package struct SignIn: Sendable {
    /// How long the second step may take, in seconds.
    static let secondStep: TimeInterval = 10 * 60

    let database: Database
    let keys: SealingKeyPair
    let strength: PasswordHash.Strength
    let attempts: Attempts

    /// - Parameter keys: Verification's; second factors are sealed for it.
    package init(database: Database, keys: SealingKeyPair, strength: PasswordHash.Strength = .interactive) {
        self.database = database
        self.keys = keys
        self.strength = strength
        attempts = Attempts(database: database)
    }

    /// What came of a step.
    package enum Outcome: Sendable, Equatable {
        /// Go on with this session token. `staff` is whose step it was.
        case accepted(token: String, staff: UUID)
        /// Wrong, without saying what was.
        case refused(staff: UUID?)
        /// Too many tries for this name: wait.
        case slowed
        /// The step before is too long ago: begin again.
        case expired
    }

    /// The first step. An unknown name, an account that is disabled or not set up, and a wrong password cost the same
    /// and look the same.
    package func begin(name typed: String, password: String, now: Date) async throws -> Outcome {
        let name = LoginName.normalized(typed) ?? typed
        guard try await attempts.mayTry(.password, name, now: now) else { return .slowed }
        let row = try await database.query(SignInQueries.password(of: storable(name))).first
        let staff = try row?.get("id", as: UUID.self)
        let hash = try row?.get("password_hash", as: String?.self)
        guard try await PasswordHash.verify(password, against: hash, strength: strength), let staff, let hash else {
            return .refused(staff: staff)
        }
        try await attempts.succeeded(.password, name)
        if PasswordHash.isOutdated(hash, strength: strength) {
            let fresh = try await PasswordHash.hash(password, strength: strength)
            try await database.execute(SignInQueries.setPassword(fresh, of: staff))
        }
        let token = try await database.transaction { tx in
            try await Self.beginSession(.secondFactor, of: staff, for: Self.secondStep, now: now, in: &tx)
        }
        return .accepted(token: token.text, staff: staff)
    }

    /// The second step with a code of the app. No code is taken twice, and the session gets a new token.
    package func finish(token: String, code: String, now: Date) async throws -> Outcome {
        try await finish(token: token, now: now) { person, tx in
            guard let sealed = person.secret else { return false }
            let secret = try keys.open(sealed, context: SecretContext.staff(person.id))
            let password = OneTimePassword(secret: secret)
            guard let step = try password.acceptedStep(code, at: now, after: person.lastStep) else { return false }
            return try await !tx.query(SignInQueries.take(step: step, of: person.id)).isEmpty
        }
    }

    /// The second step with a recovery code, which works once.
    package func finish(token: String, recoveryCode: String, now: Date) async throws -> Outcome {
        let hash = OneTimeCode.hash(recoveryCode)
        return try await finish(token: token, now: now) { person, tx in
            try await !tx.query(SignInQueries.take(recoveryCode: hash, of: person.id, now: now)).isEmpty
        }
    }

    private func finish(
        token: String, now: Date, accepting isAccepted: (Unfinished, inout Transaction) async throws -> Bool
    ) async throws -> Outcome {
        let query = SessionQueries.unfinished(SessionToken(text: token).hash, .secondFactor, now: now)
        guard let row = try await database.query(query).first else { return .expired }
        let person = try Unfinished(row)
        guard try await attempts.mayTry(.code, person.loginName, now: now) else { return .slowed }
        let signedIn = try await database.transaction { tx -> SessionToken? in
            guard try await isAccepted(person, &tx) else { return nil }
            _ = try await tx.execute(SessionQueries.end(person.session))
            return try await Self.beginSession(.signedIn, of: person.id, for: Sessions.absolute, now: now, in: &tx)
        }
        guard let signedIn else { return .refused(staff: person.id) }
        try await attempts.succeeded(.code, person.loginName)
        return .accepted(token: signedIn.text, staff: person.id)
    }

    static func beginSession(
        _ stage: SessionStage, of staff: UUID, for time: TimeInterval, now: Date, offering secret: OfferedSecret? = nil,
        in tx: inout Transaction
    ) async throws -> SessionToken {
        let token = SessionToken.random()
        _ = try await tx.execute(SessionQueries.endExpired(now: now, idleSince: now.addingTimeInterval(-Sessions.idle)))
        _ = try await tx.execute(
            SessionQueries.begin(
                secret?.session ?? Randomness.timelessUUID(), token.hash, staff, stage, offered: secret?.sealed,
                now: now, until: now.addingTimeInterval(time)))
        return token
    }

    /// Text that PostgreSQL takes.
    func storable(_ name: String) -> String { String(name.filter { $0 != "\0" }.prefix(256)) }
}

/// Somebody on the way in.
struct Unfinished {
    let session: UUID
    let id: UUID
    let loginName: String
    let secret: [UInt8]?
    let lastStep: Int
    let offered: [UInt8]?
    let setUpCode: [UInt8]?

    init(_ row: Row) throws(PostgresError) {
        session = try row.get("session")
        id = try row.get("id")
        loginName = try row.get("login_name")
        secret = try row.get("totp_secret")
        lastStep = try row.get("totp_last_step")
        offered = try row.get("offered_secret")
        setUpCode = try row.get("set_up_code_hash")
    }
}

/// A second factor's secret that is being set up, sealed for the session it is offered in.
struct OfferedSecret {
    let session: UUID
    let sealed: [UInt8]
}

/// What a sealed secret is bound to.
enum SecretContext {
    static func staff(_ id: UUID) -> SealContext {
        SealContext(table: "accounts.staff", column: "totp_secret", row: id)
    }
    static func session(_ id: UUID) -> SealContext {
        SealContext(table: "accounts.sessions", column: "offered_secret", row: id)
    }
}
