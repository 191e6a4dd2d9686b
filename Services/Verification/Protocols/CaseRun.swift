import CaseModel
import Foundation
import Postgres

/// A case on its way through its protocol, as the desk reads it.
struct CaseRun: Sendable {
    let caseID: CaseID
    let followed: RecordVersion<FollowedProtocol>
    let run: ProtocolRun
    let added: [RecordVersion<AddedStep>]
    /// What happened, the oldest first.
    let events: [RecordVersion<StepRecord>]

    /// What happened to one step, the oldest first.
    func events(of step: String) -> [RecordVersion<StepRecord>] { events.filter { $0.content.step == step } }

    func added(_ step: String) -> RecordVersion<AddedStep>? { added.first { $0.content.step == step } }

    /// When each open step is due, by its place in the run.
    var due: [Int: Date] {
        var due: [Int: Date] = [:]
        for (place, step) in run.steps.enumerated() { due[place] = run.state(of: step.id)?.due }
        return due
    }

    /// The step that an officer adds next.
    var nextAddedStep: String { "added-\(added.count + 1)" }
}

/// Reads how a case stands in its protocol, within the caller's transaction.
struct CaseRuns: Sendable {
    let records: CaseRecords

    /// Nil where the case follows none yet.
    func get(
        _ row: CaseRow, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> CaseRun? {
        let followed = try await records.all(FollowedProtocol.self, of: row.id, sealing, in: &transaction)
        guard let followed = followed.first else { return nil }
        let (code, version) = (followed.content.code, followed.content.version)
        guard let definition = try await ProtocolQueries.version(code, version, in: &transaction) else {
            throw DeskFailure.unreadable
        }
        let added = try await records.all(AddedStep.self, of: row.id, sealing, in: &transaction)
        let events = try await records.all(StepRecord.self, of: row.id, sealing, in: &transaction)
        let run = ProtocolRun(
            definition, openedAt: row.openedAt, added: added.map(\.content.definition),
            events: events.map { record in
                StepEvent(
                    step: record.content.step, kind: record.content.event, at: record.createdAt,
                    by: record.createdBy, reason: record.content.reason)
            })
        return CaseRun(caseID: row.id, followed: followed, run: run, added: added, events: events)
    }
}
