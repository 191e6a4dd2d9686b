import CaseModel
import Foundation
import Postgres
import Vault

/// Stores invented submissions sealed, as the desk's own consumer would; what is found by is left to the service.
struct StoreSubmissions {
    let words: InventedWords
    let lists: CodeLists
    let sealing: SharedEncapsulation

    private static let batch = 500

    func callAsFunction(_ numbers: Range<Int>, in database: Database) async throws {
        for start in stride(from: numbers.lowerBound, to: numbers.upperBound, by: Self.batch) {
            let rows = try (start..<min(start + Self.batch, numbers.upperBound)).map(row)
            try await database.execute(
                """
                INSERT INTO submissions (id, received_at, urgency, mailbox_id, compartment, sealed)
                SELECT id, received_at, urgency, mailbox, 'OHCHR_HQ', sealed
                FROM unnest(\(rows.map(\.id)), \(rows.map(\.at)), \(rows.map(\.urgency)), \(rows.map { _ in UUID() }),
                    \(rows.map(\.sealed))) AS new (id, received_at, urgency, mailbox, sealed)
                """)
        }
    }

    /// A submission's id says its number.
    static func id(_ number: Int) -> UUID {
        UUID(uuidString: "00000000-0000-4000-8000-" + String(format: "%012d", number)) ?? UUID()
    }

    private func row(_ number: Int) throws -> (id: UUID, at: Date, urgency: String, sealed: [UInt8]) {
        let told = words.told(number)
        var draft = SubmissionDraft()
        draft.narrative = told.narrative
        draft.affected = told.affected
        draft.place = told.place
        draft.happened = told.happened
        draft.acts = told.acts
        draft.unEntities = told.entities
        draft.stateOfAct = told.state
        draft.language = told.language
        let id = Self.id(number)
        let at = Date.now.addingTimeInterval(-told.ageInDays * 86_400)
        let receipt = SubmissionDraft.Receipt(
            channel: "WEB_FORM", receivedAt: .now, mailboxID: MailboxID(id),
            mailboxKey: KeyBytes(Randomness.bytes(32)))
        guard let content = draft.content(receipt, lists: lists) else {
            throw BenchmarkFailure(errors: draft.errors(lists: lists, now: .now).map(\.field))
        }
        let sealed = try sealing.seal(
            Padding.pad(try content.json()), context: SealContext(table: "submissions", column: "sealed", row: id))
        return (id, at, told.urgency.rawValue, sealed)
    }
}

/// An invented submission that the rules refuse.
struct BenchmarkFailure: Error {
    let errors: [String]
}
