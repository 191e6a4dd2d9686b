import HTTP

/// Why Intake could not do what was asked. Rendered in words by `ErrorPages`.
enum IntakeFailure: String, HTTPFailure {
    /// More is waiting to be written than can be answered soon.
    case busy
    /// The recovery shares are not confirmed: what came in could be lost with the keys (DESIGN §6).
    case notYetOpen = "not-yet-open"

    /// The database did not say whether what was sent is stored. Sent again under the same ticket it is not stored twice.
    case outcomeUnknown = "outcome-unknown"

    /// What was sent before under the same ticket is stored.
    case alreadySent = "already-sent"

    var code: String { rawValue }
    var status: Status { self == .alreadySent ? .conflict : .unavailable }
    var headers: Headers { self == .alreadySent ? [:] : ["Retry-After": "10"] }
}
