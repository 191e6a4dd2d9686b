import Foundation
import Vault

/// A sealed file's plaintext. Each loop over it reads from the beginning; every chunk is authentic, but the whole is only
/// when the loop has ended without an error.
package struct BlobChunks: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    let id: UUID
    let key: DataKey
    let url: URL

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let reader: BlobReader

        package mutating func next() async throws -> [UInt8]? { try await reader.next() }
    }

    package func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(reader: BlobReader(id: id, key: key, url: url))
    }
}

/// Reads and opens chunk after chunk on a thread of its own.
private actor BlobReader {
    private let thread = FileThread()
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

    private let id: UUID
    private let key: DataKey
    private let url: URL
    private var open: OpenFile?
    private var isFinished = false

    private struct OpenFile: ~Copyable {
        let handle: FileHandle
        var opener: StreamOpener
    }

    init(id: UUID, key: DataKey, url: URL) {
        self.id = id
        self.key = key
        self.url = url
    }

    func next() throws -> [UInt8]? {
        guard !isFinished else { return nil }
        if open == nil { open = try openFile() }
        guard let sealed = try read(SealedStream.chunkBytes + SealedStream.overheadBytes) else {
            throw VaultError.truncated
        }
        guard let (chunk, isLast) = try open?.opener.open(sealed) else { return nil }
        if isLast {
            // Whatever follows the last chunk was put there by somebody else.
            guard try read(1) == nil else { throw VaultError.malformed }
            isFinished = true
            open = nil
        }
        return chunk
    }

    private func openFile() throws -> OpenFile {
        guard FileManager.default.fileExists(atPath: url.path) else { throw BlobError.missing }
        guard let handle = try? FileHandle(forReadingFrom: url),
            let header = try? handle.read(upToCount: SealedStream.headerBytes)
        else { throw BlobError.unreadable }
        return OpenFile(
            handle: handle, opener: try StreamOpener(header: [UInt8](header), key: key, context: .blob(id)))
    }

    private func read(_ count: Int) throws(BlobError) -> [UInt8]? {
        do {
            guard let data = try open?.handle.read(upToCount: count), !data.isEmpty else { return nil }
            return [UInt8](data)
        } catch {
            throw .unreadable
        }
    }
}
