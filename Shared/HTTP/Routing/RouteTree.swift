/// Finds a route by the segments of a path.
struct RouteTree: Sendable {
    struct Match {
        let route: Int
        let parameters: [String]
    }

    private struct Node: Sendable {
        var literals: [(segment: [UInt8], node: Int)] = []
        var parameter: Int?
        var routes: [(method: Method, route: Int)] = []
    }

    private var nodes = [Node()]

    static func parameterCount(_ pattern: String) -> Int {
        segments(of: pattern).count(where: isParameter)
    }

    mutating func insert(_ method: Method, _ pattern: String, route: Int) {
        var node = 0
        for segment in Self.segments(of: pattern) {
            if Self.isParameter(segment) {
                node = nodes[node].parameter ?? grow { nodes, new in nodes[node].parameter = new }
            } else {
                let bytes = Array(segment.utf8)
                node =
                    nodes[node].literals.first { $0.segment == bytes }?.node
                    ?? grow { nodes, new in nodes[node].literals.append((bytes, new)) }
            }
        }
        precondition(!nodes[node].routes.contains { $0.method == method }, "\(method) \(pattern) is there twice")
        nodes[node].routes.append((method, route))
    }

    /// Throws 400 for a path that is not well formed, 404 where nothing is, 405 where the method is not served.
    func match(_ method: Method, _ path: [UInt8]) throws(HTTPError) -> Match {
        guard path.first == UInt8(ascii: "/") else { throw .malformed }
        var parameters: [Range<Int>] = []
        var found = find(path, from: 1, node: 0, &parameters)
        if found == nil, path.contains(UInt8(ascii: "%")) {
            // A literal may come percent-encoded too.
            let (segments, plain) = try Self.decoded(path)
            var indices: [Range<Int>] = []
            found = find(plain, from: 1, node: 0, &indices)
            guard let node = found, !segments.contains(where: { $0.contains("/") }) else { throw .notFound }
            return Match(
                route: try route(of: node, method),
                parameters: indices.map { String(decoding: plain[$0], as: UTF8.self) })
        }
        guard let node = found else { throw .notFound }
        let route = try route(of: node, method)
        guard !parameters.isEmpty else { return Match(route: route, parameters: []) }
        var values: [String] = []
        for range in parameters {
            guard let value = PercentCoding.decode(path[range]) else { throw .malformed }
            values.append(value)
        }
        return Match(route: route, parameters: values)
    }

    private func route(of node: Int, _ method: Method) throws(HTTPError) -> Int {
        let routes = nodes[node].routes
        if let exact = routes.first(where: { $0.method == method }) { return exact.route }
        if method == .head, let get = routes.first(where: { $0.method == .get }) { return get.route }
        var allowed = routes.map(\.method)
        if allowed.contains(.get), !allowed.contains(.head) { allowed.append(.head) }
        throw .methodNotAllowed(allowed: allowed.sorted { $0.rawValue < $1.rawValue })
    }

    private func find(_ path: [UInt8], from start: Int, node: Int, _ parameters: inout [Range<Int>]) -> Int? {
        guard start < path.count else {
            guard start == path.count else { return nil }
            if node == 0, !nodes[node].routes.isEmpty { return node }
            // A slash at the end begins a segment of its own, an empty one.
            return nodes[node].literals.first { $0.segment.isEmpty }?.node
        }
        var end = start
        while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
        for literal in nodes[node].literals where literal.segment.elementsEqual(path[start..<end]) {
            if let found = descend(path, end, literal.node, &parameters) { return found }
        }
        guard let parameter = nodes[node].parameter, end > start else { return nil }
        parameters.append(start..<end)
        if let found = descend(path, end, parameter, &parameters) { return found }
        parameters.removeLast()
        return nil
    }

    private func descend(_ path: [UInt8], _ end: Int, _ node: Int, _ parameters: inout [Range<Int>]) -> Int? {
        if end == path.count { return nodes[node].routes.isEmpty ? nil : node }
        return find(path, from: end + 1, node: node, &parameters)
    }

    private mutating func grow(_ link: (inout [Node], Int) -> Void) -> Int {
        nodes.append(Node())
        link(&nodes, nodes.count - 1)
        return nodes.count - 1
    }

    private static func decoded(_ path: [UInt8]) throws(HTTPError) -> (segments: [String], path: [UInt8]) {
        var segments: [String] = []
        for segment in path.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let decoded = PercentCoding.decode(segment) else { throw .malformed }
            segments.append(decoded)
        }
        return (segments, Array(("/" + segments.joined(separator: "/")).utf8))
    }

    private static func segments(of pattern: String) -> [Substring] {
        precondition(pattern.hasPrefix("/"), "\(pattern) must begin with a slash")
        guard pattern != "/" else { return [] }
        return pattern.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    }

    private static func isParameter(_ segment: Substring) -> Bool {
        segment.hasPrefix("{") && segment.hasSuffix("}")
    }
}
