import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// An officer enters what somebody told by telephone, in person, on paper or by mail. It becomes a submission like any
/// other: on the same desk, sealed the same way, with the same urgency, and a person is paged where a life may be at stake.
struct EnterSubmission: Sendable {
    struct Input: Sendable {
        /// Made where it was typed; the same one again is the same entry.
        var entry: UUID
        var draft: SubmissionDraft
        /// Code of list `channel`.
        var channel: String
        /// When it was told.
        var toldAt: Date
        var evidence: [DeclaredEvidence] = []
        /// The number of a printed sheet that the source has been given.
        var sheet: SheetSerial?
    }

    enum Outcome: Sendable {
        case stored(SubmissionID, Handed)
        /// It lay here already, with the same content.
        case again(SubmissionID, Handed)
        /// It lay here already with another content: now both do.
        case version(SubmissionID, Handed)
        case invalid([FieldError])
    }

    /// What the source holds.
    enum Handed: Sendable {
        case nothing
        /// A code to print, shown once.
        case code(ReceiptCode)
        case sheet
        /// The number is none of a sheet, or of one that was used.
        case sheetUnknown
    }

    let desk: DeskDatabase
    let lists: CodeLists
    let open: OpenSubmission
    let sealing: EntrySealing
    let handover: PrepareHandover
    let outbox: Outbox
    let likeness: KeepLikeness

    /// - Parameter printing: Whether a code is to be made where no sheet is named.
    func callAsFunction(
        _ input: Input, by officer: Staff, printing: Bool, at now: Date = .now
    ) async throws -> Outcome {
        let errors = input.draft.errors(lists: lists, now: now)
        guard errors.isEmpty else { return .invalid(errors) }
        let id = SubmissionID(Randomness.uuid(at: now))
        let receipt = SubmissionDraft.Receipt(
            channel: input.channel, receivedAt: min(input.toldAt, now), mailboxID: MailboxID(Randomness.timelessUUID()),
            // There is none until the source has a receipt that no officer has seen.
            mailboxKey: KeyBytes([]), evidence: input.evidence)
        guard let content = input.draft.content(receipt, lists: lists) else { return .invalid([]) }
        return try await desk.change(.takeEntry, .submission(id), by: officer) { transaction in
            // The desk that it goes to need not be the officer's own.
            try await DeskQueries.see([.headquarters] + officer.compartments, in: &transaction)
            try await EntryQueries.hold(input.entry, in: &transaction)
            if let known = try await EntryQueries.find(input.entry, in: &transaction) {
                return try await join(content, known, input, officer, now, &transaction)
            }
            try await store(content, as: id, input.entry, officer, now, &transaction)
            let handed = try await hand(
                id, content.mailboxID, content.receivedAt, input.sheet, officer, printing: printing, now, &transaction)
            return .stored(id, handed)
        }
    }

    private func store(
        _ content: SubmissionContent, as id: SubmissionID, _ entry: UUID, _ officer: Staff, _ now: Date,
        _ transaction: inout Transaction
    ) async throws {
        let submission = SubmissionReceived(
            submissionID: id, mailboxID: content.mailboxID, receivedAt: content.receivedAt, urgency: urgency(content),
            evidenceIDs: content.evidence.map(\.evidenceID),
            sealedSubmission: SealedPart(try sealing.seal(content, as: id)))
        _ = try await SubmissionQueries.insert(submission, compartment: .headquarters, in: &transaction)
        try await likeness(id, content, in: .headquarters, at: now, &transaction)
        // Nobody can be told anything until the source has taken a receipt.
        try await TriageQueries.feedbackRuns(false, for: [id], in: &transaction)
        if !content.evidence.isEmpty {
            try await EvidenceQueries.receive(
                content.evidence.map(\.evidenceID), of: id, at: now, by: StaffID(officer.id), in: &transaction)
        }
        _ = try await EntryQueries.insert(entry, id, at: now, by: StaffID(officer.id), in: &transaction)
        try await alert(submission.urgency, id, now, &transaction)
    }

    /// The same entry came before. Another content is kept beside what there is; nothing is ever written over.
    private func join(
        _ content: SubmissionContent, _ known: EntryRow, _ input: Input, _ officer: Staff, _ now: Date,
        _ transaction: inout Transaction
    ) async throws -> Outcome {
        let id = known.submissionID
        guard let row = try await SubmissionQueries.find(id, in: &transaction) else { throw DeskFailure.notFound }
        let first = try open(row)
        let versions = try await EntryQueries.versions(of: id, in: &transaction)
        let all = [first] + (try versions.map(sealing.open))
        var handed = Handed.nothing
        // What was lost on the way to the browser may come again with a sheet that is not bound yet.
        if input.sheet != nil, known.handover == .none {
            handed = try await hand(
                id, row.mailboxID, row.receivedAt, input.sheet, officer, printing: false, now, &transaction)
        }
        if all.contains(where: { $0.saysTheSame(as: content) }) { return .again(id, handed) }
        let version = Randomness.uuid(at: now)
        try await EntryQueries.insertVersion(
            version, of: id, sealed: try sealing.seal(content, asVersion: version), at: now, by: StaffID(officer.id),
            in: &transaction)
        if !content.evidence.isEmpty {
            try await EvidenceQueries.receive(
                content.evidence.map(\.evidenceID), of: id, at: now, by: StaffID(officer.id), in: &transaction)
        }
        if all.allSatisfy({ urgency($0) > urgency(content) }) {
            try await alert(urgency(content), id, now, &transaction)
        }
        return .version(id, handed)
    }

    private func hand(
        _ id: SubmissionID, _ mailbox: MailboxID, _ receivedAt: Date, _ sheet: SheetSerial?, _ officer: Staff,
        printing: Bool, _ now: Date, _ transaction: inout Transaction
    ) async throws -> Handed {
        let subject = PrepareHandover.Subject(submissionID: id, mailboxID: mailbox, receivedAt: receivedAt)
        if let sheet {
            let isBound = try await handover.bind(
                sheet, to: subject, by: StaffID(officer.id), at: now, in: &transaction)
            return isBound ? .sheet : .sheetUnknown
        }
        guard printing else { return .nothing }
        return .code(try await handover.new(for: subject, by: StaffID(officer.id), at: now, in: &transaction))
    }

    private func urgency(_ content: SubmissionContent) -> Urgency {
        UrgencyRule.score(dangers: content.dangers, acts: content.acts, lists: lists).urgency
    }

    /// As for what comes by the public door: an alert does not wait for a case.
    private func alert(
        _ urgency: Urgency, _ id: SubmissionID, _ now: Date, _ transaction: inout Transaction
    ) async throws {
        guard urgency.pagesAPerson else { return }
        try await outbox.append(
            AlertRaised(
                alertID: AlertID(Randomness.timelessUUID()), raisedAt: now, urgency: urgency,
                compartment: .headquarters, submissionID: id),
            in: &transaction)
    }
}

extension AuditAction {
    static let takeEntry = AuditAction("entry.take")
}

extension SubmissionContent {
    /// Whether what was told is the same, whenever and under whichever names it was stored.
    func saysTheSame(as other: SubmissionContent) -> Bool {
        var one = self
        one.receivedAt = other.receivedAt
        one.mailboxID = other.mailboxID
        one.mailboxKey = other.mailboxKey
        one.evidence = other.evidence
        return one == other && evidence.map(\.sha256) == other.evidence.map(\.sha256)
    }
}
