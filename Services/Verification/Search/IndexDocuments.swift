import CaseModel
import Foundation
import Postgres
import ServiceRuntime
import Vault

/// Makes the rows by which submissions and cases are found, from what lies sealed.
///
/// Every change of a submission or a case leaves a row in a queue, in its own transaction (triggers). Here such rows are
/// taken, what they name is read whole and indexed anew, and they go in the transaction that writes it: nothing is lost,
/// and doing it twice changes nothing.
struct IndexDocuments: Sendable {
    let keys: SearchKeys
    let sources: SourceFiles
    let files: CaseFiles
    let entries: EntrySealing
    let lists: CodeLists
    /// Encodings that are nobody's name.
    let common: Set<String>
    /// As the role that opens content, one compartment at a time.
    let database: Database
    /// As the role that may write the index, and sees which compartments wait.
    let system: Database

    static let batch = 50

    /// Until nothing waits. Returns how many documents it has indexed.
    @discardableResult
    func all(at now: Date = .now) async throws -> Int {
        var count = 0
        for compartment in try await IndexQueries.waiting(in: system) {
            while let done = try await some(of: compartment, at: now), done > 0 { count += done }
        }
        return count
    }

    /// Queues what has no row yet, or one that was made otherwise.
    @discardableResult
    func queueMissing() async throws -> Int {
        var count = 0
        for compartment in try await IndexQueries.compartments(in: system) {
            let edition = try await system.transaction { try await keys.tokens(of: compartment, in: &$0).edition }
            count += try await IndexQueries.queueMissing(in: compartment, edition: edition, in: system)
        }
        return count
    }

    /// One batch; nil where another process is indexing. Where something in it cannot be read at all, one by one, without
    /// that.
    private func some(of compartment: Compartment, limit: Int = batch, at now: Date) async throws -> Int? {
        do {
            return try await take(limit, of: compartment, at: now) { try await read($0, in: compartment, at: now) }
        } catch let error as PostgresError {
            throw error
        } catch  where limit > 1 {
            return try await some(of: compartment, limit: 1, at: now)
        } catch {
            return try await take(1, of: compartment, at: now) { _ in [] }
        }
    }

    private func take(
        _ limit: Int, of compartment: Compartment, at now: Date,
        _ read: ([QueuedDocument]) async throws -> [IndexedDocument]
    ) async throws -> Int? {
        try await system.transaction { transaction in
            guard try await IndexQueries.lead(in: &transaction) else { return nil }
            let queued = try await IndexQueries.next(of: compartment, limit: limit, in: &transaction)
            guard !queued.isEmpty else { return 0 }
            let documents = try await read(queued)
            try await IndexQueries.put(documents, in: compartment, at: now, in: &transaction)
            try await IndexQueries.done(queued, in: &transaction)
            return queued.count
        }
    }

    private func read(
        _ queued: [QueuedDocument], in compartment: Compartment, at now: Date
    ) async throws -> [IndexedDocument] {
        try await database.transaction { transaction in
            // What describes people is found by its codes alone, by those who may read it (`Facet.permission`).
            try await DeskQueries.see([compartment], descriptors: true, in: &transaction)
            let tokens = try await keys.tokens(of: compartment, in: &transaction)
            var documents: [IndexedDocument] = []
            let rows = try await IndexQueries.submissions(Set(queued.compactMap(\.submissionID)), in: &transaction)
            let groups = try await LikenessQueries.find(rows.map(\.id), in: &transaction)
            let officers = try await IndexQueries.officers(of: rows.map(\.id), in: &transaction)
            let first = try await IndexQueries.first(of: rows.compactMap(\.caseID), in: &transaction)
            for file in try await sources.get(rows, in: &transaction) {
                let versions = try await EntryQueries.versions(of: file.row.id, in: &transaction)
                var findable = Findable(file, versions: versions.compactMap { try? entries.open($0) }, lists)
                findable.add(.officer, officers[file.row.id]?.description)
                let facts = PatternFacts(
                    file, first: file.row.caseID.flatMap { first[$0] },
                    textGroup: groups.first { $0.submission == file.row.id }?.textGroup, common: common, lists)
                documents.append(
                    try document(.submission(file.row.id), file.row.urgency, facts, findable, compartment, tokens, now))
            }
            for id in Set(queued.compactMap(\.caseID)) {
                guard let (row, findable, facts) = try await readCase(id, in: &transaction) else { continue }
                documents.append(try document(.file(id), row.urgency, facts, findable, compartment, tokens, now))
            }
            return documents
        }
    }

    /// Nil where it is not there any more, lies in another compartment now, or cannot be opened.
    private func readCase(
        _ id: CaseID, in transaction: inout Transaction
    ) async throws -> (CaseRow, Findable, PatternFacts)? {
        do {
            let (file, sealing) = try await files.get(id, in: &transaction)
            let records = try await IndexQueries.records(of: id, in: &transaction)
            let fields = try records.map { (kind: $0.kind, fields: try sealing.fields($0).content) }
            let facts = PatternFacts(file, records: fields, common: common, lists)
            return (file.row, Findable(file, records: fields, lists), facts)
        } catch is DeskFailure {
            return nil
        } catch is VaultError {
            return nil
        }
    }

    private func document(
        _ subject: IndexedDocument.Subject, _ urgency: Urgency, _ facts: PatternFacts, _ findable: Findable,
        _ compartment: Compartment, _ tokens: SearchTokens, _ now: Date
    ) throws -> IndexedDocument {
        var findable = findable
        findable.add(.compartment, compartment.code)
        let row = tokens.row(findable)
        let isRecent = now.timeIntervalSince(facts.reportedAt) < WatchPatterns.horizon
        return IndexedDocument(
            subject: subject, urgency: urgency, happenedAt: facts.reportedAt, edition: tokens.edition,
            tokens: row.tokens, facets: row.facets, pattern: isRecent ? try tokens.sealed(facts, of: subject) : nil)
    }
}

extension IndexDocuments {
    init(_ parts: DeskParts, database: Database, system: Database) {
        self.init(
            keys: SearchKeys(parts.keys), sources: parts.sources, files: parts.files,
            entries: EntrySealing(keys: parts.keys), lists: parts.lists,
            common: LikenessRule.commonEncodings(lists: parts.lists), database: database, system: system)
    }
}

/// Indexes what waits, every second; and at the start, and each hour, looks for what is not indexed at all.
struct Indexing: Service {
    let name = "search-index"
    let index: IndexDocuments
    let logger: Logger

    private static let pause = Duration.seconds(1)
    private static let looksBetweenSweeps = 3_600

    func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        var looks = 0
        repeat {
            do {
                if looks % Self.looksBetweenSweeps == 0 { try await index.queueMissing() }
                let count = try await index.all()
                if count >= IndexDocuments.batch { logger.info("Indexed for search", [.count: .count(count)]) }
                looks += 1
            } catch {
                logger.warning("Could not index for search", [.error: .error(error)])
            }
        } while await lifetime.pause(Self.pause)
    }
}
