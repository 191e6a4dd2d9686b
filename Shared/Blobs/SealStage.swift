import Foundation
import Vault

/// Seals chunks and writes them; lives on the sealing queue. A file that may be interrupted has a checkpoint behind its last
/// whole chunk, written together with it.
final class SealStage: @unchecked Sendable {  // used on one serial queue
    private let id: UUID
    private let key: DataKey
    private var sealer: StreamSealer
    private var file: BlobFile?
    private let isResumable: Bool
    private let output: UnsafeMutableRawPointer
    /// Bytes in whole chunks, and where the next chunk goes.
    private var byteCount: Int
    private var offset: Int
    private var lastState: [UInt8]
    private var pushed: Int

    /// How much is written before the disk is made to begin with it.
    private static let pushBytes = 8 * 1024 * 1024
    private static let outputBytes = Chunk.capacity + SealedStream.overheadBytes + 1024

    init(
        id: UUID, key: DataKey, sealer: consuming StreamSealer, file: BlobFile, isResumable: Bool, byteCount: Int = 0,
        hashState: [UInt8] = []
    ) {
        self.id = id
        self.key = key
        self.sealer = sealer
        self.file = file
        self.isResumable = isResumable
        self.byteCount = byteCount
        lastState = hashState
        offset = SealedStream.offset(ofByte: byteCount)
        pushed = offset
        output = .allocate(byteCount: Self.outputBytes, alignment: 64)
    }

    deinit { output.deallocate() }

    func seal(_ chunk: Chunk, isLast: Bool) throws(BlobError) {
        guard let file else { throw .notWritten }
        let count = chunk.count + SealedStream.overheadBytes
        sealer.seal(chunk.bytes, isLast: isLast, into: output)
        var trailer: [UInt8] = []
        if isResumable, !isLast {
            chunk.hashed.wait()
            chunk.hashed.signal()
            lastState = chunk.hashState ?? []
            trailer = try checkpoint(byteCount: byteCount + chunk.count, pending: [])
            trailer.withUnsafeBytes {
                if let from = $0.baseAddress { (output + count).copyMemory(from: from, byteCount: $0.count) }
            }
        }
        try file.write(UnsafeRawBufferPointer(start: output, count: count + trailer.count), at: offset)
        byteCount += chunk.count
        offset += count
        if isLast { return try file.truncate(to: offset) }
        if offset - pushed >= Self.pushBytes {
            file.startWriting(from: pushed, count: offset - pushed)
            pushed = offset
        }
    }

    /// Lays down what another writer needs to go on, `pending` included.
    func layDown(pending: [UInt8]) throws(BlobError) {
        guard let file else { throw .notWritten }
        let trailer = try checkpoint(byteCount: byteCount, pending: pending)
        try file.write(trailer, at: offset)
        try file.truncate(to: offset + trailer.count)
        try file.synchronize()
        close()
    }

    func synchronize() throws(BlobError) {
        guard let file else { throw .notWritten }
        try file.synchronize()
        close()
    }

    /// Lets go of the file, and of its lock.
    func close() { file = nil }

    private func checkpoint(byteCount: Int, pending: [UInt8]) throws(BlobError) -> [UInt8] {
        var state = sealer.laidDown
        defer { wipe(&state) }
        let checkpoint = Checkpoint(byteCount: byteCount, sealer: state, hash: lastState, pending: pending)
        do { return try checkpoint.sealed(id, key) } catch { throw .notWritten }
    }
}
