package import Foundation
import Glibc
package import Vault

/// Sealed files in one directory, which the instances of a service share.
///
/// A file appears under its id only when it is whole and synced. The caller then names it in a row, and reads it with
/// the same key and id. What no row names is removed by `sweep`.
package final class BlobStore: Sendable {
    let directory: URL
    let fileMode: mode_t

    /// Makes the directory where it is missing. With `groupReads` the directory's group may read the files, so that a
    /// service of another user can adopt them; they are sealed either way.
    package init(directory: URL, groupReads: Bool = false) throws(BlobError) {
        self.directory = directory
        fileMode = groupReads ? 0o640 : 0o600
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true,
                attributes: [.posixPermissions: groupReads ? 0o750 : 0o700])
        } catch {
            throw .notWritten
        }
    }

    /// Begins a new file. Nothing of it counts before `finish`. One that is `resumable` can be interrupted.
    package func writer(
        id: UUID = Randomness.timelessUUID(), key: DataKey, resumable: Bool = false
    ) throws -> BlobWriter {
        try BlobWriter(id: id, key: key, store: self, isResumable: resumable)
    }

    /// Goes on with a file that was interrupted, by a suspension or by the end of its process. The writer says how many
    /// bytes it has. `busy` while another writer has the file.
    package func resume(_ id: UUID, key: DataKey) async throws -> BlobWriter {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(with: Result { try self.takeUp(id, key) })
            }
        }
    }

    private func takeUp(_ id: UUID, _ key: DataKey) throws -> BlobWriter {
        let file = try BlobFile(opening: partialURL(id), forWriting: true)
        guard file.lock() else { throw BlobError.busy }
        // The one before may have finished it between the two.
        guard !contains(id) else { throw BlobError.exists }
        guard let size = file.size else { throw BlobError.unreadable }
        let checkpoint =
            if let kept = Checkpoint(endOf: file, size: size, id, key) { kept } else {
                try Checkpoint(readingAgain: file, id, key)
            }
        return try BlobWriter(id: id, key: key, store: self, file: file, after: checkpoint)
    }

    /// Seals everything that `chunks` brings, whatever its pieces' sizes. Where it throws, nothing is left behind.
    package func write<Chunks: AsyncSequence>(
        _ chunks: Chunks, id: UUID = Randomness.timelessUUID(), key: DataKey
    ) async throws -> Blob where Chunks.Element == [UInt8] {
        let writer = try writer(id: id, key: key)
        do {
            for try await chunk in chunks { try await writer.write(chunk) }
            return try await writer.finish()
        } catch {
            await writer.abandon()
            throw error
        }
    }

    /// The file's plaintext, chunk by chunk.
    package func read(_ id: UUID, key: DataKey) -> BlobChunks {
        BlobChunks(id: id, key: key, url: url(id))
    }

    package func contains(_ id: UUID) -> Bool {
        access(url(id).path, F_OK) == 0
    }

    /// Removes the file, finished or not. One that is gone already is no error.
    package func remove(_ id: UUID) throws(BlobError) {
        try BlobFile.remove(url(id))
        try BlobFile.remove(partialURL(id))
    }

    /// Bytes that the file system still has for this process; nil where it does not say.
    package var freeBytes: Int? {
        var status = statvfs()
        guard statvfs(directory.path, &status) == 0 else { return nil }
        return Int(clamping: UInt64(status.f_bavail) * UInt64(status.f_frsize))
    }

    func url(_ id: UUID) -> URL {
        directory.appending(path: id.uuidString.lowercased())
    }

    func partialURL(_ id: UUID) -> URL {
        directory.appending(path: ".\(id.uuidString.lowercased()).partial")
    }
}
