import CaseModel
import Foundation
import Postgres
import Synchronization
import Vault

/// Turns words and codes into what the index holds, under the key of one compartment.
struct SearchTokens: Sendable {
    /// Changes with how tokens are made: what was indexed otherwise is then indexed anew.
    private static let making = "2"
    /// Lists are filled up to a multiple of this.
    static let step = 256

    private let key: BlindIndexKey
    /// For what early warnings are computed from.
    let patterns: DataKey

    init(_ key: DataKey) throws {
        self.key = BlindIndexKey(try key.derive("search"))
        patterns = try key.derive("patterns")
    }

    /// Names the key and the way of making tokens.
    var edition: Int64 { token(Self.making, "edition") }

    func word(_ word: String) -> Int64 { token(word, "word") }

    func code(_ code: FacetCode) -> Int64 { token(code.text, "code") }

    /// What an early warning is about.
    func warning(_ rule: EarlyWarning.Rule, _ about: String) -> Int64 {
        token("\(rule.rawValue)=\(about)", "warning")
    }

    /// Whom a notice is for.
    func role(_ role: Role) -> Int64 { token(role.rawValue, "notice-role") }

    /// Four bytes by which a code is counted.
    func counted(_ code: FacetCode) -> UInt32 {
        key.token(Array(code.text.utf8), field: "counted", count: 4).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// What a row of the index holds: sorted, so that what is a word and what is a code cannot be told apart.
    func row(_ findable: Findable) -> (tokens: [Int64], facets: [UInt8]) {
        var tokens: Set<Int64> = []
        for text in findable.texts {
            for word in SearchWords.tokens(of: text) { tokens.insert(self.word(word)) }
        }
        for code in findable.codes { tokens.insert(self.code(code)) }
        var list = tokens.sorted()
        let missing = max(Self.step, (list.count + Self.step - 1) / Self.step * Self.step) - list.count
        list += Array(repeating: token("", "filler"), count: missing)
        let facets = findable.codes.map(counted).sorted().flatMap { number in
            [UInt8(truncatingIfNeeded: number >> 24), UInt8(truncatingIfNeeded: number >> 16)]
                + [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
        }
        return (list, facets)
    }

    private func token(_ text: String, _ field: StaticString) -> Int64 {
        Int64(bitPattern: key.token(Array(text.utf8), field: field).reduce(0) { $0 << 8 | UInt64($1) })
    }
}

/// The tokens of every compartment, each key opened once.
final class SearchKeys: Sendable {
    private let keys: CompartmentKeys
    private let made = Mutex<[Compartment: SearchTokens]>([:])

    init(_ keys: ServiceKeys) {
        self.keys = CompartmentKeys(keys: keys)
    }

    func tokens(of compartment: Compartment, in transaction: inout Transaction) async throws -> SearchTokens {
        if let tokens = made.withLock({ $0[compartment] }) { return tokens }
        // One that this transaction makes may be rolled back with it, and is not remembered.
        let isKept =
            try await transaction.first(
                "SELECT 1 AS kept FROM compartment_keys WHERE compartment = \(compartment.code)") != nil
        let tokens = try SearchTokens(try await keys.get(compartment, in: &transaction))
        if isKept { made.withLock { $0[compartment] = tokens } }
        return tokens
    }
}
