import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// One kind of record as officers write it: the fields of its form, and the record that they tell of.
protocol RecordForm: Sendable {
    associatedtype Content: CaseRecordContent

    /// The last step of its address: `/desk/cases/{id}/people`.
    static var path: String { get }
    /// The section that shows it.
    static var section: CaseSection { get }
    static var saving: AuditAction { get }
    static var removing: AuditAction { get }
    /// Whether anything of it is counted by Reporting.
    static var isCounted: Bool { get }
    /// Whether a case has one at most; it is written at its path, not below it.
    static var isSingle: Bool { get }
    /// What a form for a new one, and one for one that stands, is called.
    static var adding: Phrase { get }
    static var changing: Phrase { get }

    /// The inputs, without form and button.
    func inputs(_ fields: FormFields, _ about: RecordSurroundings) -> HTML
    /// A record as its form shows it.
    func state(of content: Content) -> FormState
    /// What a form for a new record shows at first.
    func fresh(_ about: RecordSurroundings) -> FormState
    /// What the fields tell of; throws what is wrong with them.
    func parse(_ fields: Fields, _ about: RecordSurroundings, at now: Date) throws(FormErrors) -> Content
    /// Throws what is wrong with it that only the database knows.
    func check(_ content: Content, in transaction: inout Transaction) async throws
    /// Stores what was typed beside a new record.
    func addMore(
        beside id: RecordID, _ fields: Fields, _ about: RecordSurroundings, _ writer: RecordWriter,
        in transaction: inout Transaction
    ) async throws
    /// Takes away what makes no sense without the record, or throws why it cannot go.
    func removeMore(
        beside id: RecordID, _ about: RecordSurroundings, _ writer: RecordWriter, in transaction: inout Transaction
    ) async throws
}

extension RecordForm {
    static var isCounted: Bool { true }
    static var isSingle: Bool { false }

    func fresh(_ about: RecordSurroundings) -> FormState { FormState() }

    func check(_ content: Content, in transaction: inout Transaction) async throws {}

    func addMore(
        beside id: RecordID, _ fields: Fields, _ about: RecordSurroundings, _ writer: RecordWriter,
        in transaction: inout Transaction
    ) async throws {}

    func removeMore(
        beside id: RecordID, _ about: RecordSurroundings, _ writer: RecordWriter, in transaction: inout Transaction
    ) async throws {}
}

/// What a record's form knows of the case around it.
struct RecordSurroundings: Sendable {
    var row: CaseRow
    var coding: CaseCoding
    var submissions: [SubmissionRow]
    /// The record that the form is about; nil for a new one.
    var record: RecordID?
    /// UN events to choose from, where the form has use for them.
    var events: [Choice] = []

    var submissionIDs: [String] { submissions.map(\.id.description) }
}

/// Writes records of one case in one transaction, for one officer.
struct RecordWriter: Sendable {
    let records: CaseRecords
    let caseID: CaseID
    let sealing: CaseSealing
    let officer: StaffID
    let now: Date

    func add(_ content: some CaseRecordContent, in transaction: inout Transaction) async throws -> RecordID {
        try await records.add(content, to: caseID, sealing, by: officer, at: now, in: &transaction)
    }

    func revise(
        _ id: RecordID, seen: Int, to content: some CaseRecordContent, in transaction: inout Transaction
    ) async throws -> Revision {
        try await records.revise(
            id, seen: seen, to: content, in: caseID, sealing, by: officer, at: now, in: &transaction)
    }

    func remove<Content: CaseRecordContent>(
        _ type: Content.Type, _ id: RecordID, seen: Int, because reason: String, in transaction: inout Transaction
    ) async throws {
        try await records.remove(
            type, id, seen: seen, because: reason, in: caseID, sealing, by: officer, at: now, in: &transaction)
    }

    func all<Content: CaseRecordContent>(
        _ type: Content.Type, in transaction: inout Transaction
    ) async throws -> [RecordVersion<Content>] {
        try await records.all(type, of: caseID, sealing, in: &transaction)
    }
}
