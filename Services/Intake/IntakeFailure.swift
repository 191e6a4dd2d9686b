import HTTP

/// Why Intake could not do what was asked. Rendered in words by `ErrorPages`.
enum IntakeFailure: String, HTTPFailure {
    /// More is waiting to be written than can be answered soon.
    case busy
    /// The recovery shares are not confirmed: what came in could be lost with the keys (DESIGN §6).
    case notYetOpen = "not-yet-open"

    var code: String { rawValue }
    var status: Status { .unavailable }
    var headers: Headers { ["Retry-After": "10"] }
}
