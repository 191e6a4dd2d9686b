import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// Enters, changes and cancels UN events, and tells Intake of what the public may know.
struct KeepCalendar: Sendable {
    let desk: DeskDatabase
    let sealing: EventSealing
    let outbox: Outbox

    /// What an officer typed or a file brought.
    struct Input: Sendable, Equatable {
        var record: EventRecord
        var isListed: Bool
    }

    enum Outcome: Sendable, Equatable {
        case saved(UNEventID)
        /// Somebody else saved meanwhile: nothing was changed, and this is how it stands now.
        case conflict(CalendarEvent)
    }

    func enter(_ input: Input, by officer: Staff, at now: Date = .now) async throws -> UNEventID {
        let id = UNEventID(Randomness.uuid(at: now))
        return try await desk.change(.enterEvent, .event(id), by: officer) { transaction in
            try await insert(id, input, by: StaffID(officer.id), at: now, in: &transaction)
            return id
        }
    }

    /// - Parameter revision: The one that the officer has seen.
    func change(
        _ id: UNEventID, seen revision: Int, to input: Input, by officer: Staff, at now: Date = .now
    ) async throws -> Outcome {
        try await save(.changeEvent, id, revision, officer, now) { _ in (input.record, input.isListed, false) }
    }

    /// Takes it off the form and marks it. Nothing is deleted: accounts may name it.
    func cancel(_ id: UNEventID, seen revision: Int, by officer: Staff, at now: Date = .now) async throws -> Outcome {
        try await save(.cancelEvent, id, revision, officer, now) { ($0.record, $0.isListed, true) }
    }

    private func save(
        _ action: AuditAction, _ id: UNEventID, _ revision: Int, _ officer: Staff, _ now: Date,
        _ after: (CalendarEvent) -> (record: EventRecord, isListed: Bool, isCancelled: Bool)
    ) async throws -> Outcome {
        try await desk.change(action, .event(id), by: officer) { transaction in
            guard let before = try await CalendarQueries.lock(id, in: &transaction).map(sealing.open) else {
                throw DeskFailure.notFound
            }
            guard before.revision == revision else { return .conflict(before) }
            let saved = after(before)
            try await update(
                before, saved.record, isListed: saved.isListed, isCancelled: saved.isCancelled,
                by: StaffID(officer.id), at: now, in: &transaction)
            return .saved(id)
        }
    }

    func insert(
        _ id: UNEventID, _ input: Input, by officer: StaffID, at now: Date, in transaction: inout Transaction
    ) async throws {
        var record = input.record
        if record.uid.isEmpty { record.uid = Self.uid(of: id) }
        try await CalendarQueries.insert(id, record.event, isListed: input.isListed, in: &transaction)
        try await CalendarQueries.insertVersion(
            id, revision: 1, sealed: try sealing.seal(record, of: id), at: now, by: officer, in: &transaction)
        guard input.isListed else { return }
        try await outbox.append(
            UNEventChanged(eventID: id, revision: 1, event: record.event, isListed: true), in: &transaction)
    }

    /// The row must be locked.
    func update(
        _ before: CalendarEvent, _ record: EventRecord, isListed: Bool, isCancelled: Bool, by officer: StaffID,
        at now: Date, in transaction: inout Transaction
    ) async throws {
        let revision = before.revision + 1
        var record = record
        record.uid = before.record.uid
        try await CalendarQueries.update(
            before.id, revision: revision, record.event, isListed: isListed, isCancelled: isCancelled,
            in: &transaction)
        try await CalendarQueries.insertVersion(
            before.id, revision: revision, sealed: try sealing.seal(record, of: before.id), at: now, by: officer,
            in: &transaction)
        let isPublic = isListed && !isCancelled
        // What was never for the public is told to nobody; what no longer is goes off the form as the public knew it.
        guard isPublic || before.isPublic else { return }
        try await outbox.append(
            UNEventChanged(
                eventID: before.id, revision: revision, event: isPublic ? record.event : before.record.event,
                isListed: isPublic),
            in: &transaction)
    }

    /// What other calendars know an event by that was entered here.
    static func uid(of id: UNEventID) -> String { "\(id)@amparo" }
}

extension AuditAction {
    static let enterEvent = AuditAction("event.enter")
    static let changeEvent = AuditAction("event.change")
    static let cancelEvent = AuditAction("event.cancel")
    static let importEvents = AuditAction("event.import")
}

extension AuditSubject {
    static func event(_ id: UNEventID) -> AuditSubject { AuditSubject("un-event", id.uuid) }
}
