import CaseModel
import Foundation

/// That somebody is away, and who stands in. Days in UTC, as `2026-12-25`; both count.
struct Absence: Sendable, Equatable {
    let id: UUID
    let person: StaffID
    let deputy: StaffID
    let from: String
    let until: String

    func covers(_ day: String) -> Bool { from <= day && day <= until }
}

/// Whose work is whose while somebody is away.
enum Cover {
    static func day(of now: Date) -> String { now.formatted(.iso8601.year().month().day()) }

    /// Those whose work somebody has on a day: who named them, and, where one of these stood in for others, these too.
    static func covered(by person: StaffID, _ absences: [Absence], on day: String) -> Set<StaffID> {
        let today = absences.filter { $0.covers(day) }
        var covered: Set<StaffID> = []
        var next = [person]
        while let deputy = next.popLast() {
            for absence in today where absence.deputy == deputy && absence.person != person {
                if covered.insert(absence.person).inserted { next.append(absence.person) }
            }
        }
        return covered
    }

    static func isAway(_ person: StaffID, _ absences: [Absence], on day: String) -> Bool {
        absences.contains { $0.person == person && $0.covers(day) }
    }
}
