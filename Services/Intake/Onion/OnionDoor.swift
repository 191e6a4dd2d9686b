import HTTP
import ServiceRuntime

/// The way in through an onion service (docs/onion.md): nginx has a listener of its own for it, and says so in a header field
/// that it sets on every request, whatever the client has sent.
struct OnionDoor: Sendable {
    static let header = "Amparo-Door"

    /// Code of list `channel`.
    static func channel(of request: Request) -> String { isEntered(by: request) ? "TOR" : "WEB_FORM" }

    static func isEntered(by request: Request) -> Bool { request.headers[header] == "onion" }

    /// `http://….onion`; nil where there is none.
    let address: String?

    /// Reads `AMPARO_ONION_LOCATION`.
    init(settings: Settings) throws(SettingsError) {
        address = settings.optional("AMPARO_ONION_LOCATION")
        guard let address else { return }
        guard address.wholeMatch(of: /https?:\/\/[a-z2-7]{56}\.onion/) != nil else {
            throw SettingsError(key: "AMPARO_ONION_LOCATION", problem: .invalid)
        }
    }

    /// The same routes; each page that is reached another way names the onion service, to which Tor Browser then offers to go.
    func telling(_ router: Router) -> Router {
        guard let address else { return router }
        return router.answering { request, response in
            let isPage = response.headers["Content-Type"]?.hasPrefix("text/html") ?? false
            guard isPage, request.method == .get, !Self.isEntered(by: request) else { return }
            response.headers["Onion-Location"] = address + Self.plain(request.path)
        }
    }

    /// The path where it is made of letters, digits and hyphens, as those of all our pages are.
    private static func plain(_ path: String) -> String {
        path.wholeMatch(of: /[A-Za-z0-9\/\-]*/) == nil ? "/" : path
    }
}
