package import Foundation
import Glibc
import Vault

extension BlobStore {
    /// Takes over a file of another service's directory under the same id, as a second name of the same file where the two
    /// lie on one file system, else as a copy. What is here already stays. `missing` where neither has it.
    package func adopt(_ id: UUID, from other: URL) async throws(BlobError) {
        try await withCheckedContinuation { (continuation: CheckedContinuation<Result<Void, BlobError>, Never>) in
            DispatchQueue.global().async {
                continuation.resume(returning: Result { () throws(BlobError) in try self.takeOver(id, from: other) })
            }
        }.get()
    }

    private func takeOver(_ id: UUID, from other: URL) throws(BlobError) {
        if contains(id) { return }
        let source = other.appending(path: id.uuidString.lowercased())
        // A symbolic link, put there by whoever took over the other service, would be linked as such.
        let file = try BlobFile(opening: source)
        guard let size = file.size else { throw .missing }
        if link(source.path, url(id).path) != 0 {
            guard errno != EEXIST else { return }
            try copy(file, size: size, to: id)
        } else if (try? BlobFile(opening: url(id)))?.size == nil {
            try BlobFile.remove(url(id))
            throw .missing
        }
        try BlobFile.synchronize(directory: directory)
    }

    private func copy(_ source: BlobFile, size: Int, to id: UUID) throws(BlobError) {
        let temporary = directory.appending(path: ".\(Randomness.timelessUUID().uuidString)-adopted.partial")
        do throws(BlobError) {
            let file = try BlobFile(creating: temporary, mode: fileMode)
            var offset = 0
            while offset < size {
                let bytes = try source.read(min(1 << 20, size - offset), at: offset)
                guard !bytes.isEmpty else { throw BlobError.unreadable }
                try file.write(bytes, at: offset)
                offset += bytes.count
            }
            try file.synchronize()
            try BlobFile.rename(temporary, to: url(id))
        } catch {
            try? BlobFile.remove(temporary)
            throw error
        }
    }
}
