package import ServiceRuntime

/// An error that knows which answer it wants. What a handler throws otherwise is answered with 500 and code `internal`.
///
/// `code` and `title` are constant words: they are shown, logged and counted.
package protocol HTTPFailure: CodedError {
    var status: Status { get }
    /// One sentence for a developer; pages translate by `code`.
    var title: String { get }
    /// Fields that belong to the answer: `Allow`, `Retry-After`.
    var headers: Headers { get }
}

extension HTTPFailure {
    package var title: String { status.reason }
    package var headers: Headers { [:] }
}

/// The failures this module knows itself, and a plain one for handlers.
package struct HTTPError: HTTPFailure {
    package let status: Status
    package let code: String
    package let title: String
    package let headers: Headers

    package init(_ status: Status, code: StaticString, title: StaticString, headers: Headers = [:]) {
        self.status = status
        self.code = code.description
        self.title = title.description
        self.headers = headers
    }

    package static let malformed = HTTPError(
        .badRequest, code: "malformed-request", title: "The request is not well formed.")
    package static let malformedBody = HTTPError(
        .badRequest, code: "malformed-body", title: "The body is not well formed.")
    package static let truncatedBody = HTTPError(
        .badRequest, code: "truncated-body", title: "The body ended too early.")
    package static let unexpectedFile = HTTPError(
        .badRequest, code: "unexpected-file", title: "No file is expected here.")
    package static let notFound = HTTPError(.notFound, code: "not-found", title: "There is nothing here.")
    package static let forbidden = HTTPError(.forbidden, code: "forbidden", title: "This is not allowed.")
    package static let bodyTooSlow = HTTPError(
        .requestTimeout, code: "request-timeout", title: "The request took too long to arrive.")
    package static let bodyTooLarge = HTTPError(
        .contentTooLarge, code: "content-too-large", title: "The body is larger than is taken here.")
    package static let tooManyParts = HTTPError(
        .contentTooLarge, code: "too-many-fields", title: "The form has more fields or files than are taken here.")
    package static let fieldTooLarge = HTTPError(
        .contentTooLarge, code: "field-too-large", title: "A field is larger than is taken here.")
    package static let targetTooLong = HTTPError(
        .targetTooLong, code: "target-too-long", title: "The address is longer than is taken here.")
    package static let headersTooLarge = HTTPError(
        .headersTooLarge, code: "headers-too-large", title: "The header fields are larger than is taken here.")
    package static let unsupportedMediaType = HTTPError(
        .unsupportedMediaType, code: "unsupported-media-type", title: "This type of content is not taken here.")
    package static let unknownMethod = HTTPError(
        .notImplemented, code: "unknown-method", title: "This method is not known here.")
    package static let deadlineExceeded = HTTPError(
        .unavailable, code: "deadline-exceeded", title: "The answer took too long.",
        headers: ["Retry-After": "10"])
    package static let stopping = HTTPError(
        .unavailable, code: "stopping", title: "The server is stopping.", headers: ["Retry-After": "5"])
    package static let internalError = HTTPError(
        .internalError, code: "internal", title: "Something went wrong here.")

    package static func methodNotAllowed(allowed: [Method]) -> HTTPError {
        HTTPError(
            .methodNotAllowed, code: "method-not-allowed", title: "This method is not allowed here.",
            headers: ["Allow": allowed.map(\.rawValue).joined(separator: ", ")])
    }
}
