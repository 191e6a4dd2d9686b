import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import Vault
import Web

/// An officer writes into the ledger what a person said. Lines are added and never changed; only what differs from what stands
/// becomes one. Whatever is taken back blocks in the same transaction, also where the case is closed.
struct WriteConsent: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let ledger: ReadLedger
    let outbox: Outbox
    let notices: CaseNotices
    let records = CaseRecords()

    enum Outcome: Sendable, Equatable {
        case written
        /// Everything that was said stands already.
        case nothingNew
    }

    /// - Parameter isReconfirmed: Whether the person was asked again: then what they say is a new line although it says the
    ///   same. Throws `FormErrors` where something is missing.
    func callAsFunction(
        _ statement: ConsentStatement, isReconfirmed: Bool = false, in caseID: CaseID, by officer: Staff,
        at now: Date = .now
    ) async throws -> Outcome {
        try await desk.change(.recordConsent, .case(caseID), by: officer) { transaction in
            let (row, sealing) = try await files.row(caseID, toChange: true, evenClosed: true, in: &transaction)
            let before = try await ledger(caseID, sealing, in: &transaction)
            let open = try await NoticeQueries.of(caseID, in: &transaction).filter { $0.settledAt == nil }
            try Self.check(statement, before, open, now)
            var statement = statement
            if !isReconfirmed { statement.purposes = before.news(in: statement) }
            guard !statement.purposes.isEmpty else { return .nothingNew }
            let id = try await records.add(
                statement, to: caseID, sealing, by: StaffID(officer.id), at: now, in: &transaction)
            // What came through the mailbox was said when it arrived.
            if statement.purposes.values.contains(.withdrawn), statement.submission == nil {
                try await NoticeQueries.raise(
                    .init(kind: .consentWithdrawn, about: id.uuid, dueAt: now, urgency: .u2), of: caseID,
                    in: &transaction)
            }
            // Whatever is about to leave stops before anything else is said.
            if statement.purposes.values.contains(.withdrawn), statement.submission == nil {
                try await outbox.append(ConsentWithdrawn(caseID: caseID, changedAt: now), in: &transaction)
            }
            try await tell(row, sealing, now, &transaction)
            return .written
        }
    }

    /// The senior official signs a decision in the best interests of somebody for whom nobody can speak. Throws
    /// `stepNotAllowed` where there is nothing to sign or the officer may not.
    func sign(_ id: RecordID, in caseID: CaseID, by officer: Staff, at now: Date = .now) async throws {
        try await desk.change(.signConsent, .case(caseID), by: officer) { transaction in
            let (row, sealing) = try await files.row(caseID, toChange: true, evenClosed: true, in: &transaction)
            let stored: RecordVersion<ConsentStatement> = try await records.get(
                id, of: caseID, sealing, toChange: true, in: &transaction)
            let signer = StaffID(officer.id)
            guard stored.createdBy != signer else { throw CaseRefusal.ownReview }
            guard stored.content.awaitsSignature, officer.roles.contains(.asg) else {
                throw DeskFailure.stepNotAllowed
            }
            var signed = stored.content
            (signed.signedBy, signed.signedAt) = (signer, now)
            _ = try await records.revise(
                id, seen: stored.version, to: signed, in: caseID, sealing, by: signer, at: now, in: &transaction)
            try await tell(row, sealing, now, &transaction)
        }
    }

    /// Somebody has seen what a source took back through the mailbox: the others hear how everybody stands since.
    func tellStanding(of caseID: CaseID, at now: Date, in transaction: inout Transaction) async throws {
        let (row, sealing) = try await files.row(caseID, toChange: true, evenClosed: true, in: &transaction)
        try await tell(row, sealing, now, &transaction)
    }

    private func tell(
        _ row: CaseRow, _ sealing: CaseSealing, _ now: Date, _ transaction: inout Transaction
    ) async throws {
        let after = try await notices.refresh(row.id, sealing, at: now, in: &transaction)
        let summary = after.summary(at: now)
        try await outbox.append(
            ConsentChanged(
                caseID: row.id, changedAt: now, sealedConsent: try sealing.brief(summary, row.id),
                sealedStatistics: try sealing.statistics(StatisticsConsent(summary), of: row.id)),
            in: &transaction)
    }

    private static func check(
        _ statement: ConsentStatement, _ ledger: ConsentLedger, _ open: [CaseNotice], _ now: Date
    ) throws(FormErrors) {
        var errors = FormErrors()
        guard let person = ledger.people.person(statement.subject) else {
            errors.add("subject", Phrase("field.unknown_code"))
            throw errors
        }
        for finding in ConsentStatementRule.problems(statement, isChild: person.isChild, now: now) {
            errors.add(finding.purpose ?? ConsentForm.field(of: finding.problem), ConsentWords.phrase(finding.problem))
        }
        for purpose in unread(statement, ledger, open) {
            errors.add(purpose.rawValue, Phrase("consent.problem.withdrawal_unread"))
        }
        try errors.check()
    }

    /// Purposes that the statement gives after the source took them back, which nobody has seen yet: whoever was asked before
    /// the withdrawal came must not undo it.
    private static func unread(
        _ statement: ConsentStatement, _ ledger: ConsentLedger, _ open: [CaseNotice]
    ) -> [ConsentPurpose] {
        let unseen = Set(open.filter { $0.occasion.kind == .consentWithdrawn }.map(\.occasion.about))
        let taken = ledger.withdrawals.filter { withdrawal in
            withdrawal.people.contains(statement.subject)
                && withdrawal.withdrawal.update.map { unseen.contains($0.uuid) } == true
        }
        return statement.lines.filter { line in
            line.status.isPermission
                && taken.contains { $0.withdrawal.at <= line.saidAt && $0.withdrawal.purposes.contains(line.purpose) }
        }.map(\.purpose)
    }
}

extension CaseSealing {
    /// For Notification, under the key that follows from the case's for briefs.
    func brief(_ summary: ConsentSummary, _ id: CaseID) throws -> SealedPart {
        let derived = CaseSealing(key: try key.part(.brief))
        return SealedPart(try derived.seal(summary, SealContext(table: "cases", column: "consent", row: id.uuid)))
    }
}

extension AuditAction {
    static let recordConsent = AuditAction("consent.record")
    static let signConsent = AuditAction("consent.sign")
}
