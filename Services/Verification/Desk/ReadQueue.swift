import Accounts
import CaseModel
import Foundation
import Postgres

/// The queue as somebody asked for it.
struct SeenQueue: Sendable {
    var queue: Queue
    let view: QueueView
    let page: Int
    let now: Date
    let names: StaffNames
    /// Those whose work the reader has today.
    let covered: Set<StaffID>
}

/// Reads the queue within the reader's compartments.
struct ReadQueue: Sendable {
    let desk: DeskDatabase

    static let rows = 100
    static let mostPages = 500
    private static let mostCampaigns = 50
    private static let mostMembers = 10

    func callAsFunction(
        _ view: QueueView, page: Int, for staff: Staff, at now: Date = .now
    ) async throws -> SeenQueue {
        try await desk.read(for: staff) { transaction in
            let reader = StaffID(staff.id)
            let today = Cover.day(of: now)
            let absences = try await AbsenceQueries.on(today, in: &transaction)
            let covered = Cover.covered(by: reader, absences, on: today)
            let queue = try await read(scope(view, page, staff, covered, now), view, now, &transaction)
            return SeenQueue(
                queue: queue, view: view, page: page, now: now,
                names: try await StaffNames.of(queue.officers, in: &transaction), covered: covered)
        }
    }

    private func scope(
        _ view: QueueView, _ page: Int, _ staff: Staff, _ covered: Set<StaffID>, _ now: Date
    ) -> QueueQueries.Scope {
        var scope = QueueQueries.Scope(
            compartments: staff.compartments.map(\.code).sorted(), limit: Self.rows + 1,
            offset: (page - 1) * Self.rows)
        switch view {
        case .all: break
        case .mine: scope.officers = [staff.id] + covered.map(\.uuid)
        case .unassigned: scope.isUnassigned = true
        case .overdue: scope.overdueAt = now
        }
        return scope
    }

    private func read(
        _ scope: QueueQueries.Scope, _ view: QueueView, _ now: Date, _ transaction: inout Transaction
    ) async throws -> Queue {
        var queue = Queue()
        queue.urgent = try await QueueQueries.urgent(in: scope.compartments, &transaction)
        queue.urgentCases = try await QueueQueries.urgentCases(in: scope.compartments, &transaction)
        queue.counts = try await QueueQueries.counts(in: scope.compartments, at: now, &transaction)
        queue.sources = try await SourceQueries.unread(limit: Self.rows, in: &transaction)
        queue.notices = try await NoticeQueries.open(at: now, limit: Self.rows, in: &transaction)
        queue.waiting = try await QueueQueries.waiting(scope, in: &transaction)
        queue.cases = try await QueueQueries.cases(scope, in: &transaction)
        queue.hasMore = max(queue.waiting.count, queue.cases.count) > Self.rows
        queue.waiting = Array(queue.waiting.prefix(Self.rows))
        queue.cases = Array(queue.cases.prefix(Self.rows))
        if scope.offset == 0, view == .all {
            queue.campaigns = try await QueueQueries.campaigns(
                in: scope.compartments, latest: Self.mostMembers, limit: Self.mostCampaigns, &transaction)
        }
        if scope.offset == 0, view == .overdue {
            queue.untold = try await QueueQueries.untold(
                in: scope.compartments, at: now, limit: Self.rows, &transaction)
        }
        return queue
    }
}

extension Queue {
    /// Everybody who is named on the page.
    var officers: Set<StaffID> {
        let waiting = (urgent + self.waiting + campaigns.flatMap(\.latest)).compactMap(\.officer)
        return Set(waiting + (urgentCases + cases).compactMap(\.officer) + untold.compactMap(\.officer))
    }
}
