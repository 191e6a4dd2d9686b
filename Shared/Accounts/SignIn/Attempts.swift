import Foundation
import Postgres
import Vault

/// Slows tries down by name, in the same way for a name that exists and for one that does not.
struct Attempts: Sendable {
    /// Each is counted apart: who has given the right password need not wait for what others typed before.
    enum Step: String {
        case password, code, setUp
    }

    private static let memory: TimeInterval = 24 * 3600
    let database: Database

    /// Counts a try. False: the next may not come yet, and nothing must be looked at.
    func mayTry(_ step: Step, _ name: String, now: Date) async throws -> Bool {
        let forgotten = now.addingTimeInterval(-Self.memory)
        try await database.execute(SignInQueries.forgetOld(before: forgotten))
        let rows = try await database.query(SignInQueries.count(hash(step, name), now: now, forgottenBefore: forgotten))
        return !rows.isEmpty
    }

    func succeeded(_ step: Step, _ name: String) async throws {
        try await database.execute(SignInQueries.forget(hash(step, name)))
    }

    /// Five bytes: enough to count by, too few to find out what somebody typed, which may have been a password.
    private func hash(_ step: Step, _ name: String) -> [UInt8] {
        Array(SHA256.hash(Array("amparo.sign-in-name.v1|\(step.rawValue)|\(name)".utf8)).prefix(5))
    }
}
