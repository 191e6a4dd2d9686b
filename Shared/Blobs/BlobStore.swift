package import Foundation
package import Vault

/// Sealed files in one directory, which the instances of a service share.
///
/// A file appears under its id only when it is whole and synced. The caller then names it in a row, and reads it with
/// the same key and id. What no row names is removed by `sweep`.
package final class BlobStore: Sendable {
    let directory: URL

    /// Makes the directory where it is missing.
    package init(directory: URL) throws(BlobError) {
        self.directory = directory
        do {
            try FileManager.default.createDirectory(
                at: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .notWritten
        }
    }

    /// Begins a new file. Nothing of it counts before `finish`.
    package func writer(id: UUID = Randomness.timelessUUID(), key: DataKey) throws -> BlobWriter {
        try BlobWriter(id: id, key: key, store: self)
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
        FileManager.default.fileExists(atPath: url(id).path)
    }

    /// Removes the file. One that is gone already is no error.
    package func remove(_ id: UUID) throws(BlobError) {
        guard contains(id) else { return }
        do { try FileManager.default.removeItem(at: url(id)) } catch { throw .notWritten }
    }

    func url(_ id: UUID) -> URL {
        directory.appending(path: id.uuidString.lowercased())
    }

    func partialURL(_ id: UUID) -> URL {
        directory.appending(path: ".\(id.uuidString.lowercased()).partial")
    }
}

extension SealContext {
    /// A file opens under its own id only.
    static func blob(_ id: UUID) -> SealContext { SealContext(table: "blobs", column: "content", row: id) }
}
