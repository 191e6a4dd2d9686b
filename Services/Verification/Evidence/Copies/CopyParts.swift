import Blobs
import CaseModel
import Foundation
import Vault

/// The files of one working copy while they are made, each sealed under a key of its own.
actor CopyParts {
    private let store: BlobStore
    private(set) var done: [CopyRecord.Part] = []
    private var open: (writer: BlobWriter, key: DataKey)?

    init(store: BlobStore) {
        self.store = store
    }

    func add(picture: [UInt8]) async throws {
        guard let header = PNGHeader(picture) else { throw CopyFailure.noPicture }
        try await begin()
        try await write(picture)
        try await finish(type: "image/png", header)
    }

    func begin() async throws {
        let key = try DataKey()
        open = (try store.writer(key: key), key)
    }

    func write(_ bytes: [UInt8]) async throws { try await open?.writer.write(bytes) }

    func finish(type: String, _ header: PNGHeader? = nil) async throws {
        guard let (writer, key) = open else { return }
        guard await writer.byteCount > 0 else { throw CopyFailure.unsuitable }
        let blob = try await writer.finish()
        open = nil
        done.append(
            CopyRecord.Part(
                id: blob.id, key: KeyBytes(key.exposedBytes()), sha256: HexBytes(blob.sha256),
                size: Int64(blob.byteCount), mediaType: type, width: header?.width, height: header?.height))
    }

    /// Nothing of it may stay.
    func abandon() async {
        await open?.writer.abandon()
        open = nil
        for part in done { try? store.remove(part.id) }
        done = []
    }
}
