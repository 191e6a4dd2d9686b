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
        let found = try await transaction.pipeline(
            [
                QueueQueries.urgent(in: scope.compartments), QueueQueries.urgentCases(in: scope.compartments),
                QueueQueries.waiting(scope), QueueQueries.cases(scope), SourceQueries.unread(limit: Self.rows),
                NoticeQueries.open(at: now, limit: Self.rows), EvidenceStateQueries.troubled,
            ] + QueueQueries.counts(in: scope.compartments, at: now))
        queue.urgent = try found[0].map(WaitingSubmission.init)
        queue.urgentCases = try found[1].map(QueuedCase.init)
        queue.waiting = try found[2].map(WaitingSubmission.init)
        queue.cases = try found[3].map(QueuedCase.init)
        queue.sources = try found[4].map(UnreadSource.init)
        queue.notices = Self.first(try found[5].map(OpenNotice.init))
        queue.troubled = try found[6].map { EvidenceID(try $0.get("id", as: UUID.self)) }
        queue.counts = try QueueQueries.counted(found.dropFirst(7))
        queue.cases += try await QueueQueries.followed(behind: queue.cases.count, scope, in: &transaction)
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

    /// All that may be about a life, and the first of the others.
    private static func first(_ notices: [OpenNotice]) -> [OpenNotice] {
        let urgent = notices.count { $0.notice.occasion.urgency == .u1 }
        return Array(notices.prefix(urgent + rows))
    }
}

extension Queue {
    /// Everybody who is named on the page.
    var officers: Set<StaffID> {
        let waiting = (urgent + self.waiting + campaigns.flatMap(\.latest)).compactMap(\.officer)
        return Set(waiting + (urgentCases + cases).compactMap(\.officer) + untold.compactMap(\.officer))
    }
}
