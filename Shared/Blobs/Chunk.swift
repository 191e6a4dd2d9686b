import Dispatch
import Glibc
import Vault

/// Memory for one chunk of a file: filled by the writer, then read by the thread that hashes and the one that seals.
final class Chunk: @unchecked Sendable {  // one owner writes it; while two threads have it, both only read
    static let capacity = SealedStream.chunkBytes

    private let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 64)
    private(set) var count = 0
    /// Signalled when the chunk has been hashed.
    let hashed = DispatchSemaphore(value: 0)
    /// The hash's state behind this chunk, where it is asked for.
    var hashState: [UInt8]?

    deinit {
        explicit_bzero(memory, Self.capacity)
        memory.deallocate()
    }

    var isFull: Bool { count == Self.capacity }
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: memory, count: count) }

    /// Takes what fits; returns how much that was.
    func append(_ bytes: ArraySlice<UInt8>) -> Int {
        let taken = min(bytes.count, Self.capacity - count)
        bytes.withUnsafeBytes {
            if let from = $0.baseAddress { (memory + count).copyMemory(from: from, byteCount: taken) }
        }
        count += taken
        return taken
    }

    func clear() {
        count = 0
        hashState = nil
    }
}
