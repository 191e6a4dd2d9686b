package import Foundation

/// Tokens for forms of people who have no session: they say that this site made the form, for which purpose, and until
/// when. Nothing about the visitor is in them and nothing is stored.
package struct PublicFormTokens: Sendable {
    /// What is wrong with a token that came back.
    package enum Problem: Error, Equatable {
        case missing, forged, expired
    }

    private let lifetime: TimeInterval
    private let mac: @Sendable ([UInt8]) -> [UInt8]

    /// - Parameters:
    ///   - lifetime: How long a form may stay open, in seconds. Somebody may write for hours, offline.
    ///   - mac: A keyed hash of at least 16 bytes, under a key that only this service has.
    package init(lifetime: TimeInterval = 24 * 3600, mac: @escaping @Sendable ([UInt8]) -> [UInt8]) {
        self.lifetime = lifetime
        self.mac = mac
    }

    /// A token for one kind of form: `expiry.nonce.mac`.
    package func issue(_ purpose: StaticString, now: Date) -> String {
        let expiry = String(Int(now.timeIntervalSince1970 + lifetime), radix: 36)
        let nonce = String(UInt64.random(in: .min ... .max), radix: 36)
        return "\(expiry).\(nonce).\(seal(purpose, expiry, nonce))"
    }

    /// Throws what is wrong with a token; the nonce of a good one tells it apart from all others.
    @discardableResult
    package func check(_ token: String?, _ purpose: StaticString, now: Date) throws(Problem) -> String {
        guard let token, !token.isEmpty else { throw .missing }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, token.utf8.count <= 256,
            FormToken.isEqual(parts[2], seal(purpose, parts[0], parts[1])), let expiry = Int(parts[0], radix: 36)
        else { throw .forged }
        guard now.timeIntervalSince1970 < TimeInterval(expiry) else { throw .expired }
        return parts[1]
    }

    private func seal(_ purpose: StaticString, _ expiry: String, _ nonce: String) -> String {
        mac(Array("form-token.v1|\(purpose.description)|\(expiry)|\(nonce)".utf8))
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
