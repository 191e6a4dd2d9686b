import Accounts
import Blobs
import CaseModel
import Foundation
import HTTP
import Synchronization
import Vault

/// Originals that an officer attaches: a mail as it came, a scanned letter, a recording. Kept byte for byte, hashed and
/// sealed while they arrive, and opened nowhere.
final class EnteredFiles: FormFiles {
    private let store: BlobStore
    private let types: ContentType
    private let files = Mutex<[DeclaredEvidence]>([])

    init(store: BlobStore, types: ContentType) {
        self.store = store
        self.types = types
    }

    /// In the order in which they came.
    var declared: [DeclaredEvidence] { files.withLock { $0 } }

    func take(_ part: FilePart, _ content: FileContent) async throws {
        let key = try DataKey()
        let writer = try store.writer(key: key)
        do {
            var head: [UInt8] = []
            while let chunk = try await content.next() {
                head += chunk.prefix(max(0, ContentType.headBytes - head.count))
                try await writer.write(chunk)
            }
            let type = await types.of(head)
            let blob = try await writer.finish()
            let file = DeclaredEvidence(
                evidenceID: EvidenceID(blob.id),
                name: String(part.filename.unicodeScalars.prefix(FieldLimits.fileName)),
                mediaType: type, declaredType: part.mediaType, size: Int64(blob.byteCount),
                sha256: HexBytes(blob.sha256),
                key: KeyBytes(key.exposedBytes()))
            files.withLock { $0.append(file) }
        } catch {
            await writer.abandon()
            throw error
        }
    }

    func abandon() async {
        let gone = files.withLock { files in
            defer { files = [] }
            return files
        }
        for file in gone { try? store.remove(file.evidenceID.uuid) }
    }
}
