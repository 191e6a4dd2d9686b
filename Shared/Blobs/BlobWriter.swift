package import Foundation
import Vault

/// Takes one file's bytes as they come: hashes them, seals them in chunks, writes these under a temporary name.
package actor BlobWriter {
    private let thread = FileThread()
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    package nonisolated let id: UUID
    private let store: BlobStore
    private let file: FileHandle
    private var sealer: StreamSealer
    private var hash = SHA256()
    private var pending: [UInt8] = []
    private var byteCount = 0
    private var isOpen = true

    init(id: UUID, key: DataKey, store: BlobStore) throws {
        guard !store.contains(id) else { throw BlobError.exists }
        let partial = store.partialURL(id)
        guard
            FileManager.default.createFile(
                atPath: partial.path, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = try? FileHandle(forWritingTo: partial)
        else { throw BlobError.notWritten }
        self.id = id
        self.store = store
        self.file = file
        sealer = try StreamSealer(key: key, context: .blob(id))
        do { try file.write(contentsOf: sealer.header) } catch { throw BlobError.notWritten }
    }

    /// The next bytes, any number of them. At most one chunk of 256 KB is kept in memory.
    package func write(_ bytes: [UInt8]) throws(BlobError) {
        guard isOpen else { throw .notWritten }
        hash.update(bytes)
        byteCount += bytes.count
        var rest = bytes[...]
        while !rest.isEmpty {
            // A full chunk waits until more comes, since only then it is known not to be the last.
            if pending.count == SealedStream.chunkBytes { try writePending(isLast: false) }
            let piece = rest.prefix(SealedStream.chunkBytes - pending.count)
            pending.append(contentsOf: piece)
            rest = rest.dropFirst(piece.count)
        }
    }

    /// Writes the last chunk, syncs, and gives the file its name.
    package func finish() throws(BlobError) -> Blob {
        guard isOpen else { throw .notWritten }
        try complete()
        do {
            try FileManager.default.moveItem(at: store.partialURL(id), to: store.url(id))
            let directory = try FileHandle(forReadingFrom: store.directory)
            try directory.synchronize()
            try directory.close()
        } catch {
            throw .notWritten
        }
        return Blob(id: id, sha256: hash.current(), byteCount: byteCount)
    }

    /// Writes and syncs everything under the temporary name, as far as a crash before the renaming would come.
    func complete() throws(BlobError) {
        try writePending(isLast: true)
        isOpen = false
        do {
            try file.synchronize()
            try file.close()
        } catch {
            throw .notWritten
        }
    }

    /// Gives the file up and removes what was written. After `finish` it does nothing.
    package func abandon() {
        try? file.close()
        isOpen = false
        try? FileManager.default.removeItem(at: store.partialURL(id))
    }

    private func writePending(isLast: Bool) throws(BlobError) {
        let sealed = sealer.seal(pending, isLast: isLast)
        pending.removeAll(keepingCapacity: true)
        do { try file.write(contentsOf: sealed) } catch { throw .notWritten }
    }
}
