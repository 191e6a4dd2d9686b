import Synchronization
import Vault

/// Passes on what it reads, and knows the hash of all of it afterwards.
struct HashedChunks<Base: AsyncSequence & Sendable>: AsyncSequence, Sendable where Base.Element == [UInt8] {
    let base: Base
    let hash: RunningHash

    typealias Element = [UInt8]
    typealias Failure = any Error

    struct AsyncIterator: AsyncIteratorProtocol {
        typealias Element = [UInt8]
        typealias Failure = any Error

        fileprivate var base: Base.AsyncIterator
        fileprivate let hash: RunningHash

        mutating func next(isolation actor: isolated (any Actor)?) async throws(any Error) -> [UInt8]? {
            guard let chunk = try await base.next(isolation: actor) else { return nil }
            hash.update(chunk)
            return chunk
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(base: base.makeAsyncIterator(), hash: hash) }
}

final class RunningHash: Sendable {
    private let hash = Mutex(SHA256())

    func update(_ bytes: [UInt8]) { hash.withLock { $0.update(bytes) } }

    var current: [UInt8] { hash.withLock { $0.current() } }
}
