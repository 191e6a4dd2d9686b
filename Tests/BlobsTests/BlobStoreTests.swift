import Blobs
import Foundation
import Testing
import Vault

@Suite final class BlobStoreTests: Sendable {
    static let chunk = SealedStream.chunkBytes

    let directory: URL
    let store: BlobStore
    let key: DataKey

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "amparo-blobs-\(UUID().uuidString)")
        store = try BlobStore(directory: directory)
        key = try DataKey()
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    private func stream(_ bytes: [UInt8], piece: Int) -> AsyncStream<[UInt8]> {
        AsyncStream { continuation in
            for start in stride(from: 0, to: bytes.count, by: piece) {
                continuation.yield(Array(bytes[start..<min(start + piece, bytes.count)]))
            }
            continuation.finish()
        }
    }

    private func readAll(_ id: UUID, key: DataKey? = nil) async throws -> [UInt8] {
        try await store.read(id, key: key ?? self.key).reduce(into: []) { $0 += $1 }
    }

    private func file(_ id: UUID) -> URL { directory.appending(path: id.uuidString.lowercased()) }

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: directory.path) }

    @Test(arguments: [0, 1, chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 17] as [Int], [9_999, chunk, 900_000])
    func `a file comes back across the borders of chunks`(count: Int, piece: Int) async throws {
        let bytes = Randomness.bytes(count)
        let blob = try await store.write(stream(bytes, piece: piece), key: key)
        #expect(blob.byteCount == count)
        #expect(blob.sha256 == SHA256.hash(bytes))
        #expect(try await readAll(blob.id) == bytes)
        #expect(try names() == [blob.id.uuidString.lowercased()])
        let sealed = try Data(contentsOf: file(blob.id))
        #expect(sealed.first == 4)
        if count > 1000 { #expect(sealed.range(of: Data(bytes[100..<132])) == nil) }
    }

    @Test func `another key, or another file's id, does not open it`() async throws {
        let blob = try await store.write(stream([1, 2, 3], piece: 3), key: key)
        await #expect(throws: VaultError.notAuthentic) { try await self.readAll(blob.id, key: DataKey()) }
        let other = UUID()
        try FileManager.default.copyItem(at: file(blob.id), to: file(other))
        await #expect(throws: VaultError.notAuthentic) { try await self.readAll(other) }
    }

    @Test func `a file cut off anywhere is not taken for whole`() async throws {
        let blob = try await store.write(stream(Randomness.bytes(2 * Self.chunk + 5), piece: Self.chunk), key: key)
        let whole = try Data(contentsOf: file(blob.id))
        let sealedChunk = Self.chunk + SealedStream.overheadBytes
        let header = SealedStream.headerBytes
        for count in [
            0, 1, header, header + 5, header + sealedChunk - 1, header + sealedChunk, header + 2 * sealedChunk,
            whole.count - 1,
        ] {
            try whole.prefix(count).write(to: file(blob.id))
            await #expect(throws: (any Error).self, "\(count) bytes") { try await self.readAll(blob.id) }
        }
        try (whole + [0]).write(to: file(blob.id))
        await #expect(throws: VaultError.self) { try await self.readAll(blob.id) }
    }

    @Test func `swapped, doubled or changed chunks are noticed`() async throws {
        let blob = try await store.write(stream(Randomness.bytes(3 * Self.chunk), piece: Self.chunk), key: key)
        let whole = try Data(contentsOf: file(blob.id))
        let size = Self.chunk + SealedStream.overheadBytes
        let header = whole.prefix(SealedStream.headerBytes)
        let chunks = (0..<3).map { whole.dropFirst(header.count + $0 * size).prefix(size) }
        var changed = whole
        changed[header.count + size + 1000] ^= 1
        for wrong in [
            header + chunks[1] + chunks[0] + chunks[2], header + chunks[0] + chunks[0] + chunks[1] + chunks[2],
            header + chunks[0] + chunks[2], changed,
        ] {
            try wrong.write(to: file(blob.id))
            await #expect(throws: VaultError.notAuthentic) { try await self.readAll(blob.id) }
        }
    }

    @Test func `a crash before the renaming leaves only what is swept`() async throws {
        let id = UUID()
        let writer = try store.writer(id: id, key: key)
        try await writer.write(Randomness.bytes(Self.chunk * 2))
        // The writer is dropped here, as the process would be.
        #expect(try names() == [".\(id.uuidString.lowercased()).partial"])
        #expect(!store.contains(id))
        await #expect(throws: BlobError.missing) { try await self.readAll(id) }
        let removed = try await store.sweep(now: .now.addingTimeInterval(90_000)) { _ in [] }
        #expect(removed == 1)
        #expect(try names().isEmpty)
    }

    @Test func `a source that fails leaves nothing behind`() async throws {
        struct Gone: Error {}
        let failing = AsyncThrowingStream<[UInt8], any Error> { continuation in
            continuation.yield([1, 2, 3])
            continuation.finish(throwing: Gone())
        }
        await #expect(throws: Gone.self) { try await self.store.write(failing, key: self.key) }
        #expect(try names().isEmpty)
    }

    @Test func `sweeping spares what a row names and what is new`() async throws {
        let named = try await store.write(stream([1], piece: 1), key: key)
        let orphan = try await store.write(stream([2], piece: 1), key: key)
        #expect(try await store.sweep { _ in [named.id] } == 0)
        #expect(store.contains(orphan.id))
        let removed = try await store.sweep(now: .now.addingTimeInterval(90_000)) { ids in
            #expect(ids == [named.id, orphan.id])
            return [named.id]
        }
        #expect(removed == 1)
        #expect(store.contains(named.id) && !store.contains(orphan.id))
        #expect(try await readAll(named.id) == [1])
    }

    @Test func `an id is used once, and a removed file is gone`() async throws {
        let blob = try await store.write(stream([1], piece: 1), key: key)
        #expect(throws: BlobError.exists) { try store.writer(id: blob.id, key: key) }
        try store.remove(blob.id)
        try store.remove(blob.id)
        #expect(!store.contains(blob.id))
        await #expect(throws: BlobError.missing) { try await self.readAll(blob.id) }
    }

    @Test func `a finished or abandoned writer takes nothing more`() async throws {
        let writer = try store.writer(key: key)
        try await writer.write([1])
        _ = try await writer.finish()
        await #expect(throws: BlobError.notWritten) { try await writer.write([2]) }
        await #expect(throws: BlobError.notWritten) { try await writer.finish() }
        let abandoned = try store.writer(key: key)
        await abandoned.abandon()
        await #expect(throws: BlobError.notWritten) { try await abandoned.finish() }
        #expect(try names().count == 1)
    }

    @Test func `files are their owner's only`() async throws {
        let blob = try await store.write(stream([1], piece: 1), key: key)
        let attributes = try FileManager.default.attributesOfItem(atPath: file(blob.id).path)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    }
}
