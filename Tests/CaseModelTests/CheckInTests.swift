import CaseModel
import Foundation
import Testing

@Suite struct `A safety check-in` {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)
    private static func at(_ hours: Double) -> Date { start.addingTimeInterval(hours * 3600) }
    private static let daily = CheckInSchedule(from: start, every: 86_400, until: at(72), grace: 7200)

    @Test(arguments: [(-5.0, 0.0), (0, 24), (1, 24), (23.9, 24), (24, 48), (71, 72), (72, nil), (100, nil)])
    func `is expected at the agreed times until the last`(after: Double, next: Double?) {
        #expect(Self.daily.first(after: Self.at(after)) == next.map(Self.at))
    }

    @Test(arguments: [
        (0.0, 1.9, [], 0.0), (0, 2, [0], 24), (0, 26, [0, 24], 48), (24, 25, [], 24), (0, 500, [0, 24, 48, 72], nil),
    ])
    func `is missed when its grace is over, each one once`(
        from: Double, now: Double, missed: [Double], next: Double?
    ) {
        let found = Self.daily.missed(from: Self.at(from), now: Self.at(now))
        #expect(found.missed == missed.map(Self.at))
        #expect(found.next == next.map(Self.at))
        guard let rest = found.next else { return }
        #expect(Self.daily.missed(from: rest, now: Self.at(now)).missed.isEmpty)
    }

    @Test func `that is answered soon after it was missed is answered late`() {
        #expect(Self.daily.isLate(Self.at(5), missed: Self.at(0)))
        #expect(!Self.daily.isLate(Self.at(13), missed: Self.at(0)))
    }

    @Test func `that is never repeated ends, and does not run for ever`() {
        let once = CheckInSchedule(from: Self.start, every: 0, grace: 60)
        #expect(once.missed(from: Self.start, now: Self.at(9)).missed == [Self.start])
        let frequent = CheckInSchedule(from: Self.start, every: 1, grace: 0)
        #expect(frequent.missed(from: Self.start, now: Self.at(9)).missed.count == 1000)
    }
}
