@testable import Blobs
import Foundation
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) final class `A file that is interrupted`: Sendable {
    static let chunk = SealedStream.chunkBytes

    let directory: URL
    let store: BlobStore
    let key: DataKey

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "amparo-interrupted-\(UUID().uuidString)")
        store = try BlobStore(directory: directory)
        key = try DataKey()
    }

    deinit { try? FileManager.default.removeItem(at: directory) }

    private func readAll(_ id: UUID) async throws -> [UInt8] {
        try await store.read(id, key: key).reduce(into: []) { $0 += $1 }
    }

    /// Where a line may break: at the borders of chunks and anywhere.
    static let cuts: [[Int]] = [
        [], [0], [1], [chunk - 1], [chunk], [chunk + 1], [3 * chunk], [1, 2, 3], [chunk, chunk, 2 * chunk],
        (0..<12).map { _ in Int.random(in: 0...4 * chunk) }.sorted(),
        (0..<5).map { _ in Int.random(in: 0...4 * chunk) }.sorted(),
    ]

    @Test(arguments: cuts) func `goes on behind its last byte, wherever the line broke`(cuts: [Int]) async throws {
        let bytes = Randomness.bytes(3 * Self.chunk + 4711)
        var writer = try store.writer(key: key, resumable: true)
        let id = writer.id
        var place = 0
        for cut in cuts.map({ min($0, bytes.count) }) {
            try await writer.write(Array(bytes[place..<cut]))
            try await writer.suspend()
            await #expect(throws: BlobError.notWritten) { try await writer.write([1]) }
            writer = try await store.resume(id, key: key)
            place = await writer.byteCount
            #expect(place == cut)
        }
        try await writer.write(Array(bytes[place...]))
        let blob = try await writer.finish()
        #expect(blob.byteCount == bytes.count)
        #expect(blob.sha256 == SHA256.hash(bytes))
        #expect(try await readAll(id) == bytes)
    }

    @Test func `goes on from what the disk has when its process was killed at any instant`() async throws {
        let bytes = Randomness.bytes(3 * Self.chunk + 99)
        let first = try store.writer(key: key, resumable: true)
        try await first.write(bytes)
        try await first.suspend()
        let partial = store.partialURL(first.id)
        let whole = try Data(contentsOf: partial)
        let sealedChunk = Self.chunk + SealedStream.overheadBytes
        let cuts =
            [whole.count - 1, whole.count - 100, SealedStream.headerBytes, SealedStream.headerBytes + 3 * sealedChunk]
            + (0..<6).map { _ in Int.random(in: SealedStream.headerBytes..<whole.count) }
        for cut in cuts {
            // As a write that was cut short leaves it.
            try whole.prefix(cut).write(to: partial)
            let writer = try await store.resume(first.id, key: key)
            let place = await writer.byteCount
            #expect(place == min(3, (cut - SealedStream.headerBytes) / sealedChunk) * Self.chunk, "\(cut)")
            try await writer.write(Array(bytes[place...]))
            let blob = try await writer.finish()
            #expect(blob.sha256 == SHA256.hash(bytes), "\(cut)")
            #expect(try await readAll(first.id) == bytes, "\(cut)")
            try store.remove(first.id)
        }
    }

    @Test func `goes on behind the last authentic chunk where the disk lost one`() async throws {
        let bytes = Randomness.bytes(3 * Self.chunk)
        let first = try store.writer(key: key, resumable: true)
        try await first.write(bytes)
        try await first.suspend()
        var torn = try Data(contentsOf: store.partialURL(first.id))
        torn.replaceSubrange((Self.chunk + 300)..<(Self.chunk + 400), with: Data(count: 100))
        torn.removeLast(9)
        try torn.write(to: store.partialURL(first.id))
        let writer = try await store.resume(first.id, key: key)
        #expect(await writer.byteCount == Self.chunk)
        try await writer.write(Array(bytes[Self.chunk...]))
        #expect(try await writer.finish().sha256 == SHA256.hash(bytes))
    }

    @Test func `is written by one writer at a time`() async throws {
        let writer = try store.writer(key: key, resumable: true)
        try await writer.write([1, 2, 3])
        await #expect(throws: BlobError.busy) { try await self.store.resume(writer.id, key: self.key) }
        try await writer.suspend()
        try await writer.suspend()
        let second = try await store.resume(writer.id, key: key)
        #expect(await second.byteCount == 3)
        _ = try await second.finish()
        await #expect(throws: BlobError.missing) { try await self.store.resume(writer.id, key: self.key) }
        #expect(try await readAll(writer.id) == [1, 2, 3])
    }

    @Test func `opens for nobody else`() async throws {
        let marker = Array("a marker that nobody may find".utf8)
        let writer = try store.writer(key: key, resumable: true)
        try await writer.write(Randomness.bytes(Self.chunk) + marker)
        try await writer.suspend()
        let sealed = try Data(contentsOf: store.partialURL(writer.id))
        #expect(sealed.range(of: Data(marker)) == nil)
        // Another key reads no checkpoint and no chunk.
        let other = try DataKey()
        let stranger = try await store.resume(writer.id, key: other)
        #expect(await stranger.byteCount == 0)
    }

    @Test func `is spared by the sweep while a row names it`() async throws {
        let named = try store.writer(key: key, resumable: true)
        let forgotten = try store.writer(key: key, resumable: true)
        for writer in [named, forgotten] {
            try await writer.write([1])
            try await writer.suspend()
        }
        let removed = try await store.sweep(now: .now.addingTimeInterval(90_000)) { ids in
            #expect(ids == [named.id, forgotten.id])
            return [named.id]
        }
        #expect(removed == 1)
        #expect(try await store.resume(named.id, key: key).byteCount == 1)
        await #expect(throws: BlobError.missing) { try await self.store.resume(forgotten.id, key: self.key) }
    }
}
