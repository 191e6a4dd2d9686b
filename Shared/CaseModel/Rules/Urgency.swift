/// How soon somebody must look (DOMAIN.md Annex 1, `urgency`; clocks in C.12). `u1` is the most urgent and the least.
package enum Urgency: String, Codable, Sendable, CaseIterable, Comparable {
    case u1 = "U1"
    case u2 = "U2"
    case u3 = "U3"
    case u4 = "U4"

    package static func < (one: Urgency, other: Urgency) -> Bool { one.rawValue < other.rawValue }

    /// A person is paged at once (C.12: U1 machine page).
    package var pagesAPerson: Bool { self == .u1 }
}
