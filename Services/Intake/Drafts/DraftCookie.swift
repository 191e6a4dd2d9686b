import HTTP
import ServiceRuntime

/// The only cookie of the public door. It is set when somebody asks for a draft to be kept, and at no other time.
struct DraftCookie: Sendable {
    let isSecure: Bool

    init(isSecure: Bool) {
        self.isSecure = isSecure
    }

    /// Reads `AMPARO_PUBLIC_TLS`; false only where the public door is plain HTTP on the loopback address.
    init(settings: Settings) throws(SettingsError) {
        isSecure = try settings.flag("AMPARO_PUBLIC_TLS", default: true)
    }

    var name: String { isSecure ? "__Host-amparo-draft" : "amparo-draft" }

    func key(of request: Request) -> DraftKey? {
        request.cookies[name].flatMap(DraftKey.init(cookie:))
    }

    func isSent(by request: Request) -> Bool { request.cookies[name] != nil }

    func set(_ key: DraftKey, on response: inout Response) {
        response.set(SetCookie(name, key.text, maximumAge: Drafts.lifetime, isSecure: isSecure))
    }

    func remove(from response: inout Response) {
        response.set(.removing(name, isSecure: isSecure))
    }
}
