import Vault
import Web

/// What a browser holds of a session: 32 random bytes. Only their hash is stored.
struct SessionToken: Sendable {
    let text: String

    static func random() -> SessionToken { SessionToken(text: Hexadecimal.encode(Randomness.bytes(32))) }

    var hash: [UInt8] { SHA256.hash(Array("amparo.session.v1|\(text)".utf8)) }

    /// Goes into each form of the session. It follows from the token and says nothing about it.
    var formToken: String { Hexadecimal.encode(SHA256.hash(Array("amparo.form-token.v1|\(text)".utf8))) }
}
