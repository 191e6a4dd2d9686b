@testable import Blobs
import Foundation
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) final class `A file of another service`: Sendable {
    let folder: URL
    let theirs: BlobStore
    let ours: BlobStore
    let key: DataKey

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "amparo-adoption-\(UUID().uuidString)")
        theirs = try BlobStore(directory: folder.appending(path: "theirs"))
        ours = try BlobStore(directory: folder.appending(path: "ours"))
        key = try DataKey()
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func file(_ bytes: [UInt8]) async throws -> UUID {
        let writer = try theirs.writer(key: key)
        try await writer.write(bytes)
        return try await writer.finish().id
    }

    private func inode(_ url: URL) throws -> Int? {
        (try FileManager.default.attributesOfItem(atPath: url.path)[.systemFileNumber] as? NSNumber)?.intValue
    }

    @Test func `is adopted as a second name of the same file, any number of times`() async throws {
        let bytes = Randomness.bytes(700_000)
        let id = try await file(bytes)
        for _ in 0..<3 { try await ours.adopt(id, from: theirs.directory) }
        #expect(try inode(ours.url(id)) == inode(theirs.url(id)))
        try theirs.remove(id)
        try await ours.adopt(id, from: theirs.directory)
        let read = try await ours.read(id, key: key).reduce(into: []) { $0 += $1 }
        #expect(read == bytes)
    }

    @Test(.enabled(if: access("/dev/shm", W_OK) == 0))
    func `is copied where it lies on another file system`() async throws {
        let far = URL(fileURLWithPath: "/dev/shm/amparo-adoption-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: far) }
        let ours = try BlobStore(directory: far, groupReads: true)
        let bytes = Randomness.bytes(3_000_000)
        let id = try await file(bytes)
        for _ in 0..<2 { try await ours.adopt(id, from: theirs.directory) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: far.path) == [id.uuidString.lowercased()])
        let read = try await ours.read(id, key: key).reduce(into: []) { $0 += $1 }
        #expect(read == bytes)
        let mode = try FileManager.default.attributesOfItem(atPath: ours.url(id).path)[.posixPermissions] as? NSNumber
        #expect(mode?.intValue == 0o640)
    }

    @Test func `that is missing, unfinished or no plain file is not adopted`() async throws {
        await #expect(throws: BlobError.missing) { try await self.ours.adopt(UUID(), from: self.theirs.directory) }
        let unfinished = try theirs.writer(key: key, resumable: true)
        try await unfinished.write([1])
        await #expect(throws: BlobError.missing) {
            try await self.ours.adopt(unfinished.id, from: self.theirs.directory)
        }
        let secret = folder.appending(path: "secret")
        try Data([1]).write(to: secret)
        for make in [
            { (url: URL) in try FileManager.default.createSymbolicLink(at: url, withDestinationURL: secret) },
            { (url: URL) in try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false) },
            { (url: URL) in _ = mkfifo(url.path, 0o600) },
        ] {
            let id = UUID()
            try make(theirs.url(id))
            await #expect(throws: BlobError.self) { try await self.ours.adopt(id, from: self.theirs.directory) }
            #expect(!ours.contains(id))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: ours.directory.path).isEmpty)
    }

    /// Only root may make a file system of its own.
    @Test(.enabled(if: geteuid() == 0)) func `or of our own leaves nothing where the disk is full`() async throws {
        let small = folder.appending(path: "small")
        try FileManager.default.createDirectory(at: small, withIntermediateDirectories: true)
        guard mount("none", small.path, "tmpfs", 0, "size=1m") == 0 else { return }
        defer { umount2(small.path, Int32(MNT_DETACH)) }
        let full = try BlobStore(directory: small)
        let writer = try full.writer(key: key)
        await #expect(throws: BlobError.full) {
            for _ in 0..<40 { try await writer.write(Randomness.bytes(100_000)) }
            _ = try await writer.finish()
        }
        await writer.abandon()
        let id = try await file(Randomness.bytes(2_000_000))
        await #expect(throws: BlobError.full) { try await full.adopt(id, from: self.theirs.directory) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: small.path).isEmpty)
        #expect((full.freeBytes ?? 0) > 900_000)
    }
}
