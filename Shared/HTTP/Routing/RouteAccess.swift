/// Who may use a route, as a label: `public`, `staff`, `staff:CASE_OFFICER`, `operations`.
///
/// The label is for the access matrix and for people; enforcing it is the business of whoever wraps the handler.
package struct RouteAccess: Sendable, Equatable, ExpressibleByStringLiteral {
    package let label: String

    package init(_ label: String) {
        self.label = label
    }

    package init(stringLiteral value: StaticString) {
        label = value.description
    }

    package static let `public`: RouteAccess = "public"
    package static let operations: RouteAccess = "operations"
}

/// What a route does with a body.
package enum BodyPolicy: Sendable, Equatable {
    /// There must be none: 413 otherwise.
    case none
    /// Taken whole before the handler runs, up to this many bytes, or up to the server's limit.
    case whole(limit: Int? = nil)
    /// Handed to the handler as it arrives, up to this many bytes. The handler runs before the body has come.
    case streamed(limit: Int)
}

/// One line of the access matrix.
package struct RouteDescription: Sendable, Equatable {
    package let method: Method
    package let pattern: String
    package let access: RouteAccess
    package let body: BodyPolicy
    /// Nil: the server's.
    package let deadline: Duration?
}
