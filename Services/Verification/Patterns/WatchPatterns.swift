import CaseModel
import Foundation
import Postgres
import ServiceRuntime
import Vault

/// Looks for what should be seen before it grows (DOMAIN.md D.7), within each compartment by itself, and puts it on the desk.
/// Nothing else follows from a warning.
struct WatchPatterns: Sendable {
    let keys: SearchKeys
    let sealing: WarningSealing
    /// As the role that sees all compartments.
    let system: Database

    /// How far back reports are looked at, and how many.
    static let horizon: TimeInterval = 60 * 86_400
    static let most = 20_000

    /// Returns how many warnings were raised.
    @discardableResult
    func callAsFunction(at now: Date = .now) async throws -> Int {
        try await PatternQueries.forget(before: now - Self.horizon, in: system)
        var raised = 0
        for compartment in try await PatternQueries.compartments(in: system) {
            raised += try await look(at: compartment, now)
        }
        return raised
    }

    private func look(at compartment: Compartment, _ now: Date) async throws -> Int {
        try await system.transaction { transaction in
            let tokens = try await keys.tokens(of: compartment, in: &transaction)
            // What was made with another key is made anew by the index.
            let facts = try await PatternQueries.facts(of: compartment, limit: Self.most, in: &transaction)
                .compactMap { try? tokens.facts($0.sealed, of: $0.subject) }
            let known = try await known(facts, compartment, tokens, now, &transaction)
            let missed = try await CheckInQueries.missed(
                in: compartment, since: now - Self.horizon, in: &transaction)
            var raised = 0
            for warning in EarlyWarningRule.warnings(facts, known: known, missed: missed, at: now)
            where try await raise(warning, compartment, tokens, now, &transaction) { raised += 1 }
            return raised
        }
    }

    /// What was reported before the facts that are looked at, asked of the index by codes.
    private func known(
        _ facts: [PatternFacts], _ compartment: Compartment, _ tokens: SearchTokens, _ now: Date,
        _ transaction: inout Transaction
    ) async throws -> EarlyWarningRule.Known {
        let states = Set(facts.flatMap(\.statesOfAct)).sorted()
        let pairs = Set(facts.flatMap { fact in fact.statesOfAct.flatMap { state in fact.acts.map { [state, $0] } } })
        let before = min(facts.map(\.reportedAt).min() ?? now, now)
        func state(_ code: String) -> Int64 { tokens.code(FacetCode(.stateOfAct, code)) }
        let knownStates = try await PatternQueries.known(
            states.map { [state($0)] }, in: compartment, before: before, in: &transaction)
        let acts = pairs.sorted { $0.joined() < $1.joined() }
        let knownActs = try await PatternQueries.known(
            acts.map { [state($0[0]), tokens.code(FacetCode(.act, $0[1]))] }, in: compartment, before: before,
            in: &transaction)
        return EarlyWarningRule.Known(
            acts: Set(
                zip(acts, knownActs).filter(\.1).map { EarlyWarningRule.Known.name($0.0[0], $0.0[1]) }),
            states: Set(zip(states, knownStates).filter(\.1).map(\.0)))
    }

    /// Not while one about the same is open, nor again where nothing came since it was acknowledged.
    private func raise(
        _ warning: EarlyWarning, _ compartment: Compartment, _ tokens: SearchTokens, _ now: Date,
        _ transaction: inout Transaction
    ) async throws -> Bool {
        let token = tokens.warning(warning.rule, warning.key)
        if let last = try await PatternQueries.last(token, in: compartment, in: &transaction) {
            guard let acknowledged = last.acknowledgedAt, warning.newest > acknowledged, !warning.rule.isOnce else {
                return false
            }
        }
        let id = Randomness.uuid(at: now)
        return try await PatternQueries.raise(
            id, token, in: compartment, at: now, sealed: try sealing.seal(warning, id), in: &transaction)
    }
}

extension EarlyWarning.Rule {
    /// What was new once is not new again.
    fileprivate var isOnce: Bool { self == .newAct || self == .draftLaw }
}

/// Looks every few minutes.
struct PatternWatching: Service {
    let name = "patterns"
    let watch: WatchPatterns
    let logger: Logger

    private static let pause = Duration.seconds(120)

    func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        repeat {
            do {
                let raised = try await watch()
                if raised > 0 { logger.info("Raised early warnings", [.count: .count(raised)]) }
            } catch {
                logger.warning("Could not look for patterns", [.error: .error(error)])
            }
        } while await lifetime.pause(Self.pause)
    }
}
