import Accounts
import CaseModel
import Foundation
import Postgres

/// A page of a case's timeline, the newest first.
struct ReadTimeline: Sendable {
    struct Page: Sendable {
        var entries: [TimelineEntry]
        /// Where the next page begins; nil on the last.
        var next: TimelinePlace?
    }

    static let pageSize = 100

    func callAsFunction(
        _ sources: [TimelineSource], of id: CaseID, after place: TimelinePlace?, size: Int = pageSize,
        at now: Date = .now,
        in transaction: inout Transaction
    ) async throws -> Page {
        // Clocks of two machines may differ a little.
        let until = place?.at.addingTimeInterval(0.000_001) ?? now.addingTimeInterval(86_400)
        var entries: [TimelineEntry] = []
        for source in sources {
            // One more than a page, and those of the moment where it begins, which were shown.
            entries += try await source.entries(id, until, 2 * size + 1, &transaction)
        }
        entries.sort(by: TimelineEntry.isNewer)
        if let place { entries.removeAll { !place.isBefore($0) } }
        guard entries.count > size else { return Page(entries: entries) }
        entries.removeLast(entries.count - size)
        return Page(entries: entries, next: entries.last.map(TimelinePlace.init))
    }
}
