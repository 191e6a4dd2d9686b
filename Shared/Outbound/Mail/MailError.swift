import ServiceRuntime

/// Why a mail was not taken over. Never holds what the server said: it may quote an address.
package struct MailError: CodedError, Equatable {
    package enum Reason: Sendable, Equatable {
        /// The server answered with this code (RFC 5321): 4xx is passing, 5xx is final.
        case refused(Int)
        /// User and password were not accepted.
        case signInRefused
        /// The server offers no TLS, or one that cannot be trusted.
        case noTrustedTLS
        /// Nobody listens, or the connection broke. libcurl's number says where.
        case unreachable(Int)
        case timedOut
        case cancelled
        case unfitSubject
    }

    package let reason: Reason

    package init(_ reason: Reason) {
        self.reason = reason
    }

    /// Whether sending the same mail again later can help. What an operator can mend counts as such: an alert must not be
    /// given up for a wrong password.
    package var isRetriable: Bool {
        switch reason {
        case .refused(let code): code < 500
        case .signInRefused, .noTrustedTLS, .unreachable, .timedOut, .cancelled: true
        case .unfitSubject: false
        }
    }

    package var code: String {
        switch reason {
        case .refused(let code): "smtp-\(code)"
        case .signInRefused: "smtp-sign-in-refused"
        case .noTrustedTLS: "smtp-no-trusted-tls"
        case .unreachable(let number): "smtp-unreachable-\(number)"
        case .timedOut: "smtp-timed-out"
        case .cancelled: "smtp-cancelled"
        case .unfitSubject: "mail-unfit-subject"
        }
    }
}
