package import Foundation

/// Something staff did or tried at a door of the house, for the audit record. No content, and nothing that was typed.
package struct AccessEvent: Sendable, Equatable {
    package enum Kind: String, Sendable, Equatable {
        case read, write
        case signInBegun = "sign-in-begun"
        case signedIn = "signed-in"
        case signInRefused = "sign-in-refused"
        case signInSlowed = "sign-in-slowed"
        case recoveryCodeUsed = "recovery-code-used"
        case setUpBegun = "set-up-begun"
        case setUpRefused = "set-up-refused"
        case setUp = "set-up"
        case signedOut = "signed-out"
        case deniedNotSignedIn = "denied-not-signed-in"
        case deniedRole = "denied-role"
        case deniedFormToken = "denied-form-token"

        package var isDenial: Bool {
            switch self {
            case .deniedNotSignedIn, .deniedRole, .deniedFormToken, .signInRefused, .signInSlowed, .setUpRefused: true
            default: false
            }
        }
    }

    package let kind: Kind
    /// Nil where nobody is known: not signed in, or an unknown name.
    package let staff: UUID?
    /// The route: `GET /desk/{id}`. Constant words.
    package let route: String
    /// The ids in the address, in their order.
    package let subjects: [UUID]

    package init(_ kind: Kind, staff: UUID?, route: String, subjects: [UUID] = []) {
        self.kind = kind
        self.staff = staff
        self.route = route
        self.subjects = subjects
    }
}

/// Writes the record. Awaited before anything is served: where it throws, nothing is.
package typealias AccessAudit = @Sendable (AccessEvent) async throws -> Void
