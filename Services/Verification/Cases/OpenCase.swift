import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// An officer opens a case from a submission: one act of a person (DESIGN §4). The case gets its key, the others hear of
/// it, and the submitter learns that it is being looked into.
struct OpenCase: Sendable {
    struct Input: Sendable {
        var submission: SubmissionID
        var urgency: Urgency
        var acts: [String]
        var unEntities: [String]
        var stateOfAct: String?
    }

    let desk: DeskDatabase
    let caseKeys: CaseKeys
    let outbox: Outbox

    func callAsFunction(_ input: Input, by officer: Staff, at now: Date = .now) async throws -> CaseID {
        let id = CaseID(Randomness.uuid(at: now))
        return try await desk.change(.openCase, .case(id), by: officer) { transaction in
            guard let submission = try await SubmissionQueries.find(input.submission, in: &transaction) else {
                throw DeskFailure.notFound
            }
            let key = try await caseKeys.create(for: id.uuid, in: &transaction)
            let file = try await store(id, input, submission, CaseSealing(key: key), officer, now, &transaction)
            try await tell(file, submission, CaseSealing(key: key), now, &transaction)
            return id
        }
    }

    private func store(
        _ id: CaseID, _ input: Input, _ submission: SubmissionRow, _ sealing: CaseSealing, _ officer: Staff,
        _ now: Date, _ transaction: inout Transaction
    ) async throws -> CaseFile {
        try await CaseQueries.insert(
            id, openedAt: now, by: StaffID(officer.id), urgency: input.urgency, compartment: .headquarters,
            status: .screening, in: &transaction)
        guard try await SubmissionQueries.assign(submission.id, to: id, in: &transaction) else {
            throw DeskFailure.alreadyInACase
        }
        let record = CaseRecord()
        try await CaseQueries.insertVersion(
            id, version: 1, sealed: try sealing.seal(record, of: id), at: now, by: StaffID(officer.id),
            in: &transaction)
        guard let row = try await CaseQueries.find(id, in: &transaction) else { throw DeskFailure.unreadable }
        let coding = FirstCoding(
            acts: input.acts, unEntities: input.unEntities, stateOfAct: input.stateOfAct,
            submissions: [submission.id.description])
        let writer = RecordWriter(
            records: CaseRecords(), caseID: id, sealing: sealing, officer: StaffID(officer.id), now: now)
        return CaseFile(
            row: row, record: record, assessment: Assessment(items: [], contradictions: []), submissions: [submission],
            coding: try await coding.add(writer, in: &transaction))
    }

    private func tell(
        _ file: CaseFile, _ submission: SubmissionRow, _ sealing: CaseSealing, _ now: Date,
        _ transaction: inout Transaction
    ) async throws {
        try await outbox.append(
            CaseOpened(
                caseID: file.row.id, openedAt: now, urgency: file.row.urgency, compartment: file.row.compartment,
                submissionIDs: [submission.id], sealedFigures: try sealing.figures(file.figures)),
            in: &transaction)
        try await outbox.append(
            MailboxStateChanged(
                submissionID: submission.id, mailboxID: submission.mailboxID, state: .inVerification, changedAt: now),
            in: &transaction)
    }
}
