package import Foundation

/// What makes a form, or a proof of work, good for one use: whoever takes it remembers the ticket until it has ended.
package struct FormTicket: Sendable, Hashable {
    /// Random.
    package let nonce: UUID
    /// A full hour, at which the ticket is of no use any more. Said no finer, since what is remembered must not tell when
    /// somebody opened a page.
    package let endsAt: Date

    /// Nil where the nonce has not 16 bytes.
    /// - Parameter until: Seconds since 1970.
    package init?(nonce: [UInt8], until: TimeInterval) {
        guard nonce.count == 16, until.isFinite, (0...Self.latest).contains(until) else { return nil }
        let n = nonce
        self.nonce = UUID(
            uuid: (
                n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10], n[11], n[12], n[13], n[14], n[15]
            ))
        endsAt = Date(timeIntervalSince1970: (until / 3600).rounded(.up) * 3600)
    }

    /// Beyond what a date in the database can be.
    private static let latest: TimeInterval = 1e11
}
