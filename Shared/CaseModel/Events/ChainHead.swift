package import Foundation

/// How far a service's audit chain has come. Each service with a chain sends it every minute; the others keep it, so that
/// nobody can rewrite a chain in one place. Signed.
package struct ChainHead: KeyedEventPayload, Equatable {
    package static let type = "chain-head.v1"
    package static let topic = Topic.audit
    package static let isSigned = true

    package let service: ServiceName
    /// The number of the last entry, from 1; 0 for an empty chain.
    package let sequence: Int64
    /// SHA-256 of the last entry, hexadecimal.
    package let hash: HexBytes
    package let at: Date

    package init(
        service: ServiceName,
        sequence: Int64,
        hash: HexBytes,
        at: Date
    ) {
        self.service = service
        self.sequence = sequence
        self.hash = hash
        self.at = at
    }

    package var key: UUID { service.chainKey }
}
