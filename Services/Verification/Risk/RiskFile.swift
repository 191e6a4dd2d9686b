import CaseModel
import Foundation
import Postgres

/// All that stands of risk in a case.
struct RiskFile: Sendable {
    var risks: [RecordVersion<Risk>] = []
    var changes: [RecordVersion<RiskChange>] = []
    var signatures: [RecordVersion<RiskSignature>] = []
    var specialists: [RecordVersion<Specialist>] = []

    static func read(
        _ id: CaseID, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> RiskFile {
        var file = RiskFile()
        let kinds = [Risk.kind, RiskChange.kind, RiskSignature.kind, Specialist.kind]
        for row in try await RecordQueries.all(kinds, of: id, in: &transaction) {
            switch row.kind {
            case Risk.kind: file.risks.append(try sealing.open(row))
            case RiskChange.kind: file.changes.append(try sealing.open(row))
            case RiskSignature.kind: file.signatures.append(try sealing.open(row))
            case Specialist.kind: file.specialists.append(try sealing.open(row))
            default: break
            }
        }
        return file
    }

    /// The case's level: the highest of what was assessed; nil where nothing was.
    var current: RiskLevel? { risks.map(\.content.residual).max() }

    /// The second person who signed the version that stands.
    func signature(of risk: RecordVersion<Risk>) -> RecordVersion<RiskSignature>? {
        signatures.first { $0.content.risk == risk.id && $0.content.version == risk.version }
    }

    func awaitsSignature(_ risk: RecordVersion<Risk>) -> Bool {
        risk.content.residual.needsSecondApprover && signature(of: risk) == nil
    }

    // MARK: Whether it still holds

    /// When what an assessment rests on last changed.
    private func changed(since risk: RecordVersion<Risk>, _ ledger: ConsentLedger) -> [RiskRule.Change: Date] {
        var times: [RiskRule.Change: Date] = [:]
        times[.consent] = ledger.changedAt
        for change in changes {
            times[change.content.change] = max(times[change.content.change] ?? .distantPast, change.savedAt)
        }
        let moved = ledger.people.people.filter { person in
            risk.content.legal[person.id.description].map { $0 != person.legalFingerprint }
                ?? !person.legalStatuses.isEmpty
        }
        times[.legalStatus] = moved.map(\.savedAt).max()
        return times
    }

    func outdated(_ risk: RecordVersion<Risk>, _ ledger: ConsentLedger, at now: Date) -> [RiskRule.Change] {
        RiskRule.outdated(
            risk.content.assessment(at: risk.savedAt), changes: changed(since: risk, ledger), now: now)
    }

    /// From when on an assessment no longer holds: since something changed, or when its time is over.
    func occasions(_ ledger: ConsentLedger, at now: Date) -> [CaseNotice.Occasion] {
        risks.map { risk in
            let changed = changed(since: risk, ledger).values.filter { $0 > risk.savedAt }.min()
            let end = min(risk.content.validUntil, RiskRule.latestEnd(risk.savedAt))
            return CaseNotice.Occasion(
                kind: .riskToReassess, about: risk.id.uuid, dueAt: min(changed ?? end, end),
                urgency: risk.content.residual >= .r3 ? .u2 : .u3)
        }
    }

    // MARK: Who must be there

    func topics(_ people: CasePeople) -> [SpecialistRule.Topic] {
        SpecialistRule.topics(
            ageBands: people.people.compactMap(\.ageBand), descriptors: people.people.flatMap(\.descriptors),
            acts: people.acts)
    }
}
