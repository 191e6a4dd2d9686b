import CaseModel
import Vault

/// Proves to a partner, and to whoever it shows the proof, that an item was taken: a compact JWS (RFC 7515) signed with
/// Ed25519 (RFC 8037), by a key that follows from Intake's own and signs nothing else.
struct SignedReceipts: Sendable {
    private static let purpose = SigningPurpose("amparo.partner-receipt.v1")
    private let key: SigningKey
    private let header: String
    /// A JWK set (RFC 7517).
    let publicKeys: [UInt8]

    init(_ signing: SigningKey) throws(VaultError) {
        key = try signing.derived(for: Self.purpose)
        let x = Base64URL.encode(key.verificationKey.bytes)
        // The key's thumbprint (RFC 7638).
        let id = Base64URL.encode(SHA256.hash(Array(#"{"crv":"Ed25519","kty":"OKP","x":"\#(x)"}"#.utf8)))
        header = Base64URL.encode(Array(#"{"alg":"EdDSA","kid":"\#(id)"}"#.utf8))
        publicKeys = Array(
            #"{"keys":[{"alg":"EdDSA","crv":"Ed25519","kid":"\#(id)","kty":"OKP","use":"sig","x":"\#(x)"}]}"#.utf8)
    }

    /// The same for the same item, whenever it is asked for.
    func receipt(_ item: TakenItem, partner: String) -> String {
        var payload = JSONObjectText()
        payload.add("partner", partner)
        payload.add("receivedAt", EventCoding.text(of: item.receivedAt))
        payload.add("sha256", HexBytes(item.contentHash).description)
        payload.add("submissionID", item.submissionID.description)
        let signed = "\(header).\(Base64URL.encode(payload.object))"
        return "\(signed).\(Base64URL.encode(key.signExactly(Array(signed.utf8))))"
    }
}
