import ServiceRuntime

/// Why something about accounts cannot be done. For operators; people who sign in are told in phrases.
package enum AccountsError: String, CodedError {
    case loginNameNotPlain = "login-name-not-plain"
    case loginNameTaken = "login-name-taken"
    case noSuchStaff = "no-such-staff"
    case roleFromOutside = "role-from-outside"
    case noRole = "no-role"
    case oneTimePasswordsUnavailable = "one-time-passwords-unavailable"
    case drawingFailed = "drawing-failed"

    package var code: String { rawValue }
}
