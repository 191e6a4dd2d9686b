import Dispatch
import Foundation
import Synchronization
import Vault

/// Hashes a file's chunks on one thread while another seals and writes them. The few chunks that are under way bound its
/// memory: who wants another waits.
final class SealingLine: Sendable {
    private struct Pool {
        var free: [Chunk] = []
        var made = 0
        var waiter: CheckedContinuation<Void, Never>?
        var failure: BlobError?
    }

    private static let mostChunks = 4

    private let pool = Mutex(Pool())
    private let hashQueue = DispatchQueue(label: "amparo.blobs.hash")
    private let sealQueue = DispatchQueue(label: "amparo.blobs.seal")
    private let hashing: HashStage
    private let sealing: SealStage

    init(_ hashing: HashStage, _ sealing: SealStage) {
        self.hashing = hashing
        self.sealing = sealing
    }

    /// An empty chunk, as soon as one is free. Throws what went wrong with an earlier one.
    func chunk() async throws(BlobError) -> Chunk {
        while true {
            let found = pool.withLock { pool -> Result<Chunk?, BlobError> in
                if let failure = pool.failure { return .failure(failure) }
                if let chunk = pool.free.popLast() { return .success(chunk) }
                guard pool.made < Self.mostChunks else { return .success(nil) }
                pool.made += 1
                return .success(Chunk())
            }
            if let chunk = try found.get() { return chunk }
            await withCheckedContinuation { continuation in
                let goesOn = pool.withLock { pool in
                    if !pool.free.isEmpty || pool.failure != nil { return true }
                    pool.waiter = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        }
    }

    /// Sends a chunk on its way.
    func send(_ chunk: Chunk, isLast: Bool) {
        hashQueue.async { [hashing] in hashing.hash(chunk) }
        sealQueue.async { [self] in
            if pool.withLock({ $0.failure }) == nil {
                do throws(BlobError) { try sealing.seal(chunk, isLast: isLast) } catch { fail(error) }
            }
            chunk.hashed.wait()
            release(chunk)
        }
    }

    /// Does something with the file when all chunks so far are written.
    ///
    /// - Parameter always: Also where one of them could not be.
    func afterwards<R: Sendable>(
        always: Bool = false, _ body: @escaping @Sendable (SealStage) throws(BlobError) -> R
    ) async throws(BlobError) -> R {
        try await withCheckedContinuation { (continuation: CheckedContinuation<Result<R, BlobError>, Never>) in
            sealQueue.async { [self] in
                if !always, let failure = pool.withLock({ $0.failure }) {
                    return continuation.resume(returning: .failure(failure))
                }
                continuation.resume(returning: Result { () throws(BlobError) in try body(sealing) })
            }
        }.get()
    }

    /// Over everything that was sent; to be asked when that is written.
    func digest() -> [UInt8] { hashQueue.sync { hashing.digest } }

    func release(_ chunk: Chunk) {
        chunk.clear()
        pool.withLock { pool in
            pool.free.append(chunk)
            return pool.waiter.take()
        }?.resume()
    }

    private func fail(_ error: BlobError) {
        pool.withLock { pool in
            pool.failure = pool.failure ?? error
            return pool.waiter.take()
        }?.resume()
    }
}

/// Lives on the hashing queue.
final class HashStage: @unchecked Sendable {  // used on one serial queue
    private var hash: SHA256
    private let laysDown: Bool

    init(_ hash: consuming SHA256, laysDown: Bool) {
        self.hash = hash
        self.laysDown = laysDown
    }

    var digest: [UInt8] { hash.current() }

    func hash(_ chunk: Chunk) {
        hash.update(chunk.bytes)
        if laysDown { chunk.hashState = hash.state }
        chunk.hashed.signal()
    }
}
