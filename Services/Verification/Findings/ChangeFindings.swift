import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres

/// What every change to the findings of a case has in common: it is refused to the author of a decision that waits and where
/// the case's status does not allow it, the case goes on to a new version, and Reporting hears of it.
struct ChangeFindings: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let outbox: Outbox
    let records = CaseRecords()

    /// A case whose findings are being changed.
    struct Place: Sendable {
        let file: CaseFile
        let sealing: CaseSealing
        let officer: StaffID
        let now: Date

        var id: CaseID { file.row.id }

        func item(_ id: RecordID) throws -> Item {
            guard let item = file.items.first(where: { $0.id == id }) else { throw DeskFailure.notFound }
            return item
        }
    }

    /// - Parameter body: Changes something and returns the record it was, or nil where nothing was changed after all.
    func callAsFunction<R: Sendable>(
        _ action: AuditAction, in caseID: CaseID, by officer: Staff, at now: Date,
        _ body: (Place, inout Transaction) async throws -> (result: R, changed: RecordID?)
    ) async throws -> R {
        try await desk.change(action, .case(caseID), by: officer) { transaction in
            let by = StaffID(officer.id)
            let (file, sealing) = try await files.get(caseID, toChange: true, in: &transaction)
            try await SignedSteps.holdBackAuthor(by, in: caseID, in: &transaction)
            guard Self.allowed.contains(file.row.status) else { throw DeskFailure.stepNotAllowed }
            try await CaseItems.convert(of: caseID, sealing, in: &transaction)
            let place = Place(file: file, sealing: sealing, officer: by, now: now)
            let (result, changed) = try await body(place, &transaction)
            if let changed { try await tell(changed, place, &transaction) }
            return result
        }
    }

    /// Where something can still be found out. A dormant case is woken first, a closed one reopened.
    static let allowed: Set<CaseStatus> = [
        .screening, .awaitingConsent, .awaitingInfo, .verifying, .verified, .actioned, .followUp,
    ]

    private func tell(_ record: RecordID, _ place: Place, _ transaction: inout Transaction) async throws {
        let row = place.file.row
        let status = row.status == .screening ? CaseStatus.verifying : row.status
        guard
            try await CaseQueries.advance(row, to: status, by: place.officer, at: place.now, in: &transaction)
        else { throw DeskFailure.conflict }
        let (after, _) = try await files.get(row.id, in: &transaction)
        try await outbox.append(
            FindingRecorded(
                findingID: FindingID(record.uuid), caseID: row.id, recordedAt: place.now,
                sealedFigures: try place.sealing.figures(after.figures)),
            in: &transaction)
    }
}

extension AuditAction {
    static let recordFinding = AuditAction("finding.record")
    static let reviseFinding = AuditAction("finding.revise")
    static let removeFinding = AuditAction("finding.remove")
    static let gradeFinding = AuditAction("finding.grade")
    static let groupFindings = AuditAction("finding.group")
    static let registerContradiction = AuditAction("contradiction.register")
    static let settleContradiction = AuditAction("contradiction.settle")
    static let recordDissent = AuditAction("case.dissent")
}
