import Foundation
import Vault
import Web

/// A small proof of work, asked of programs without a form token while a flood is on: it costs whoever sends one submission
/// a second, and whoever sends a thousand a quarter of an hour.
///
/// Nothing is stored for a challenge that was handed out: it is signed, the same for everybody within a minute, and made by
/// all instances alike. A proof is bound to the body it is sent with, and good once: its own hash is its ticket.
struct WorkChallenge: Sendable {
    /// `expiry.bits.signature`
    let text: String
    let bits: Int
    let expires: Date
}

/// Makes challenges and checks what is answered to them.
struct WorkChallenges: Sendable {
    private static let signature = SigningPurpose("amparo.work-challenge.v1")
    private static let lifetime = 600
    private static let longestCounter = 32

    let key: SigningKey
    /// How many leading bits of the hash must be zero.
    let bits: Int

    func current(_ now: Date) -> WorkChallenge {
        // Full minutes, so that everybody gets the same one.
        let expiry = (Int(now.timeIntervalSince1970) / 60 + 1) * 60 + Self.lifetime
        let signature = key.sign(Self.message(expiry, bits), for: Self.signature)
        return WorkChallenge(
            text: "\(expiry).\(bits).\(Hexadecimal.encode(signature))", bits: bits,
            expires: Date(timeIntervalSince1970: TimeInterval(expiry)))
    }

    /// The ticket of a good proof, nil for any other.
    /// - Parameter proof: `challenge:counter`, where SHA-256 of `challenge:hex of SHA-256 of the body:counter` begins with as
    ///   many zero bits as the challenge says.
    func ticket(for proof: String, body: [UInt8], now: Date) -> FormTicket? {
        let halves = proof.split(separator: ":", omittingEmptySubsequences: false)
        guard proof.utf8.count <= 256, halves.count == 2, (1...Self.longestCounter).contains(halves[1].utf8.count)
        else {
            return nil
        }
        let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let expiry = Int(parts[0]), let bits = Int(parts[1]), bits >= self.bits,
            TimeInterval(expiry) > now.timeIntervalSince1970
        else { return nil }
        let digest = Self.digest(challenge: String(halves[0]), body: body, counter: String(halves[1]))
        // The cheap question first: a signature takes longer to check than to make up.
        guard Self.leadingZeroBits(of: digest) >= bits, let signature = Hexadecimal.decode(String(parts[2])),
            key.verificationKey.verifies(signature, of: Self.message(expiry, bits), for: Self.signature)
        else { return nil }
        return FormTicket(nonce: Array(digest.suffix(16)), until: TimeInterval(expiry))
    }

    static func digest(challenge: String, body: [UInt8], counter: String) -> [UInt8] {
        SHA256.hash(Array("\(challenge):\(Hexadecimal.encode(SHA256.hash(body))):\(counter)".utf8))
    }

    static func leadingZeroBits(of digest: [UInt8]) -> Int {
        var zeros = 0
        for byte in digest {
            zeros += byte.leadingZeroBitCount
            if byte != 0 { break }
        }
        return zeros
    }

    private static func message(_ expiry: Int, _ bits: Int) -> [UInt8] { Array("\(expiry)|\(bits)".utf8) }
}
