import Accounts
import Audit
import CaseModel
import Foundation
import Postgres
import ProtocolFiles

/// What officers do with the protocol of a case: take one, move to another version, note what became of its steps, and add
/// steps that this case needs.
struct FollowProtocol: Sendable {
    /// Why nothing was changed.
    enum Refusal: Error, Sendable, Equatable {
        case run(ProtocolRun.Refusal)
        /// A step that asks for something to lie with the case is done only with it.
        case evidenceMissing
        case unknownProtocol
        /// The case follows this version already.
        case nothingNew
        case reasonMissing
        /// The file says something else than it did when a case began with this version.
        case versionReused
        case noProtocol
        /// The step belongs to another role.
        case roleMissing
        /// The step belongs to a role that opens no cases: who did it has to be said.
        case holderUnsaid
    }

    let desk: DeskDatabase
    let files: CaseFiles
    let records: CaseRecords
    let library: ProtocolLibrary
    let keys: SearchKeys

    private var runs: CaseRuns { CaseRuns(records: records) }

    /// The newest version of a protocol, for a case that follows none, an older one or another.
    ///
    /// - Parameter seen: The version of the case's record of its protocol that the officer had before them; 0 where none.
    func callAsFunction(
        _ code: String, reason: String, seen: Int, on caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        guard let definition = library.find(code) else { throw Refusal.unknownProtocol }
        try await change(.followProtocol, caseID, by: officer, at: now) { row, sealing, transaction in
            let current = try await runs.get(row, sealing, in: &transaction)
            guard (current?.followed.version ?? 0) == seen else { throw DeskFailure.conflict }
            guard try await ProtocolQueries.keep(definition, at: now, in: &transaction) else {
                throw Refusal.versionReused
            }
            let entities = try await entities(of: row, sealing, in: &transaction)
            if current != nil || library.suggested(for: entities) != definition, reason.isEmpty {
                throw Refusal.reasonMissing
            }
            let content = FollowedProtocol(code: definition.code, version: definition.version, reason: reason)
            guard let current else {
                _ = try await records.add(
                    content, to: row.id, sealing, by: StaffID(officer.id), at: now, in: &transaction)
                return
            }
            guard current.run.definition != definition else { throw Refusal.nothingNew }
            _ = try await records.revise(
                current.followed.id, seen: current.followed.version, to: content, in: row.id, sealing,
                by: StaffID(officer.id), at: now, in: &transaction)
        }
    }

    /// Notes what happened to a step. The reason and the evidence are kept as they were typed.
    func note(
        _ record: StepRecord, on caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await change(.noteStep, caseID, by: officer, at: now) { row, sealing, transaction in
            guard let current = try await runs.get(row, sealing, in: &transaction) else { throw Refusal.noProtocol }
            try Self.check(record, current.run, by: officer, at: now)
            _ = try await records.add(
                record, to: row.id, sealing, by: StaffID(officer.id), at: now, in: &transaction)
        }
    }

    /// Adds a step to this case alone, behind those of the protocol.
    func add(_ step: AddedStep, on caseID: CaseID, by officer: Staff, at now: Date = .now) async throws {
        try await change(.addStep, caseID, by: officer, at: now) { row, sealing, transaction in
            guard let current = try await runs.get(row, sealing, in: &transaction) else { throw Refusal.noProtocol }
            guard Set(current.run.steps.map(\.id)).isSuperset(of: step.after) else {
                throw Refusal.run(.unknownStep)
            }
            var step = step
            step.step = current.nextAddedStep
            _ = try await records.add(step, to: row.id, sealing, by: StaffID(officer.id), at: now, in: &transaction)
        }
    }

    static func check(
        _ record: StepRecord, _ run: ProtocolRun, by officer: Staff, at now: Date
    ) throws(Refusal) {
        var run = run
        let step = run.steps.first { $0.id == record.step }
        let problem = step.flatMap {
            StepHolder.problem(record.event, $0, reason: record.reason, roles: officer.roles)
        }
        if let problem { throw problem }
        let event = StepEvent(
            step: record.step, kind: record.event, at: now, by: StaffID(officer.id), reason: record.reason)
        do throws(ProtocolRun.Refusal) { try run.add(event) } catch { throw .run(error) }
        if record.event == .done, step?.evidence.isEmpty == false, record.evidence.allSatisfy(\.isWhitespace) {
            throw .evidenceMissing
        }
    }

    /// The UN entities that the case's cooperation names.
    func entities(
        of row: CaseRow, _ sealing: CaseSealing, in transaction: inout Transaction
    ) async throws -> [String] {
        let cooperations: [RecordVersion<Cooperation>] = try await records.all(
            Cooperation.self, of: row.id, sealing, in: &transaction)
        return CaseCoding.once(cooperations.map(\.content.entity))
    }

    /// Changes something of an open case, and sets its clocks by what stands then.
    private func change(
        _ action: AuditAction, _ id: CaseID, by officer: Staff, at now: Date,
        _ body: (CaseRow, CaseSealing, inout Transaction) async throws -> Void
    ) async throws {
        try await desk.change(action, .case(id), by: officer) { transaction in
            let (row, sealing) = try await files.row(id, toChange: true, in: &transaction)
            try await body(row, sealing, &transaction)
            guard let after = try await runs.get(row, sealing, in: &transaction) else { return }
            try await ProtocolQueries.replaceClocks(of: id, with: after.due, in: &transaction)
            let tokens = try await keys.tokens(of: row.compartment, in: &transaction)
            try await KeepNotices()(
                try StepEscalation(sealing, tokens: tokens).occasions(after.run, row.urgency), of: [.stepOverdue],
                in: id, at: now, in: &transaction)
        }
    }
}

extension AuditAction {
    static let followProtocol = AuditAction("protocol.follow")
    static let noteStep = AuditAction("protocol.step")
    static let addStep = AuditAction("protocol.add-step")
}
