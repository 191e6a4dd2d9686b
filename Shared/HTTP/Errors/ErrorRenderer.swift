/// Makes answers of failures, in one place for the whole server.
///
/// The request is nil where none could be read. Runs on the server's threads now and then, so it must be quick and must
/// not wait. Status and header fields of the failure are put on the answer afterwards whatever the closure does.
package struct ErrorRenderer: Sendable {
    private let body: @Sendable (any HTTPFailure, Request?) -> Response

    package init(_ body: @escaping @Sendable (any HTTPFailure, Request?) -> Response) {
        self.body = body
    }

    /// Problem documents (RFC 9457), for programs.
    package static let problem = ErrorRenderer { failure, request in
        .problem(ProblemDetails(failure, request: request?.id))
    }

    package func response(to failure: any HTTPFailure, request: Request?) -> Response {
        var response = body(failure, request)
        response.status = failure.status
        failure.headers.forEach { response.headers[$0] = $1 }
        if response.headers["Cache-Control"] == nil { response.headers.add("Cache-Control", "no-store") }
        return response
    }

    /// The failure that any error is shown as: itself where it is one, otherwise `internal`.
    package static func failure(for error: any Error) -> any HTTPFailure {
        (error as? any HTTPFailure) ?? HTTPError.internalError
    }
}
