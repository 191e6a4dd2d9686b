/// One request. A value of its own: nothing in it points into the connection, so it may outlive it.
///
/// It holds no client address: nobody here could log one.
package struct Request: Sendable {
    let head: RequestHead
    package let body: RequestBody
    private let end: UInt64

    /// `deadline` is a time of `MonotonicClock`.
    init(head: RequestHead, body: RequestBody, deadline: UInt64) {
        self.head = head
        self.body = body
        end = deadline
    }

    /// A request that comes from no connection, for `Router.respond(to:)` and tests.
    package init(
        _ method: Method = .get,
        _ target: String,
        headers: Headers = [:],
        body: [UInt8] = [],
        deadline: Duration = .seconds(10)
    ) throws(HTTPError) {
        head = try RequestHead(
            method: method, target: Array(target.utf8), headers: headers, limits: HTTPLimits())
        self.body = RequestBody(bytes: body)
        end = MonotonicClock.now &+ deadline.nanoseconds
    }

    /// When this request is answered with 503 if there is no answer yet.
    package var deadline: ContinuousClock.Instant {
        .now + .nanoseconds(Int64(clamping: end) - Int64(clamping: MonotonicClock.now))
    }

    package var id: RequestID { head.id }
    package var method: Method { head.method }
    /// The path as it came, percent-encoded, without the query.
    package var path: String { String(decoding: head.path, as: UTF8.self) }
    package var query: Fields { head.query }
    package var headers: Headers { head.headers }
    package var cookies: Cookies { Cookies(head.headers.all("Cookie")) }
    /// The languages the client wants, most wanted first, in small letters.
    package var acceptLanguages: [String] {
        LanguagePreference.parse(head.headers.all("Accept-Language").joined(separator: ","))
    }

    /// The media type of the body in small letters, without parameters.
    package var mediaType: String? { head.headers["Content-Type"].map { MediaType($0).name } }

    /// The whole body. Throws `HTTPError.bodyTooLarge` beyond `limit`.
    package func bytes(limit: Int = .max) async throws -> [UInt8] {
        var all: [UInt8] = []
        while let chunk = try await body.next() {
            guard all.count + chunk.count <= limit else { throw HTTPError.bodyTooLarge }
            if all.isEmpty { all = chunk } else { all += chunk }
        }
        return all
    }
}

/// The part of a request that came before its body.
final class RequestHead: Sendable {
    let id = RequestID()
    let method: Method
    let path: [UInt8]
    let query: Fields
    let headers: Headers

    /// Splits the target at its first `?` and reads the query. Throws what the client has to be told.
    init(method: Method, target: [UInt8], headers: Headers, limits: HTTPLimits) throws(HTTPError) {
        guard target.count <= limits.targetBytes else { throw .targetTooLong }
        guard headers.byteCount <= limits.headerBytes, headers.count <= limits.headerCount else {
            throw .headersTooLarge
        }
        guard target.first == UInt8(ascii: "/") else { throw .malformed }
        self.method = method
        self.headers = headers
        if let mark = target.firstIndex(of: UInt8(ascii: "?")) {
            path = Array(target[..<mark])
            guard let query = PercentCoding.fields(target[(mark + 1)...], maximum: limits.queryFields) else {
                throw .malformed
            }
            self.query = query
        } else {
            path = target
            query = Fields()
        }
    }
}
