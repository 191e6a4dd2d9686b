package import Foundation
package import Vault

/// Tokens for forms of people who have no session: they say that this service made the form, for which purpose, and
/// until when. Nothing about the visitor is in them and nothing is stored.
package struct PublicFormTokens: Sendable {
    /// What is wrong with a token that came back.
    package enum Problem: Error, Equatable {
        case missing, forged, expired

        /// What to tell the person: whatever it is, sending the form again helps.
        package var phrase: Phrase { Phrase("web.form.expired") }
    }

    private static let signature = SigningPurpose("amparo.form-token.v1")
    private let key: SigningKey
    private let lifetime: TimeInterval

    /// - Parameters:
    ///   - key: The service's own: all its instances take each other's tokens.
    ///   - lifetime: How long a form may stay open, in seconds. Somebody may write for hours.
    package init(key: SigningKey, lifetime: TimeInterval = 24 * 3600) {
        self.key = key
        self.lifetime = lifetime
    }

    /// A token for one kind of form: `expiry.nonce.signature`.
    package func issue(_ purpose: StaticString, now: Date) -> String {
        let expiry = String(Int(now.timeIntervalSince1970 + lifetime), radix: 36)
        let nonce = Hexadecimal.encode(Randomness.bytes(16))
        let signature = key.sign(Self.message(purpose, expiry, nonce), for: Self.signature)
        return "\(expiry).\(nonce).\(Hexadecimal.encode(signature))"
    }

    /// Throws what is wrong with a token. The ticket of a good one tells it apart from all others: what may be sent only once
    /// is stored together with it.
    @discardableResult
    package func check(_ token: String?, _ purpose: StaticString, now: Date) throws(Problem) -> FormTicket {
        guard let token, !token.isEmpty else { throw .missing }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, token.utf8.count <= 256, let signature = Hexadecimal.decode(parts[2]),
            key.verificationKey.verifies(
                signature, of: Self.message(purpose, parts[0], parts[1]), for: Self.signature),
            let expiry = Int(parts[0], radix: 36), let nonce = Hexadecimal.decode(parts[1]),
            let ticket = FormTicket(nonce: nonce, until: TimeInterval(expiry))
        else { throw .forged }
        guard now.timeIntervalSince1970 < TimeInterval(expiry) else { throw .expired }
        return ticket
    }

    private static func message(_ purpose: StaticString, _ expiry: String, _ nonce: String) -> [UInt8] {
        Array("\(purpose.description)|\(expiry)|\(nonce)".utf8)
    }
}
