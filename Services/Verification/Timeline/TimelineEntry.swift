import CaseModel
import Foundation
import Postgres
import Web

/// One thing that happened with a case: when, by whom, and where to read more. It is made of what stands in clear, so that a
/// long timeline costs nothing to open.
struct TimelineEntry: Sendable {
    let at: Date
    /// Tells entries of one moment apart: the same each time it is asked.
    let key: String
    /// Nil where it was a source, or the house itself.
    let who: StaffID?
    let what: Phrase
    /// What kind of thing it is, for machines.
    let code: String
    /// Where to read more, on this site.
    var link: String?

    static func isNewer(_ one: TimelineEntry, _ other: TimelineEntry) -> Bool {
        (one.at, one.key) > (other.at, other.key)
    }
}

/// Where a page of the timeline begins: just after the entry that the page before ended with.
struct TimelinePlace: Sendable, Equatable {
    let at: Date
    let key: String

    init(_ entry: TimelineEntry) {
        at = entry.at
        key = entry.key
    }

    /// As the address of a page has it: microseconds and key.
    init?(_ text: String) {
        let parts = text.split(separator: "_", maxSplits: 1)
        guard parts.count == 2, let microseconds = Int64(parts[0]), Self.possible.contains(microseconds) else {
            return nil
        }
        at = Date(timeIntervalSince1970: Double(microseconds) / 1_000_000)
        key = String(parts[1])
    }

    /// From 1970 until some day of the year 5138.
    private static let possible: ClosedRange<Int64> = 0...100_000_000_000_000_000

    var text: String { "\(Int64((at.timeIntervalSince1970 * 1_000_000).rounded()))_\(key)" }

    func isBefore(_ entry: TimelineEntry) -> Bool {
        // A moment that went through an address and back may differ by less than the database tells apart.
        let distance = entry.at.timeIntervalSince(at)
        return abs(distance) < 0.000_001 ? entry.key < key : distance < 0
    }
}

/// A feature's part of the timeline: the newest entries of a case up to some moment.
struct TimelineSource: Sendable {
    /// - Parameters: The case, the moment up to which (with it), how many at most.
    let entries: @Sendable (CaseID, Date, Int, inout Transaction) async throws -> [TimelineEntry]
}
