/// Where a test may stop a relay or a consumer, as a crash would.
package struct RelayFaults: Sendable {
    package enum Point: Sendable {
        case numbered, beforeProduce, produced
    }

    private let hook: @Sendable (Point) async throws -> Void

    package init(_ hook: @escaping @Sendable (Point) async throws -> Void) {
        self.hook = hook
    }

    package static let none = RelayFaults { _ in }

    func pass(_ point: Point) async throws { try await hook(point) }
}
