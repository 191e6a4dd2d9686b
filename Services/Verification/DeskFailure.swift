import HTTP

/// Why the desk could not do what an officer asked.
enum DeskFailure: String, HTTPFailure {
    /// It is not there, or not within the officer's compartments: the answer is the same.
    case notFound = "not-found"
    /// Somebody else saved meanwhile; nothing was changed.
    case conflict
    /// A stored record cannot be opened or read.
    case unreadable
    case alreadyInACase = "already-in-a-case"
    case alreadyDecided = "already-decided"
    /// The source has a receipt already: no sheet is needed any more.
    case alreadyTakenOver = "already-taken-over"
    /// The case's status does not allow the step (DOMAIN.md B.6).
    case stepNotAllowed = "step-not-allowed"
    /// The case is closed, and is reopened before anything in it is changed.
    case caseClosed = "case-closed"

    var code: String { rawValue }

    var status: Status {
        switch self {
        case .notFound: .notFound
        case .unreadable: .internalError
        case .conflict, .alreadyInACase, .alreadyDecided, .alreadyTakenOver, .stepNotAllowed, .caseClosed: .conflict
        }
    }
}
