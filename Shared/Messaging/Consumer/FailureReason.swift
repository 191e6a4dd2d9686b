import ServiceRuntime

extension BatchHandling {
    /// A code for the dead letters: what the handler said, or the code of what it threw.
    static func reason(_ error: any Error) -> String {
        if case HandlingFailure.reject(let reason) = error { return code(reason.description) }
        if let error = error as? any CodedError { return code(error.code) }
        return code(String(describing: type(of: error)))
    }

    private static func code(_ text: String) -> String {
        let code = text.lowercased().utf8.prefix(64).map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): byte
            default: UInt8(ascii: "-")
            }
        }
        return code.isEmpty ? "failed" : String(decoding: code, as: UTF8.self)
    }
}

/// Where a test may stop a consumer, as a crash would.
package struct ConsumerFaults: Sendable {
    package enum Point: Sendable {
        case beforeCommit, committed
    }

    private let hook: @Sendable (Point) async throws -> Void

    package init(_ hook: @escaping @Sendable (Point) async throws -> Void) {
        self.hook = hook
    }

    package static let none = ConsumerFaults { _ in }

    func pass(_ point: Point) async throws { try await hook(point) }
}
