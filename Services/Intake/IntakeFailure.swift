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
    /// A form token in a header that is forged or has ended.
    case badFormToken = "bad-form-token"

    var code: String { rawValue }
    var status: Status {
        switch self {
        case .busy, .notYetOpen, .outcomeUnknown: .unavailable
        case .alreadySent: .conflict
        case .badFormToken: .forbidden
        }
    }
    var headers: Headers { status == .unavailable ? ["Retry-After": "10"] : [:] }
}
