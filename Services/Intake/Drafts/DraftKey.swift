import CaseModel
import Vault

/// What opens a kept draft: 32 random bytes that lie in a cookie on the submitter's device and nowhere else.
struct DraftKey: Sendable {
    /// As the cookie carries it.
    let text: String
    /// By which the draft is found. It does not lead back to the key.
    let lookup: [UInt8]
    let sealing: DataKey

    static func random() throws(VaultError) -> DraftKey {
        try DraftKey(bytes: Randomness.bytes(count))
    }

    /// Reads a cookie; nil where it holds something else.
    init?(cookie text: String) {
        guard text.utf8.count == 2 * Self.count, let bytes = HexBytes(text)?.bytes,
            let key = try? DraftKey(bytes: bytes)
        else { return nil }
        self = key
    }

    private init(bytes: [UInt8]) throws(VaultError) {
        let key = try DataKey(bytes: bytes)
        text = HexBytes(bytes).description
        lookup = try key.derive("amparo.draft.lookup").exposedBytes()
        sealing = try key.derive("amparo.draft.seal")
    }

    private static let count = 32
}
