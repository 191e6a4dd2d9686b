import Dispatch
import ServiceRuntime

/// Sends a few bytes to a web address and takes the answer: HTTP POST, no redirects followed, no cookies, no proxy guessed.
package struct WebPost: Sendable {
    package enum Failure: CodedError, Equatable {
        /// The server answered with another status than 200, or another type than was wanted.
        case refused(Int)
        case unreachable(Int)
        case noTrustedTLS
        case timedOut
        case tooMuch
        case cancelled

        package var code: String {
            switch self {
            case .refused(let status): "web-\(status)"
            case .unreachable(let number): "web-unreachable-\(number)"
            case .noTrustedTLS: "web-no-trusted-tls"
            case .timedOut: "web-timed-out"
            case .tooMuch: "web-too-much"
            case .cancelled: "web-cancelled"
            }
        }
    }

    let url: String
    let contentType: String
    let accepts: String
    let timeout: Duration
    let mostBytes: Int

    /// Nil where the address is not one of http or https, without a name and a password in it.
    package init?(
        to url: String, contentType: StaticString, accepts: StaticString, timeout: Duration = .seconds(30),
        mostBytes: Int = 1 << 20
    ) {
        let scheme = url.prefix { $0 != ":" }.lowercased()
        let host = url.dropFirst(scheme.count + 3).prefix { $0 != "/" && $0 != "?" }
        guard ["http", "https"].contains(scheme), url.dropFirst(scheme.count).hasPrefix("://"), !host.isEmpty,
            !host.contains("@"), url.utf8.allSatisfy({ 0x21...0x7E ~= $0 })
        else { return nil }
        self.url = url
        self.contentType = contentType.description
        self.accepts = accepts.description
        self.timeout = timeout
        self.mostBytes = mostBytes
    }

    package func callAsFunction(_ body: [UInt8]) async throws(Failure) -> [UInt8] {
        let cancellation = Cancellation()
        let result: Result<[UInt8], Failure> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                DispatchQueue.global().async {
                    continuation.resume(
                        returning: Result { () throws(Failure) in
                            try WebTransfer.prepared(self).perform(body, unless: cancellation)
                        })
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
        return try result.get()
    }
}
