package import HTTP
package import ServiceRuntime

/// The cookie that carries a session. It ends with the browser, is for this origin only and no script can read it.
package struct SessionCookie: Sendable {
    package let isSecure: Bool

    package init(isSecure: Bool) {
        self.isSecure = isSecure
    }

    /// Reads `AMPARO_STAFF_TLS`; false only where the staff door is plain HTTP on the loopback address.
    package init(settings: Settings) throws(SettingsError) {
        isSecure = try settings.flag("AMPARO_STAFF_TLS", default: true)
    }

    var name: String { isSecure ? "__Host-amparo-session" : "amparo-session" }

    package func token(of request: Request) -> String? {
        request.cookies[name].flatMap { $0.utf8.count == 64 ? $0 : nil }
    }

    func set(_ token: SessionToken, on response: inout Response) {
        response.set(SetCookie(name, token.text, isSecure: isSecure))
    }

    func remove(from response: inout Response) {
        response.set(.removing(name, isSecure: isSecure))
    }
}
