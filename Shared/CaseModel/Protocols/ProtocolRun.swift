package import Foundation

/// One thing that happened to a step of a case. Rows are added, never changed.
package struct StepEvent: Codable, Sendable, Equatable {
    package enum Kind: String, Codable, Sendable, CaseIterable {
        case done = "DONE"
        case skipped = "SKIPPED"
        /// Done after all, or done wrongly: it is open again.
        case reopened = "REOPENED"
        case stopped = "CLOCK_STOPPED"
        case resumed = "CLOCK_RESUMED"
        case extended = "CLOCK_EXTENDED"
    }

    package var step: String
    package var kind: Kind
    package var at: Date
    package var by: StaffID
    /// Every kind but `done` and `resumed` needs one.
    package var reason: String

    package init(step: String, kind: Kind, at: Date, by: StaffID, reason: String = "") {
        self.step = step
        self.kind = kind
        self.at = at
        self.by = by
        self.reason = reason
    }
}

/// A case on its way through a protocol: computed from what happened, never stored.
package struct ProtocolRun: Sendable {
    package enum Status: String, Sendable {
        /// A step before it is not done.
        case waiting
        case open
        case done
        case skipped
    }

    package struct StepState: Sendable, Equatable {
        package let status: Status
        /// Until when it is to be done; nil without a clock, while it waits, and while the clock stands.
        package let due: Date?
        package let isStopped: Bool
        package let extensions: Int

        package func isOverdue(at now: Date) -> Bool { due.map { $0 <= now } ?? false }
    }

    package enum Refusal: String, Error, Sendable, CaseIterable {
        case unknownStep = "unknown_step"
        case reasonMissing = "reason_missing"
        case stepIsOver = "step_is_over"
        case stepIsOpen = "step_is_open"
        case stepWaits = "step_waits"
        case noClock = "no_clock"
        case clockMayNotStop = "clock_may_not_stop"
        case clockStands = "clock_stands"
        case clockRuns = "clock_runs"
        case noExtensionLeft = "no_extension_left"
    }

    package let definition: EntityProtocol
    package let openedAt: Date
    /// Steps that officers added to this case's run, with a reason of their own.
    package let added: [ProtocolStep]
    package private(set) var events: [StepEvent]

    package init(
        _ definition: EntityProtocol, openedAt: Date, added: [ProtocolStep] = [], events: [StepEvent] = []
    ) {
        self.definition = definition
        self.openedAt = openedAt
        self.added = added
        self.events = events
    }

    package var steps: [ProtocolStep] { definition.steps + added }

    package func state(of id: String) -> StepState? {
        guard let step = steps.first(where: { $0.id == id }) else { return nil }
        return state(step)
    }

    /// Adds what happened, where it may.
    package mutating func add(_ event: StepEvent) throws(Refusal) {
        guard let step = steps.first(where: { $0.id == event.step }) else { throw .unknownStep }
        let needsReason = event.kind != .done && event.kind != .resumed
        if needsReason, event.reason.allSatisfy(\.isWhitespace) { throw .reasonMissing }
        try check(event.kind, step, state(step))
        events.append(event)
    }

    private func check(_ kind: StepEvent.Kind, _ step: ProtocolStep, _ state: StepState) throws(Refusal) {
        let isOver = state.status == .done || state.status == .skipped
        switch kind {
        case .reopened: if !isOver { throw .stepIsOpen }
        case .skipped: if isOver { throw .stepIsOver }
        case .done, .stopped, .resumed, .extended:
            if isOver { throw .stepIsOver }
            if state.status == .waiting { throw .stepWaits }
        }
        guard [.stopped, .resumed, .extended].contains(kind) else { return }
        guard let clock = step.clock else { throw .noClock }
        switch kind {
        case .stopped:
            if !clock.mayStop { throw .clockMayNotStop }
            if state.isStopped { throw .clockStands }
        case .resumed: if !state.isStopped { throw .clockRuns }
        case .extended: if state.extensions >= clock.extensions { throw .noExtensionLeft }
        case .done, .skipped, .reopened: break
        }
    }

    private func state(_ step: ProtocolStep) -> StepState {
        let own = events.filter { $0.step == step.id }
        let stopped = own.last { $0.kind == .stopped || $0.kind == .resumed }?.kind == .stopped
        let extensions = own.count { $0.kind == .extended }
        let over = own.last { [.done, .skipped, .reopened].contains($0.kind) }?.kind
        guard over != .done, over != .skipped else {
            return StepState(
                status: over == .done ? .done : .skipped, due: nil, isStopped: false, extensions: extensions)
        }
        guard let began = began(step) else {
            return StepState(status: .waiting, due: nil, isStopped: false, extensions: extensions)
        }
        let due = stopped ? nil : step.clock.map { self.due($0, from: began, own, extensions) }
        return StepState(status: .open, due: due, isStopped: stopped, extensions: extensions)
    }

    /// When a step could begin: with the case, or when the last of those before it was over. Nil while one is not.
    private func began(_ step: ProtocolStep) -> Date? {
        var latest = openedAt
        for id in step.after {
            let last = events.last { $0.step == id && [.done, .skipped, .reopened].contains($0.kind) }
            guard let last, last.kind != .reopened else { return nil }
            latest = max(latest, last.at)
        }
        return latest
    }

    /// The end of the clock, put off by as long as it stood.
    private func due(_ clock: StepClock, from began: Date, _ own: [StepEvent], _ extensions: Int) -> Date {
        var stood: TimeInterval = 0
        var since: Date?
        for event in own {
            if event.kind == .stopped { since = event.at }
            if event.kind == .resumed, let start = since {
                stood += max(0, event.at.timeIntervalSince(start))
                since = nil
            }
        }
        return TriageClock.end(
            of: clock.limit(times: 1 + extensions), from: began.addingTimeInterval(stood),
            holidays: Set(definition.holidays))
    }
}
