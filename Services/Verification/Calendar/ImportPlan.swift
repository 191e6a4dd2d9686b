import Calendars
import CaseModel
import Foundation

/// What a calendar file would change, event by event. Nothing is changed by making it.
struct ImportPlan: Sendable, Equatable {
    /// What the person says of events that the file says too little of.
    struct Defaults: Sendable, Equatable {
        var entity: String
        var format: UNEvent.Format
        var hostState: String?
    }

    enum Step: Sendable, Equatable {
        case new(EventRecord)
        case changed(CalendarEvent, to: EventRecord, isCancelled: Bool)
        case unchanged(CalendarEvent)
        /// Not taken, though the file as such can be read.
        case left(CalendarEntry, Reason)
    }

    enum Reason: Sendable, Equatable {
        /// It was cancelled there and never known here.
        case cancelled
        /// Its words hold characters that a list for the public must not have.
        case notPlain
    }

    let steps: [Step]
    let skipped: [SkippedEntry]

    init(_ reading: CalendarReading, onto known: [CalendarEvent], defaults: Defaults, lists: CodeLists) {
        var byUID: [String: CalendarEvent] = [:]
        for event in known {
            byUID[event.record.uid] = event
            byUID[KeepCalendar.uid(of: event.id)] = event
        }
        steps = reading.entries.map { Self.step($0, byUID[$0.uid], defaults, lists) }
        skipped = reading.skipped
    }

    var changes: Bool {
        steps.contains { step in
            switch step {
            case .new, .changed: true
            case .unchanged, .left: false
            }
        }
    }

    /// What tells whether the plan is the one that somebody saw: each step's kind, and the revision it starts from.
    var fingerprint: String {
        steps.map { step in
            switch step {
            case .new(let record): "n \(record.uid)"
            case .changed(let event, _, _): "c \(event.id) \(event.revision)"
            case .unchanged(let event): "u \(event.id) \(event.revision)"
            case .left(let entry, _): "l \(entry.uid)"
            }
        }.joined(separator: "\n")
    }

    private static func step(
        _ entry: CalendarEntry, _ known: CalendarEvent?, _ defaults: Defaults, _ lists: CodeLists
    ) -> Step {
        guard EventForm.isPlain(entry.title), EventForm.isPlain(entry.place) else { return .left(entry, .notPlain) }
        guard let known else {
            if entry.isCancelled { return .left(entry, .cancelled) }
            let event = UNEvent(
                title: entry.title, entity: entity(entry, lists) ?? defaults.entity, place: entry.place,
                hostState: state(entry, lists) ?? defaults.hostState,
                format: entry.format.flatMap(UNEvent.Format.init) ?? defaults.format, starts: entry.starts,
                ends: entry.ends)
            return .new(EventRecord(event: event, uid: entry.uid))
        }
        var record = known.record
        record.event.title = entry.title
        // A calendar that says no place does not say that there is none.
        if !entry.place.isEmpty { record.event.place = entry.place }
        record.event.starts = entry.starts
        record.event.ends = entry.ends
        record.event.entity = entity(entry, lists) ?? record.event.entity
        record.event.hostState = state(entry, lists) ?? record.event.hostState
        record.event.format = entry.format.flatMap(UNEvent.Format.init) ?? record.event.format
        let isCancelled = known.isCancelled || entry.isCancelled
        return record == known.record && isCancelled == known.isCancelled
            ? .unchanged(known) : .changed(known, to: record, isCancelled: isCancelled)
    }

    private static func entity(_ entry: CalendarEntry, _ lists: CodeLists) -> String? {
        entry.entity.flatMap { lists.contains($0, in: "un_entity") ? $0 : nil }
    }

    private static func state(_ entry: CalendarEntry, _ lists: CodeLists) -> String? {
        entry.hostState.flatMap { lists.state($0) == nil ? nil : $0 }
    }
}
