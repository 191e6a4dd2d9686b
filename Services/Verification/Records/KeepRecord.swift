import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
import Web

/// Adds, changes and removes the records of one kind: each in one transaction with the word to Reporting, where it counts.
struct KeepRecord<Form: RecordForm>: Sendable {
    let parts: DeskParts
    let form: Form

    func add(
        _ fields: Fields, to caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> RecordID {
        try await change(Form.saving, caseID, by: officer, at: now) { about, writer, transaction in
            let content = try form.parse(fields, about, at: now)
            try await form.check(content, in: &transaction)
            // Of what a case has once, somebody else was faster.
            if Form.isSingle, try await !writer.all(Form.Content.self, in: &transaction).isEmpty {
                throw DeskFailure.conflict
            }
            let id = try await writer.add(content, in: &transaction)
            try await form.addMore(beside: id, fields, about, writer, in: &transaction)
            return id
        }
    }

    /// - Parameter seen: The version that the officer had before them.
    func revise(
        _ id: RecordID, seen: Int, _ fields: Fields, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> Revision {
        try await change(Form.saving, caseID, by: officer, at: now) { about, writer, transaction in
            var about = about
            about.record = id
            let content = try form.parse(fields, about, at: now)
            try await form.check(content, in: &transaction)
            let revision = try await writer.revise(id, seen: seen, to: content, in: &transaction)
            if case .saved(_, let merged) = revision, !merged.isEmpty {
                try await checkMerged(id, about, writer, in: &transaction)
            }
            return revision
        }
    }

    /// What two people changed may each be right and not fit together: then it is for a person to put right, and nothing
    /// is stored.
    private func checkMerged(
        _ id: RecordID, _ about: RecordSurroundings, _ writer: RecordWriter, in transaction: inout Transaction
    ) async throws {
        let stored: RecordVersion<Form.Content> = try await parts.records.get(
            id, of: writer.caseID, writer.sealing, in: &transaction)
        var fields = Fields()
        for (name, values) in form.state(of: stored.content).values {
            for value in values { fields.append(name, value) }
        }
        do { _ = try form.parse(fields, about, at: writer.now) } catch { throw DeskFailure.conflict }
    }

    func remove(
        _ id: RecordID, seen: Int, because reason: String, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await change(Form.removing, caseID, by: officer, at: now) { about, writer, transaction in
            try await form.removeMore(beside: id, about, writer, in: &transaction)
            try await writer.remove(Form.Content.self, id, seen: seen, because: reason, in: &transaction)
        }
    }

    private func change<R: Sendable>(
        _ action: AuditAction, _ caseID: CaseID, by officer: Staff, at now: Date,
        _ body: (RecordSurroundings, RecordWriter, inout Transaction) async throws -> R
    ) async throws -> R {
        try await parts.desk.change(action, .case(caseID), by: officer) { transaction in
            let (about, sealing) = try await parts.surroundings(caseID, toChange: true, in: &transaction)
            let writer = RecordWriter(
                records: parts.records, caseID: caseID, sealing: sealing, officer: StaffID(officer.id), now: now)
            let result = try await body(about, writer, &transaction)
            if Form.section == .people || Form.section == .risk {
                try await parts.notices.refresh(caseID, sealing, at: now, in: &transaction)
            }
            if Form.isCounted { try await parts.tellChange(of: caseID, at: now, in: &transaction) }
            return result
        }
    }
}

extension DeskParts {
    /// A case as the forms of its records see it.
    func surroundings(
        _ id: CaseID, toChange: Bool = false, in transaction: inout Transaction
    ) async throws -> (RecordSurroundings, CaseSealing) {
        let (row, sealing) = try await files.row(id, toChange: toChange, in: &transaction)
        let about = RecordSurroundings(
            row: row, coding: try await CaseCoding.read(id, sealing, in: &transaction),
            submissions: try await SubmissionQueries.ofCase(id, in: &transaction))
        return (about, sealing)
    }

    /// Tells Reporting what the case's figures are now.
    func tellChange(of id: CaseID, at now: Date, in transaction: inout Transaction) async throws {
        let (file, sealing) = try await files.get(id, in: &transaction)
        try await outbox.append(
            CaseChanged(
                caseID: id, changedAt: now, urgency: file.row.urgency,
                sealedFigures: try sealing.figures(file.figures)),
            in: &transaction)
    }
}
