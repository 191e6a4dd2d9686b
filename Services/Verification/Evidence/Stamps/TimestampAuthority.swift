import Foundation
import Outbound
import Sandbox
import ServiceRuntime

/// A time-stamp authority (RFC 3161): signs that a hash was known at a time. Nothing but the hash leaves the house.
///
/// `AMPARO_TSA_URL`, and `AMPARO_TSA_CA_FILE` with the certificates that its answers are checked against.
struct TimestampAuthority: Sendable {
    enum Failure: String, CodedError {
        /// The answer is none about this hash, or is not signed by whom we trust.
        case notVerified = "stamp-not-verified"

        var code: String { rawValue }
    }

    struct Stamp: Sendable {
        /// The whole answer, as a court's expert would want it.
        let response: [UInt8]
        /// As the authority writes it.
        let time: String
        let version: String
    }

    private let post: WebPost
    private let certificates: String
    private let sandbox: Sandbox

    /// Nil where none is configured.
    init?(settings: Settings, sandbox: Sandbox) throws(SettingsError) {
        guard let url = settings.optional("AMPARO_TSA_URL") else { return nil }
        let post = WebPost(
            to: url, contentType: "application/timestamp-query", accepts: "application/timestamp-reply")
        guard let post else { throw SettingsError(key: "AMPARO_TSA_URL", problem: .invalid) }
        self.post = post
        certificates = try settings.path("AMPARO_TSA_CA_FILE").path
        guard FileManager.default.isReadableFile(atPath: certificates) else {
            throw SettingsError(key: "AMPARO_TSA_CA_FILE", problem: .unreadableFile)
        }
        self.sandbox = sandbox
    }

    func stamp(_ sha256: [UInt8]) async throws -> Stamp {
        let digest = sha256.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }.joined()
        let query = try await sandbox.output(of: program("openssl ts -query -sha256 -digest \"$1\" -cert", [digest]))
        let response = try await post(query)
        var verify = program(
            """
            cat >answer
            printf %s "$1" | openssl base64 -d -A >query
            openssl ts -verify -queryfile query -in answer -CAfile /authority.pem >verified
            openssl ts -reply -in answer -text | sed -n 's/^Time stamp: //p'
            openssl version
            """, [Data(query).base64EncodedString()])
        verify.readable.append(.init(certificates, at: "/authority.pem"))
        do {
            let said = String(decoding: try await sandbox.output(of: verify, input: response), as: UTF8.self)
            let lines = said.split(separator: "\n").map(String.init)
            guard lines.count == 2 else { throw Failure.notVerified }
            return Stamp(response: response, time: String(lines[0].prefix(60)), version: String(lines[1].prefix(60)))
        } catch SandboxError.failed {
            throw Failure.notVerified
        }
    }

    private func program(_ script: StaticString, _ arguments: [String]) -> SandboxedProgram {
        var program = SandboxedProgram(script: script, arguments)
        program.environment["OPENSSL_CONF"] = "/dev/null"
        program.limits.time = .seconds(30)
        return program
    }
}
