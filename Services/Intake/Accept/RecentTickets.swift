import Foundation

/// The tickets that were used lately, as far as this process knows: most that are sent again are known here, before anything
/// is sealed or the database asked. It holds a bounded number; the table knows all.
struct RecentTickets {
    private static let generation = 16_384
    private var young: Set<UUID> = []
    private var old: Set<UUID> = []

    mutating func insert(_ nonce: UUID) {
        if young.count >= Self.generation {
            old = young
            young = []
        }
        young.insert(nonce)
    }

    func contains(_ nonce: UUID) -> Bool { young.contains(nonce) || old.contains(nonce) }
}
