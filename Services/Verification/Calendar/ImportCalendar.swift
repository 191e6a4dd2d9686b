import Accounts
import Audit
import Calendars
import CaseModel
import Foundation
import Postgres
import Vault

/// Takes a calendar file over: first it says what would change, and only what was shown is then done.
struct ImportCalendar: Sendable {
    let keep: KeepCalendar
    let lists: CodeLists

    /// So many events are looked through for those that a file names.
    static let mostKnown = 5_000

    func plan(_ reading: CalendarReading, _ defaults: ImportPlan.Defaults, for staff: Staff) async throws -> ImportPlan
    {
        let rows = try await keep.desk.read(for: staff) { transaction in
            try await CalendarQueries.ending(from: "", limit: Self.mostKnown, in: &transaction)
        }
        return ImportPlan(reading, onto: try rows.map(keep.sealing.open), defaults: defaults, lists: lists)
    }

    /// Does what the plan says, all of it or nothing. Returns nil where one of its events has been changed meanwhile.
    func apply(_ plan: ImportPlan, by officer: Staff, at now: Date = .now) async throws -> Int? {
        let run = UNEventID(Randomness.uuid(at: now))
        let by = StaffID(officer.id)
        do {
            return try await keep.desk.change(.importEvents, .event(run), by: officer) { transaction in
                var count = 0
                for step in plan.steps {
                    switch step {
                    case .new(let record):
                        // Nobody outside hears of what a file brought before a person has looked at it.
                        try await keep.insert(
                            UNEventID(Randomness.uuid(at: now)), .init(record: record, isListed: false), by: by,
                            at: now,
                            in: &transaction)
                    case .changed(let before, let record, let isCancelled):
                        guard let row = try await CalendarQueries.lock(before.id, in: &transaction),
                            row.revision == before.revision
                        else { throw DeskFailure.conflict }
                        try await keep.update(
                            before, record, isListed: before.isListed, isCancelled: isCancelled, by: by, at: now,
                            in: &transaction)
                    case .unchanged, .left: continue
                    }
                    count += 1
                }
                return count
            }
        } catch DeskFailure.conflict {
            return nil
        }
    }
}
