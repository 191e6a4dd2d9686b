import Foundation
import Vault

/// What stands behind the whole chunks of an unfinished file, so that another process can go on with it: the sealer's and
/// the hash's state, and the bytes that do not fill a chunk yet. Sealed under the file's key, overwritten by the next chunk.
struct Checkpoint {
    /// Bytes in whole chunks.
    var byteCount: Int
    var sealer: [UInt8]
    var hash: [UInt8]
    var pending: [UInt8]

    private static let version: UInt8 = 1
    private static let lengthBytes = 4
    private static let headBytes = 1 + 8
    /// The most it can take up, its own length behind it included.
    static let mostBytes =
        headBytes + SealedStream.stateBytes + SHA256.count + SealedStream.chunkBytes + 64 + lengthBytes

    init(byteCount: Int, sealer: [UInt8], hash: [UInt8], pending: [UInt8]) {
        self.byteCount = byteCount
        self.sealer = sealer
        self.hash = hash
        self.pending = pending
    }

    /// Sealed, with its length behind it.
    func sealed(_ id: UUID, _ key: DataKey) throws(VaultError) -> [UInt8] {
        var plain = [Self.version]
        plain.reserveCapacity(Self.headBytes + sealer.count + hash.count + pending.count)
        plain.append(contentsOf: Self.bytes(UInt64(byteCount), count: 8))
        plain += sealer + hash
        plain += pending
        defer { wipe(&plain) }
        let sealed = try key.seal(plain, context: .checkpoint(id))
        return sealed + Self.bytes(UInt64(sealed.count), count: Self.lengthBytes)
    }

    /// Reads it from the end of a file; nil where what stands there is none, or belongs to another length.
    init?(endOf file: BlobFile, size: Int, _ id: UUID, _ key: DataKey) {
        guard size > SealedStream.headerBytes + Self.lengthBytes,
            let tail = try? file.read(Self.lengthBytes, at: size - Self.lengthBytes), tail.count == Self.lengthBytes
        else { return nil }
        let length = Int(tail.reversed().reduce(0) { $0 << 8 | UInt64($1) })
        let start = size - Self.lengthBytes - length
        guard length <= Self.mostBytes, start >= SealedStream.headerBytes,
            let sealed = try? file.read(length, at: start), sealed.count == length,
            var plain = try? key.open(sealed, context: .checkpoint(id))
        else { return nil }
        defer { wipe(&plain) }
        let hashStart = Self.headBytes + SealedStream.stateBytes
        let pendingStart = hashStart + SHA256.count
        guard plain.first == Self.version, plain.count >= pendingStart else { return nil }
        byteCount = Int(clamping: plain[1..<Self.headBytes].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) })
        sealer = Array(plain[Self.headBytes..<hashStart])
        hash = Array(plain[hashStart..<pendingStart])
        pending = Array(plain[pendingStart...])
        guard pending.count <= Chunk.capacity, byteCount.isMultiple(of: Chunk.capacity),
            SealedStream.offset(ofByte: byteCount) == start
        else { return nil }
    }

    /// Where a process died while it wrote: reads all whole chunks again and finds out behind the last authentic one.
    init(readingAgain file: BlobFile, _ id: UUID, _ key: DataKey) throws {
        var opener = try StreamOpener(
            header: try file.read(SealedStream.headerBytes, at: 0), key: key, context: .blob(id))
        var hash = SHA256()
        byteCount = 0
        sealer = opener.laidDown
        let size = Chunk.capacity + SealedStream.overheadBytes
        while true {
            let sealed = try file.read(size, at: SealedStream.offset(ofByte: byteCount))
            // The file's last chunk is sent again: whatever comes behind it would have to be told apart.
            guard sealed.count == size, let (chunk, isLast) = try? opener.open(sealed), !isLast else { break }
            hash.update(chunk)
            byteCount += chunk.count
            sealer = opener.laidDown
        }
        self.hash = hash.state ?? []
        pending = []
    }

    private static func bytes(_ number: UInt64, count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * UInt64($0))) }
    }
}

extension SealedStream {
    /// Where the chunk begins that holds this byte, the first of a chunk.
    static func offset(ofByte count: Int) -> Int {
        headerBytes + count / chunkBytes * (chunkBytes + overheadBytes)
    }
}

extension SealContext {
    /// A file opens under its own id only.
    static func blob(_ id: UUID) -> SealContext { SealContext(table: "blobs", column: "content", row: id) }
    static func checkpoint(_ id: UUID) -> SealContext { SealContext(table: "blobs", column: "checkpoint", row: id) }
}
