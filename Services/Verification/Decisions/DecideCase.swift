import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// The officer in charge decides what the case amounts to, and answers the source.
///
/// What is signed here is what the rule of DOMAIN.md C.1 makes of the findings. A decision that departs from it needs a
/// second signature, and so does V4: neither can be had from one person.
struct DecideCase: Sendable {
    struct Input: Sendable {
        /// The version of the case that the officer has seen.
        var version: Int
        var next: CaseStatus
        var nexus: NexusStrength
        var reason: String
        var answer: String
        var answerLanguage: String
    }

    /// What a case may become by a decision (DOMAIN.md B.6). Waiting for more is none: the case stays open.
    static let choices: [CaseStatus] = [.verified, .closedUnsubstantiated]

    let desk: DeskDatabase
    let files: CaseFiles
    let sources: SourceFiles
    let outbox: Outbox

    func callAsFunction(_ input: Input, on caseID: CaseID, by officer: Staff, at now: Date = .now) async throws {
        try await desk.change(.decideCase, .case(caseID), by: officer) { transaction in
            let (file, sealing) = try await files.get(caseID, toChange: true, in: &transaction)
            guard file.row.version == input.version else { throw DeskFailure.conflict }
            guard Self.choices.contains(input.next), file.row.status.mayBecome(input.next) else {
                throw DeskFailure.stepNotAllowed
            }
            try await store(input, file, sealing, officer, now, &transaction)
            let (after, _) = try await files.get(caseID, in: &transaction)
            try await outbox.append(
                CaseDecided(
                    caseID: caseID, decidedAt: now, compartment: file.row.compartment,
                    sealedFigures: try sealing.figures(after.figures)),
                in: &transaction)
            for source in try await sources.get(file.submissions, in: &transaction) {
                try await answer(source, input, officer, now, &transaction)
            }
        }
    }

    private func store(
        _ input: Input, _ file: CaseFile, _ sealing: CaseSealing, _ officer: Staff, _ now: Date,
        _ transaction: inout Transaction
    ) async throws {
        var record = file.record
        record.nexus = input.nexus
        record.decision = .init(verification: file.suggestion.status, reason: input.reason)
        let id = file.row.id
        let by = StaffID(officer.id)
        guard
            try await CaseQueries.advance(
                file.row, to: input.next, decides: true, by: by, at: now, in: &transaction)
        else {
            throw DeskFailure.conflict
        }
        try await CaseQueries.insertVersion(
            id, version: file.row.version + 1, sealed: try sealing.seal(record, of: id), at: now, by: by,
            in: &transaction)
    }

    /// Writes to one source. Where the mailbox was burnt, or is not taken yet, the decision stands all the same, and the
    /// case's page says why nobody was told.
    private func answer(
        _ source: SourceFile, _ input: Input, _ officer: Staff, _ now: Date, _ transaction: inout Transaction
    ) async throws {
        guard case .open = source.mailbox else { return }
        let message = SourceMessage(
            messageID: MessageID(Randomness.uuid(at: now)), sentAt: now, language: input.answerLanguage,
            text: input.answer)
        try await WriteToSource(desk: desk, files: sources, outbox: outbox)
            .send(message, to: source, by: StaffID(officer.id), in: &transaction)
        try await outbox.append(
            MailboxStateChanged(
                submissionID: source.row.id, mailboxID: source.row.mailboxID, state: .answered, changedAt: now),
            in: &transaction)
    }
}
