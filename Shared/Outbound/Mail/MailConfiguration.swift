package import ServiceRuntime
import Foundation

/// Where mail is handed over.
///
/// `AMPARO_SMTP_URL` (`smtp://host:port`, STARTTLS where the server offers it; `smtps://` for TLS from the first byte),
/// `AMPARO_MAIL_FROM`, `AMPARO_SMTP_USER` and `AMPARO_SMTP_PASSWORD[_FILE]` where the server wants them,
/// `AMPARO_SMTP_REQUIRE_TLS` (default false: the development mail catcher speaks none; but a password goes to another
/// machine over TLS only), `AMPARO_SMTP_TIMEOUT_MS` for one mail as a whole (default 30000).
package struct MailConfiguration: Sendable {
    let url: String
    let sender: MailAddress
    let user: String?
    let password: Secret?
    package let requiresTLS: Bool
    let timeout: Duration

    package init(settings: Settings) throws(SettingsError) {
        let url = try settings.required("AMPARO_SMTP_URL")
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty, parts.user == nil,
            ["smtp", "smtps"].contains(parts.scheme), ["", "/"].contains(parts.path), parts.query == nil
        else { throw SettingsError(key: "AMPARO_SMTP_URL", problem: .invalid) }
        guard let sender = MailAddress(try settings.required("AMPARO_MAIL_FROM")) else {
            throw SettingsError(key: "AMPARO_MAIL_FROM", problem: .invalid)
        }
        // What follows the slash is the name for EHLO: libcurl would say this host's otherwise.
        self.url = "\(url.hasSuffix("/") ? String(url.dropLast()) : url)/\(sender.domain)"
        self.sender = sender
        user = settings.optional("AMPARO_SMTP_USER")
        password = try user == nil ? nil : settings.secret("AMPARO_SMTP_PASSWORD")
        // Whoever sits between could else strip STARTTLS from the server's answer and read the password.
        let isPasswordExposed = user != nil && !["127.0.0.1", "::1", "[::1]", "localhost"].contains(host)
        requiresTLS = try settings.flag("AMPARO_SMTP_REQUIRE_TLS", default: false) || isPasswordExposed
        timeout = .milliseconds(try settings.int("AMPARO_SMTP_TIMEOUT_MS", default: 30_000, in: 100...600_000))
    }
}
