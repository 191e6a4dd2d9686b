import CaseModel
import Vault

/// Codes that are shown once and work once: for setting up an account, and for signing in without the app.
///
/// 16 letters and digits without those that look alike, 80 random bits, so that a fast hash of it may be stored.
package enum OneTimeCode {
    private static let alphabet = Array("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

    /// A new code in four groups: `7QK2-9XWM-…`.
    package static func random() -> String {
        let letters = Randomness.bytes(16).map { alphabet[Int($0 & 31)] }
        return stride(from: 0, to: 16, by: 4).map { String(letters[$0..<$0 + 4]) }.joined(separator: "-")
    }

    /// What is stored of a code. Small letters, spaces and dashes make no difference, nor O for 0 and I or L for 1.
    package static func hash(_ typed: String) -> [UInt8] {
        let plain = typed.uppercased().compactMap { letter -> Character? in
            switch letter {
            case "O": "0"
            case "I", "L": "1"
            default: alphabet.contains(letter) ? letter : nil
            }
        }
        return SHA256.hash(Array("amparo.one-time-code.v1|\(String(plain.prefix(64)))".utf8))
    }
}
