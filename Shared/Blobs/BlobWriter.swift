package import Foundation
import Vault

/// Takes one file's bytes as they come, hashes and seals them in chunks, and writes these under a temporary name.
package actor BlobWriter {
    package nonisolated let id: UUID
    private let store: BlobStore
    private let line: SealingLine
    private let isResumable: Bool
    /// What is being filled.
    private var pending: Chunk?
    private var isOpen = true
    private var isTouched = false
    /// The bytes taken so far.
    package private(set) var byteCount: Int

    /// A new file.
    init(id: UUID, key: DataKey, store: BlobStore, isResumable: Bool) throws {
        guard !store.contains(id) else { throw BlobError.exists }
        let file = try BlobFile(creating: store.partialURL(id), mode: store.fileMode)
        guard file.lock() else { throw BlobError.busy }
        let sealer = try StreamSealer(key: key, context: .blob(id))
        let hash = SHA256()
        let state = hash.state ?? []
        do {
            try file.write(sealer.header, at: 0)
        } catch {
            try? BlobFile.remove(store.partialURL(id))
            throw error
        }
        self.id = id
        self.store = store
        self.isResumable = isResumable
        byteCount = 0
        line = SealingLine(
            HashStage(hash, laysDown: isResumable),
            SealStage(id: id, key: key, sealer: sealer, file: file, isResumable: isResumable, hashState: state))
    }

    /// Goes on behind a checkpoint.
    init(id: UUID, key: DataKey, store: BlobStore, file: BlobFile, after checkpoint: Checkpoint) throws {
        guard let hash = SHA256(state: checkpoint.hash, byteCount: checkpoint.byteCount) else {
            throw BlobError.unreadable
        }
        let sealer = try StreamSealer(state: checkpoint.sealer, context: .blob(id))
        self.id = id
        self.store = store
        isResumable = true
        byteCount = checkpoint.byteCount + checkpoint.pending.count
        line = SealingLine(
            HashStage(hash, laysDown: true),
            SealStage(
                id: id, key: key, sealer: sealer, file: file, isResumable: true, byteCount: checkpoint.byteCount,
                hashState: checkpoint.hash))
        if !checkpoint.pending.isEmpty {
            let chunk = Chunk()
            _ = chunk.append(checkpoint.pending[...])
            pending = chunk
        }
    }

    /// The next bytes, any number of them. Waits while as much is under way as may be.
    package func write(_ bytes: [UInt8]) async throws(BlobError) {
        guard isOpen else { throw .notWritten }
        isTouched = true
        var rest = bytes[...]
        while !rest.isEmpty {
            let chunk = try await chunkWithRoom()
            rest = rest.dropFirst(chunk.append(rest))
        }
        byteCount += bytes.count
    }

    /// Writes the last chunk, syncs, and gives the file its name.
    package func finish() async throws(BlobError) -> Blob {
        try await complete()
        try await line.afterwards { [store, id] _ throws(BlobError) in
            try BlobFile.rename(store.partialURL(id), to: store.url(id))
            try BlobFile.synchronize(directory: store.directory)
        }
        return Blob(id: id, sha256: line.digest(), byteCount: byteCount)
    }

    /// Writes and syncs everything under the temporary name, as far as a crash before the renaming would come.
    func complete() async throws(BlobError) {
        guard isOpen else { throw .notWritten }
        isOpen = false
        let last: Chunk = if let pending { pending } else { try await line.chunk() }
        pending = nil
        line.send(last, isLast: true)
        try await line.afterwards { sealing throws(BlobError) in try sealing.synchronize() }
    }

    /// Stops so that `BlobStore.resume` can go on behind the last byte, in this process or another. For a writer that was
    /// made resumable. After `finish` it does nothing.
    package func suspend() async throws(BlobError) {
        guard isOpen, isResumable else { return }
        isOpen = false
        let rest = pending.map { Array($0.bytes) } ?? []
        pending = nil
        let isTouched = isTouched
        do throws(BlobError) {
            if isTouched {
                try await line.afterwards { sealing throws(BlobError) in try sealing.layDown(pending: rest) }
            }
        } catch {
            await letGo()
            throw error
        }
        await letGo()
    }

    /// Gives the file up and removes what was written. After `finish` it does nothing.
    package func abandon() async {
        isOpen = false
        pending = nil
        await letGo()
        try? BlobFile.remove(store.partialURL(id))
    }

    private func letGo() async {
        try? await line.afterwards(always: true) { sealing throws(BlobError) in sealing.close() }
    }

    private func chunkWithRoom() async throws(BlobError) -> Chunk {
        if let pending, !pending.isFull { return pending }
        // A full chunk waits until more comes, since only then it is known not to be the last.
        if let full = pending {
            pending = nil
            line.send(full, isLast: false)
        }
        let chunk = try await line.chunk()
        // It may have been suspended or given up meanwhile.
        guard isOpen else {
            line.release(chunk)
            throw .notWritten
        }
        pending = chunk
        return chunk
    }
}
