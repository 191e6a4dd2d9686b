package import Foundation
import Postgres
import Vault

// Setting up an account: the set-up code of `amparo staff add`, then a password and a second factor.
extension SignIn {
    /// How long the page with the QR code may stay open, in seconds.
    static let setUpTime: TimeInterval = 30 * 60
    static let recoveryCodeCount = 10

    /// Takes a set-up code. Unknown names and wrong codes look the same.
    package func beginSetUp(name typed: String, code: String, now: Date) async throws -> Outcome {
        let name = LoginName.normalized(typed) ?? typed
        guard try await attempts.mayTry(.setUp, name, now: now) else { return .slowed }
        let row = try await database.query(SignInQueries.setUpCode(of: storable(name), now: now)).first
        let staff = try row?.get("id", as: UUID.self)
        let stored = try row?.get("set_up_code_hash", as: [UInt8].self) ?? [UInt8](repeating: 0, count: 32)
        guard constantTimeEquals(stored, OneTimeCode.hash(code)), let staff else { return .refused(staff: staff) }
        let session = Randomness.timelessUUID()
        let secret = OneTimePassword.random().secret
        let sealed = try keys.publicKey.seal(secret, context: SecretContext.session(session))
        let token = try await database.transaction { tx in
            try await Self.beginSession(
                .setUp, of: staff, for: Self.setUpTime, now: now, offering: .init(session: session, sealed: sealed),
                in: &tx)
        }
        return .accepted(token: token.text, staff: staff)
    }

    /// What the set-up page shows.
    package struct Offer: Sendable {
        package let loginName: String
        package let password: OneTimePassword
    }

    /// The second factor that a set-up session offers; nil where the session has ended.
    package func offer(token: String, now: Date) async throws -> Offer? {
        let query = SessionQueries.unfinished(SessionToken(text: token).hash, .setUp, now: now)
        guard let row = try await database.query(query).first else { return nil }
        let person = try Unfinished(row)
        guard let sealed = person.offered, person.setUpCode != nil else { return nil }
        let secret = try keys.open(sealed, context: SecretContext.session(person.session))
        return Offer(loginName: person.loginName, password: OneTimePassword(secret: secret))
    }

    /// What came of finishing a set-up.
    package enum SetUpOutcome: Sendable, Equatable {
        /// Signed in; the recovery codes are shown now and never again.
        case done(token: String, staff: UUID, recoveryCodes: [String])
        case wrongCode(staff: UUID)
        case slowed
        case expired
    }

    /// Stores the password and the second factor once a code proves that the app has it.
    ///
    /// - Parameter password: Checked by `PasswordRule` before.
    package func finishSetUp(token: String, password: String, code: String, now: Date) async throws -> SetUpOutcome {
        let query = SessionQueries.unfinished(SessionToken(text: token).hash, .setUp, now: now)
        guard let row = try await database.query(query).first else { return .expired }
        let person = try Unfinished(row)
        guard let sealed = person.offered, let setUpCode = person.setUpCode else { return .expired }
        guard try await attempts.mayTry(.code, person.loginName, now: now) else { return .slowed }
        let secret = try keys.open(sealed, context: SecretContext.session(person.session))
        guard let step = try OneTimePassword(secret: secret).acceptedStep(code, at: now, after: 0) else {
            return .wrongCode(staff: person.id)
        }
        let hash = try await PasswordHash.hash(password, strength: strength)
        let stored = try keys.publicKey.seal(secret, context: SecretContext.staff(person.id))
        let codes = (0..<Self.recoveryCodeCount).map { _ in OneTimeCode.random() }
        let signedIn = try await database.transaction { tx -> SessionToken? in
            let changed = try await tx.query(
                SignInQueries.setUp(person.id, code: setUpCode, passwordHash: hash, secret: stored, step: step))
            guard !changed.isEmpty else { return nil }
            _ = try await tx.execute(SignInQueries.dropRecoveryCodes(of: person.id))
            _ = try await tx.execute(SignInQueries.addRecoveryCodes(codes.map(OneTimeCode.hash), of: person.id))
            _ = try await tx.execute(SessionQueries.endAll(of: person.id))
            return try await Self.beginSession(.signedIn, of: person.id, for: Sessions.absolute, now: now, in: &tx)
        }
        guard let signedIn else { return .expired }
        try await attempts.succeeded(.code, person.loginName)
        try await attempts.succeeded(.setUp, person.loginName)
        return .done(token: signedIn.text, staff: person.id, recoveryCodes: codes)
    }
}

/// What a password must be. Length is what counts; nothing else is asked for.
package enum PasswordRule {
    package static let minimum = 12
    package static let maximum = 200

    /// Nil where the password will do.
    package static func problem(_ password: String, loginName: String) -> Problem? {
        if password.count < minimum { return .tooShort }
        if password.count > maximum { return .tooLong }
        if password.lowercased().contains(loginName.lowercased()) || Set(password).count < 5 { return .tooPlain }
        return nil
    }

    package enum Problem: Sendable, Equatable {
        case tooShort, tooLong, tooPlain
    }
}
