import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// An officer opens a case from a submission, or from several that tell of the same: one act of a person (DESIGN §4). The case
/// gets its key, the others hear of it, and the submitters learn that it is being looked into.
struct OpenCase: Sendable {
    struct Input: Sendable {
        var submission: SubmissionID
        /// Others that tell of the same.
        var others: [SubmissionID] = []
        /// With all that waits of the same campaign.
        var campaign = false
        var urgency: Urgency
        /// Why it is less urgent than the system found.
        var urgencyReason = ""
        var acts: [String]
        var unEntities: [String]
        var stateOfAct: String?
    }

    let desk: DeskDatabase
    let caseKeys: CaseKeys
    let outbox: Outbox
    let journal: TriageJournal

    func callAsFunction(_ input: Input, by officer: Staff, at now: Date = .now) async throws -> CaseID {
        let id = CaseID(Randomness.uuid(at: now))
        return try await desk.change(.openCase, .case(id), by: officer) { transaction in
            try await store(input, as: id, officer, now, &transaction)
            return id
        }
    }

    /// In the caller's transaction.
    func store(
        _ input: Input, as id: CaseID, _ officer: Staff, _ now: Date, _ transaction: inout Transaction
    ) async throws {
        var ids = [input.submission] + input.others
        if input.campaign { ids += try await TriageQueries.campaign(of: input.submission, in: &transaction) }
        let submissions = try await TriageQueries.lock(ids, in: &transaction)
        guard submissions.allSatisfy({ $0.caseID == nil }) else { throw DeskFailure.alreadyInACase }
        let own = UrgencyDecision.own(submissions)
        let decision = UrgencyDecision(urgency: input.urgency, reason: input.urgencyReason)
        guard decision.isJustified(against: own) else { throw TriageRefusal.urgencyReasonMissing }
        let sealing = CaseSealing(key: try await caseKeys.create(for: id.uuid, in: &transaction))
        let file = try await insert(id, input, submissions, sealing, officer, now, &transaction)
        if decision.lowers(own) {
            let note = TriageNote(text: decision.reason, before: own.rawValue, after: decision.urgency.rawValue)
            try await journal.keep(
                TriageStep(kind: .urgency, submission: input.submission, caseID: id, note: note), by: officer, at: now,
                in: &transaction)
        }
        try await tell(file, sealing, now, &transaction)
    }

    private func insert(
        _ id: CaseID, _ input: Input, _ submissions: [SubmissionRow], _ sealing: CaseSealing, _ officer: Staff,
        _ now: Date, _ transaction: inout Transaction
    ) async throws -> CaseFile {
        try await CaseQueries.insert(
            id, openedAt: now, by: StaffID(officer.id), urgency: input.urgency, compartment: .headquarters,
            status: .screening, firstReceivedAt: submissions.map(\.receivedAt).min() ?? now, in: &transaction)
        try await TriageQueries.move(submissions.map(\.id), to: id, in: &transaction)
        let record = CaseRecord()
        try await CaseQueries.insertVersion(
            id, version: 1, sealed: try sealing.seal(record, of: id), at: now, by: StaffID(officer.id),
            in: &transaction)
        for one in submissions {
            try await journal.keep(
                TriageStep(kind: .linked, submission: one.id, caseID: id), by: officer, at: now, in: &transaction)
        }
        guard let row = try await CaseQueries.find(id, in: &transaction) else { throw DeskFailure.unreadable }
        let coding = FirstCoding(
            acts: input.acts, unEntities: input.unEntities, stateOfAct: input.stateOfAct,
            submissions: submissions.map(\.id.description))
        let writer = RecordWriter(
            records: CaseRecords(), caseID: id, sealing: sealing, officer: StaffID(officer.id), now: now)
        return CaseFile(
            row: row, record: record, assessment: Assessment(items: [], contradictions: []), submissions: submissions,
            coding: try await coding.add(writer, in: &transaction))
    }

    private func tell(
        _ file: CaseFile, _ sealing: CaseSealing, _ now: Date, _ transaction: inout Transaction
    ) async throws {
        try await outbox.append(
            CaseOpened(
                caseID: file.row.id, openedAt: now, urgency: file.row.urgency, compartment: file.row.compartment,
                submissionIDs: file.submissions.map(\.id), sealedFigures: try sealing.figures(file.figures)),
            in: &transaction)
        for submission in file.submissions {
            try await outbox.append(
                MailboxStateChanged(
                    submissionID: submission.id, mailboxID: submission.mailboxID, state: .inVerification,
                    changedAt: now),
                in: &transaction)
        }
    }
}

extension DeskParts {
    var openCase: OpenCase { OpenCase(desk: desk, caseKeys: caseKeys, outbox: outbox, journal: journal) }
}
