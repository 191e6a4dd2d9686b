/// Routes: a method and a pattern, such as `/case/{id}/finding/{number}`, to an `async` handler.
///
/// A literal segment wins over a parameter. GET routes answer HEAD too. Patterns that make no sense, or are there twice,
/// end the process at start with the reason: they are mistakes in the program.
package struct Router: Sendable {
    typealias Handler = @Sendable (Request, [String]) async throws -> Response

    struct Route: Sendable {
        let description: RouteDescription
        let handler: Handler
    }

    private(set) var entries: [Route] = []
    private var tree = RouteTree()

    package init() {}

    /// All routes, for the access matrix.
    package var routes: [RouteDescription] { entries.map(\.description) }

    /// Registers a handler. The path's parameters are given to it in their order, as the types named.
    package mutating func on<each P: PathParameter>(
        _ method: Method,
        _ pattern: String,
        _ types: repeat (each P).Type,
        access: RouteAccess,
        body: BodyPolicy = .none,
        deadline: Duration? = nil,
        _ handler: @escaping @Sendable (Request, repeat each P) async throws -> Response
    ) {
        let description = RouteDescription(
            method: method, pattern: pattern, access: access, body: body, deadline: deadline)
        var count = 0
        for _ in repeat each types { count += 1 }
        precondition(RouteTree.parameterCount(pattern) == count, "\(pattern) has other parameters than its handler")
        add(
            Route(description: description) { request, segments in
                var next = 0
                func parameter<T: PathParameter>(_ type: T.Type) throws -> T {
                    defer { next += 1 }
                    guard let value = T(pathSegment: segments[next]) else { throw HTTPError.notFound }
                    return value
                }
                return try await handler(request, repeat try parameter((each P).self))
            })
    }

    package mutating func get<each P: PathParameter>(
        _ pattern: String,
        _ types: repeat (each P).Type,
        access: RouteAccess,
        deadline: Duration? = nil,
        _ handler: @escaping @Sendable (Request, repeat each P) async throws -> Response
    ) {
        on(.get, pattern, repeat each types, access: access, deadline: deadline, handler)
    }

    package mutating func post<each P: PathParameter>(
        _ pattern: String,
        _ types: repeat (each P).Type,
        access: RouteAccess,
        body: BodyPolicy = .whole(),
        deadline: Duration? = nil,
        _ handler: @escaping @Sendable (Request, repeat each P) async throws -> Response
    ) {
        on(.post, pattern, repeat each types, access: access, body: body, deadline: deadline, handler)
    }

    package mutating func delete<each P: PathParameter>(
        _ pattern: String,
        _ types: repeat (each P).Type,
        access: RouteAccess,
        _ handler: @escaping @Sendable (Request, repeat each P) async throws -> Response
    ) {
        on(.delete, pattern, repeat each types, access: access, handler)
    }

    /// Takes over all routes of another router.
    package mutating func mount(_ other: Router) {
        for route in other.entries { add(route) }
    }

    /// The same routes; `change` has the last word on what their handlers answer.
    package func answering(_ change: @escaping @Sendable (Request, inout Response) -> Void) -> Router {
        var router = Router()
        for route in entries {
            router.add(
                Route(description: route.description) { request, segments in
                    var response = try await route.handler(request, segments)
                    change(request, &response)
                    return response
                })
        }
        return router
    }

    /// Answers a request that came from no connection: what a test of routes needs.
    package func respond(to request: Request, errors: ErrorRenderer = .problem) async -> Response {
        do {
            let match = try match(request.method, request.head.path)
            return try await entries[match.route].handler(request, match.parameters)
        } catch {
            return errors.response(to: ErrorRenderer.failure(for: error), request: request)
        }
    }

    func match(_ method: Method, _ path: [UInt8]) throws(HTTPError) -> RouteTree.Match {
        try tree.match(method, path)
    }

    private mutating func add(_ route: Route) {
        entries.append(route)
        tree.insert(route.description.method, route.description.pattern, route: entries.count - 1)
    }
}
