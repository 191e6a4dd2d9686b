package import Foundation

/// In which of the three joint reports of a year a communication of special procedures stands, and until when replies are
/// reflected in it (DOMAIN.md C.12).
package struct CommunicationsReport: Sendable, Equatable {
    /// First and last day on which what it covers was sent, as `2026-06-01`.
    package let sent: ClosedRange<String>
    /// The last day on which replies are taken into it.
    package let repliesUntil: String

    /// The report on what was sent at that time.
    package static func covering(_ sentAt: Date) -> CommunicationsReport? {
        let parts = StateWindow.day(sentAt).split(separator: "-").compactMap { Int($0) }
        guard let year = parts.first, parts.count == 3 else { return nil }
        switch parts[1] {
        case 3...5: return CommunicationsReport(sent: "\(year)-03-01"..."\(year)-05-31", repliesUntil: "\(year)-07-31")
        case 6...11:
            return CommunicationsReport(sent: "\(year)-06-01"..."\(year)-11-30", repliesUntil: "\(year + 1)-01-31")
        default:
            let first = parts[1] == 12 ? year : year - 1
            return CommunicationsReport(
                sent: "\(first)-12-01"..."\(first + 1)-02-\(isLeap(first + 1) ? "29" : "28")",
                repliesUntil: "\(first + 1)-04-30")
        }
    }

    private static func isLeap(_ year: Int) -> Bool {
        year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
    }
}
