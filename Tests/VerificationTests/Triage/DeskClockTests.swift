import CaseModel
import Foundation
import TestSupport
import Testing
@testable import Verification

@Suite struct `The clocks of the desk` {
    private static func date(_ text: String) -> Date { (try? Date(text, strategy: .iso8601)) ?? .distantPast }

    /// Urgency, receipt, and when triage and decision are due. 6 March 2026 is a Friday.
    @Test(arguments: [
        ("U1", "2026-03-06T10:00:00Z", "2026-03-06T11:00:00Z", "2026-03-07T10:00:00Z"),
        ("U2", "2026-03-06T10:00:00Z", "2026-03-07T10:00:00Z", "2026-03-11T10:00:00Z"),
        ("U3", "2026-03-06T10:00:00Z", "2026-03-14T00:00:00Z", "2026-05-05T10:00:00Z"),
        ("U4", "2026-03-06T10:00:00Z", "2026-03-21T00:00:00Z", "2026-05-05T10:00:00Z"),
    ])
    func `run as the urgency says`(code: String, received: String, triage: String, decision: String) throws {
        let urgency = try #require(Urgency(rawValue: code))
        let start = Self.date(received)
        let clocks = DeskClock.waiting(urgency, receivedAt: start, toldAt: start)
        #expect(clocks.map(\.kind) == [.triage, .decision, .feedback])
        #expect(
            clocks.map(\.due)
                == [Self.date(triage), Self.date(decision), start.addingTimeInterval(30 * 86_400)])
        for clock in clocks {
            #expect(!clock.isOver(at: clock.due))
            #expect(clock.isOver(at: clock.due.addingTimeInterval(1)))
        }
    }

    @Test func `of a decided case are the feedback alone, and of one that is closed to its source none`() {
        let at = Date(timeIntervalSince1970: 1_800_000_000)
        let undecided = DeskClock.ofCase(.u2, firstReceivedAt: at, isDecided: false, toldAt: at)
        #expect(undecided.map(\.kind) == [.decision, .feedback])
        #expect(DeskClock.ofCase(.u2, firstReceivedAt: at, isDecided: true, toldAt: at).map(\.kind) == [.feedback])
        #expect(DeskClock.ofCase(.u2, firstReceivedAt: at, isDecided: true, toldAt: nil).isEmpty)
    }

    @Test func `have run out for exactly what came before the moment that is asked of the database`() {
        var generator = SeededGenerator(seed: 41)
        for _ in 0..<4_000 {
            let now = Date(timeIntervalSince1970: Double.random(in: 1.7e9...1.9e9, using: &generator).rounded())
            let start = now.addingTimeInterval(-Double.random(in: 0...(70 * 86_400), using: &generator).rounded())
            for urgency in Urgency.allCases {
                for clock in DeskClock.waiting(urgency, receivedAt: start, toldAt: start) {
                    let isLate = start < DeskClock.overdueSince(clock.kind, urgency, at: now)
                    #expect(isLate == clock.isOver(at: now), "\(clock.kind) \(urgency) \(start) \(now)")
                }
            }
        }
    }

    private static func absence(_ person: StaffID, _ deputy: StaffID, _ from: String, _ until: String) -> Absence {
        Absence(id: UUID(), person: person, deputy: deputy, from: from, until: until)
    }

    @Test func `are somebody's who stands in, also for whom an absent colleague stood in`() {
        let people = (0..<4).map { _ in StaffID(UUID()) }
        let (one, other, third, fourth) = (people[0], people[1], people[2], people[3])
        let absences = [
            Self.absence(one, other, "2026-03-01", "2026-03-10"),
            Self.absence(other, third, "2026-03-05", "2026-03-05"),
            Self.absence(third, other, "2026-03-20", "2026-03-21"),
            Self.absence(other, third, "2026-03-21", "2026-03-21"),
        ]
        let expected: [(String, StaffID, Set<StaffID>)] = [
            ("2026-02-28", other, []), ("2026-03-01", other, [one]), ("2026-03-10", other, [one]),
            ("2026-03-11", other, []), ("2026-03-05", third, [other, one]), ("2026-03-05", fourth, []),
            // Each stands in for the other: nobody's work is lost in a circle, and nobody covers themselves.
            ("2026-03-21", other, [third]), ("2026-03-21", third, [other]),
        ]
        for (day, person, covered) in expected {
            #expect(Cover.covered(by: person, absences, on: day) == covered, "\(day)")
        }
        #expect(Cover.isAway(one, absences, on: "2026-03-10"))
        #expect(!Cover.isAway(one, absences, on: "2026-03-11"))
    }
}
