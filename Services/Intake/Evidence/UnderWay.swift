import Blobs
import Foundation
import Synchronization

/// The files that this process is receiving in several requests.
final class UnderWay: Sendable {
    private let writers = Mutex<[UUID: BlobWriter]>([:])

    func writer(of id: UUID) -> BlobWriter? { writers.withLock { $0[id] } }

    func enter(_ writer: BlobWriter) { writers.withLock { $0[writer.id] = writer } }

    /// Another request may have taken the file over meanwhile.
    func leave(_ writer: BlobWriter) {
        writers.withLock { if $0[writer.id] === writer { $0[writer.id] = nil } }
    }
}
