import Synchronization

/// The body of a request, as chunks of bytes. Can be read once.
///
/// A streamed body is taken from the connection only as fast as it is read here.
package struct RequestBody: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    private enum Source: Sendable {
        case empty
        case whole(WholeBody)
        case pipe(BodyPipe)
    }

    private let source: Source

    /// A body without bytes.
    package static let nothing = RequestBody(bytes: [])

    init(bytes: [UInt8]) {
        source = bytes.isEmpty ? .empty : .whole(WholeBody(bytes))
    }

    init(pipe: BodyPipe) {
        source = .pipe(pipe)
    }

    /// The next chunk, never empty; nil at the end.
    package func next() async throws -> [UInt8]? {
        switch source {
        case .empty: nil
        case .whole(let body): body.take()
        case .pipe(let pipe): try await pipe.next()
        }
    }

    package func makeAsyncIterator() -> Iterator { Iterator(body: self) }

    package struct Iterator: AsyncIteratorProtocol {
        let body: RequestBody

        package mutating func next() async throws -> [UInt8]? { try await body.next() }
    }
}

private final class WholeBody: Sendable {
    private let bytes: Mutex<[UInt8]>

    init(_ bytes: [UInt8]) {
        self.bytes = Mutex(bytes)
    }

    func take() -> [UInt8]? {
        bytes.withLock { bytes in
            defer { bytes = [] }
            return bytes.isEmpty ? nil : bytes
        }
    }
}
