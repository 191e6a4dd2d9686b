import Accounts
import CaseModel
import Foundation
import Postgres
import Synchronization

/// Finds submissions and cases by words and codes, within an officer's compartments. What was asked is kept nowhere.
struct Search: Sendable {
    let desk: DeskDatabase
    let keys: SearchKeys
    let lists: CodeLists
    private let tables = FacetTables()

    static let pageSize = 25
    /// Nobody reads further; who comes here narrows the question.
    static let mostPages = 40

    init(desk: DeskDatabase, keys: SearchKeys, lists: CodeLists) {
        self.desk = desk
        self.keys = keys
        self.lists = lists
    }

    struct Result: Sendable {
        struct Item: Sendable {
            let thing: FoundThing
            let isExact: Bool
            let codes: [FacetCode]
        }

        var items: [Item] = []
        var total = 0
        var counts: [FacetCode: Int] = [:]
        var page = 1

        var pages: Int { min(Search.mostPages, max(1, (total + Search.pageSize - 1) / Search.pageSize)) }
    }

    func callAsFunction(_ question: SearchQuestion, page: Int, for staff: Staff) async throws -> Result {
        try await desk.read(for: staff) { transaction in
            try await find(question, page: page, for: staff, in: &transaction)
        }
    }

    func find(
        _ question: SearchQuestion, page: Int, for staff: Staff, in transaction: inout Transaction
    ) async throws -> Result {
        let tokens = try await tokens(for: staff, in: &transaction)
        let plan = SearchPlan(question, tokens)
        var result = Result()
        result.page = min(max(1, page), Self.mostPages)
        let known = try await SearchQueries.known(in: &transaction)
        for count in try await SearchQueries.counted(plan, facets: true, in: &transaction) {
            result.total += count.found
            guard let table = table(of: count.compartment, tokens, known) else { continue }
            let counts = table.count(count.facets).filter { staff.may($0.key.facet.reading) }
            result.counts.merge(counts) { $0 + $1 }
        }
        let hits = try await SearchQueries.found(
            plan, skipping: (result.page - 1) * Self.pageSize, limit: Self.pageSize, in: &transaction)
        var things: [IndexedDocument.Subject: FoundThing] = [:]
        for thing in try await SearchQueries.things(hits, in: &transaction) { things[thing.subject] = thing }
        for hit in hits {
            guard let thing = things[hit.subject] else { continue }
            let codes = table(of: hit.compartment, tokens, known)?.codes(in: hit.facets)
            result.items.append(.init(thing: thing, isExact: hit.isExact, codes: codes ?? []))
        }
        return result
    }

    /// How many match, and how many of them came after a moment.
    func count(
        _ question: SearchQuestion, since: Date, for staff: Staff, in transaction: inout Transaction
    ) async throws -> (found: Int, added: Int) {
        let plan = SearchPlan(question, try await tokens(for: staff, in: &transaction))
        let counts = try await SearchQueries.counted(plan, since: since, facets: false, in: &transaction)
        return counts.reduce(into: (found: 0, added: 0)) { sum, count in
            sum.found += count.found
            sum.added += count.added
        }
    }

    private func tokens(
        for staff: Staff, in transaction: inout Transaction
    ) async throws -> [Compartment: SearchTokens] {
        var tokens: [Compartment: SearchTokens] = [:]
        for compartment in staff.compartments {
            tokens[compartment] = try await keys.tokens(of: compartment, in: &transaction)
        }
        return tokens
    }

    private func table(
        of compartment: Compartment, _ tokens: [Compartment: SearchTokens], _ known: [FacetCode]
    ) -> FacetTable? {
        guard let tokens = tokens[compartment] else { return nil }
        return tables.table(of: compartment, tokens.edition, known) {
            let codes = Facet.allCases.flatMap { facet in facet.codes(lists).map { FacetCode(facet, $0) } }
            return FacetTable(codes + known, tokens)
        }
    }
}

/// The tables of every compartment, made again where there are other events or officers.
private final class FacetTables: Sendable {
    private struct Made {
        let edition: Int64
        let known: [FacetCode]
        let table: FacetTable
    }

    private let made = Mutex<[Compartment: Made]>([:])

    func table(
        of compartment: Compartment, _ edition: Int64, _ known: [FacetCode], make: () -> FacetTable
    ) -> FacetTable {
        if let one = made.withLock({ $0[compartment] }), one.edition == edition, one.known == known {
            return one.table
        }
        let table = make()
        made.withLock { $0[compartment] = Made(edition: edition, known: known, table: table) }
        return table
    }
}
