import CaseModel
import Foundation

/// The statement that enough shares were typed back and gave the keys again, signed with Verification's key.
struct RecoveryMarker {
    private static let header: [UInt8] = Array("AMPARO".utf8) + [1, 5]
    private static let bodyBytes = 8 + 32 + 1

    let keysDigest: [UInt8]
    /// A demonstration keeps no shares: its marker counts for nothing but a demonstration.
    let isDemonstration: Bool

    init(keys: PublicKeys, isDemonstration: Bool) throws(VaultError) {
        keysDigest = try Self.digest(of: keys)
        self.isDemonstration = isDemonstration
    }

    /// Nil where the marker is not whole, not signed, or of other keys than these.
    init?(bytes: [UInt8], keys: PublicKeys) {
        guard bytes.count == Self.bodyBytes + 64, Array(bytes[..<8]) == Self.header,
            let signer = try? keys.verification(of: .verification),
            signer.verifies(Array(bytes[Self.bodyBytes...]), of: Array(bytes[..<Self.bodyBytes]), for: .recovery),
            let digest = try? Self.digest(of: keys), digest == Array(bytes[8..<40])
        else { return nil }
        keysDigest = digest
        isDemonstration = bytes[40] == 1
    }

    func signed(with key: SigningKey) -> [UInt8] {
        let body = Self.header + keysDigest + [isDemonstration ? 1 : 0]
        return body + key.sign(body, for: .recovery)
    }

    /// Over what the private keys are for; the X-Wing part follows from the same secret and may be added later.
    private static func digest(of keys: PublicKeys) throws(VaultError) -> [UInt8] {
        var bytes: [UInt8] = []
        for service in ServiceName.allCases {
            bytes += try keys.verification(of: service).bytes
            if service.holdsSealingKey { bytes += try keys.sealing(for: service).x25519 }
        }
        return BLAKE2b.personalized(bytes, as: "amparo.recovery")
    }
}
