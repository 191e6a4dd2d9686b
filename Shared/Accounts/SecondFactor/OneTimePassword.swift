import COath
package import Foundation
import Vault

/// Time-based one-time passwords (RFC 6238): SHA-1, six digits, steps of 30 seconds, as authenticator apps take them.
package struct OneTimePassword: Sendable {
    package static let step = 30
    package static let digits = 6
    package static let secretBytes = 20

    package let secret: [UInt8]

    package init(secret: [UInt8]) {
        self.secret = secret
    }

    package static func random() -> OneTimePassword {
        OneTimePassword(secret: Randomness.bytes(secretBytes))
    }

    package static func step(at time: Date) -> Int { Int(time.timeIntervalSince1970) / step }

    /// The code of a time; 6, 7 or 8 digits.
    package func code(at time: Date, digits: Int = OneTimePassword.digits) throws(AccountsError) -> String {
        try Self.start()
        var text = [CChar](repeating: 0, count: 16)
        let result = secret.withUnsafeBytes { secret in
            oath_totp_generate(
                secret.baseAddress?.assumingMemoryBound(to: CChar.self), secret.count,
                time_t(time.timeIntervalSince1970), UInt32(Self.step), 0, UInt32(digits), &text)
        }
        guard result == Int32(OATH_OK.rawValue) else { throw .oneTimePasswordsUnavailable }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    /// The step whose code was typed, one step early or late allowed; nil where it is none of them or not newer than
    /// the last one taken. All three are compared, whichever fits.
    package func acceptedStep(
        _ typed: String, at time: Date, after lastStep: Int
    ) throws(AccountsError) -> Int? {
        let typed = Array(typed.filter { !$0.isWhitespace }.utf8)
        var accepted: Int?
        for offset in [-1, 0, 1] {
            let moment = time.addingTimeInterval(Double(offset * Self.step))
            let fits = constantTimeEquals(typed, Array(try code(at: moment).utf8))
            if fits, Self.step(at: moment) > lastStep { accepted = Self.step(at: moment) }
        }
        return accepted
    }

    /// The secret in Base32 without padding, as people type it into an app.
    package var text: String {
        var encoded = ""
        var buffer = 0
        var bits = 0
        for byte in secret {
            buffer = (buffer << 8 | Int(byte)) & 0xFFFF
            bits += 8
            while bits >= 5 {
                bits -= 5
                encoded.append(Self.alphabet[buffer >> bits & 31])
            }
        }
        if bits > 0 { encoded.append(Self.alphabet[buffer << (5 - bits) & 31]) }
        return encoded
    }

    /// What the QR code says: `otpauth://totp/Amparo:name?…`.
    package func address(for loginName: String) -> String {
        let name = loginName.replacing("@", with: "%40")
        return "otpauth://totp/Amparo:\(name)?secret=\(text)&issuer=Amparo&algorithm=SHA1&digits=6&period=30"
    }

    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    private static let isStarted = oath_init() == Int32(OATH_OK.rawValue)

    private static func start() throws(AccountsError) {
        guard isStarted else { throw .oneTimePasswordsUnavailable }
    }
}
