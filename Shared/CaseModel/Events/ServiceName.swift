package import Foundation

/// A service of the house, as it names itself in `ce_source`, in logs and in database roles.
package enum ServiceName: String, Codable, Sendable, CaseIterable {
    case intake, verification, notification, reporting

    /// What events about the service as a whole are keyed by: a constant UUID (version 8) that ends in its number.
    package var chainKey: UUID {
        let number: UInt8 =
            switch self {
            case .intake: 1
            case .verification: 2
            case .notification: 3
            case .reporting: 4
            }
        return UUID(uuid: (0xA3, 0x9A, 0x40, 0, 0, 0, 0x80, 0, 0x80, 0, 0, 0, 0, 0, 0, number))
    }
}
