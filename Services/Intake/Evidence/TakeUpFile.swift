import Blobs
import CaseModel
import Foundation
import HTTP
import Vault

/// Files that come in several requests: begun, continued where the line broke, in this process or another.
extension Evidence {
    /// How far a file has come.
    struct Progress: Sendable {
        let offset: Int
        let size: Int
        /// Where the file is whole.
        let declared: DeclaredEvidence?
    }

    /// Enters a file of which nothing has come yet.
    func announce(name: String, type: String, size: Int, in token: UploadToken) async throws -> EvidenceID {
        try await check(room: size, in: token)
        let key = try DataKey()
        let writer = try store.writer(key: key, resumable: true)
        let id = EvidenceID(writer.id)
        do {
            try await writer.suspend()
            let descriptor = EvidenceDescriptor(name: name, declaredType: type, size: size, key: key)
            try await add(id, descriptor, isWhole: false, to: token)
            if size == 0 { _ = try await append(RequestBody.nothing, at: 0, to: id, of: token) }
            return id
        } catch {
            await writer.abandon()
            throw error
        }
    }

    /// Where the next byte of a file goes. Stops a connection of this process that is still sending it.
    func progress(of id: EvidenceID, of token: UploadToken) async throws -> Progress {
        let (descriptor, declared) = try await find(id, of: token)
        if let declared { return Progress(offset: descriptor.size, size: descriptor.size, declared: declared) }
        guard let writer = try await takeUp(id, descriptor) else { return try await settle(id, descriptor, token) }
        let offset = await writer.byteCount
        try await writer.suspend()
        return Progress(offset: offset, size: descriptor.size, declared: nil)
    }

    /// Takes the bytes of one request, which begin at `offset`. What has come stays where the request breaks off.
    func append(
        _ body: RequestBody, at offset: Int, to id: EvidenceID, of token: UploadToken
    ) async throws -> Progress {
        let (descriptor, declared) = try await find(id, of: token)
        if let declared {
            guard offset == descriptor.size else { throw EvidenceFailure.wrongOffset }
            return Progress(offset: offset, size: offset, declared: declared)
        }
        return try await slots.with { slot in
            guard let writer = try await takeUp(id, descriptor) else {
                return try await settle(id, descriptor, token)
            }
            underWay.enter(writer)
            defer { underWay.leave(writer) }
            slot.givesWay { try? await writer.suspend() }
            do {
                return try await take(body, at: offset, into: writer, slot, id, descriptor, token)
            } catch {
                try? await writer.suspend()
                throw error
            }
        }
    }

    private func take(
        _ body: RequestBody, at offset: Int, into writer: BlobWriter, _ slot: UploadSlot, _ id: EvidenceID,
        _ descriptor: EvidenceDescriptor, _ token: UploadToken
    ) async throws -> Progress {
        var count = await writer.byteCount
        guard count == offset else { throw EvidenceFailure.wrongOffset }
        while let piece = try await body.next() {
            count += piece.count
            guard count <= descriptor.size else { throw EvidenceFailure.tooLarge }
            try slot.count(piece.count)
            try await writer.write(piece)
        }
        guard count == descriptor.size else {
            try await writer.suspend()
            return Progress(offset: count, size: descriptor.size, declared: nil)
        }
        let blob = try await writer.finish()
        return try await enter(blob, id, descriptor, token)
    }

    /// The blob is whole and its row does not say so yet: a process ended between the two.
    private func settle(
        _ id: EvidenceID, _ descriptor: EvidenceDescriptor, _ token: UploadToken
    ) async throws -> Progress {
        var hash = SHA256()
        var count = 0
        for try await chunk in store.read(id.uuid, key: try descriptor.dataKey) {
            hash.update(chunk)
            count += chunk.count
        }
        return try await enter(Blob(id: id.uuid, sha256: hash.current(), byteCount: count), id, descriptor, token)
    }

    private func enter(
        _ blob: Blob, _ id: EvidenceID, _ descriptor: EvidenceDescriptor, _ token: UploadToken
    ) async throws -> Progress {
        var descriptor = descriptor
        var head = FileHead()
        for try await chunk in store.read(blob.id, key: try descriptor.dataKey) {
            head.add(chunk)
            break
        }
        descriptor.mediaType = await types.of(head.bytes)
        descriptor.sha256 = HexBytes(blob.sha256)
        let sealed = try descriptor.sealed(id, token.keys)
        // Where another request was faster, its row says the same.
        _ = try await EvidenceQueries.complete(id, of: token.keys.storedLookup, sealed: sealed, in: database)
        return Progress(offset: blob.byteCount, size: blob.byteCount, declared: descriptor.declared(id))
    }

    private func find(
        _ id: EvidenceID, of token: UploadToken
    ) async throws -> (EvidenceDescriptor, DeclaredEvidence?) {
        guard let row = try await EvidenceQueries.file(id, of: token.keys.storedLookup, in: database) else {
            throw EvidenceFailure.notFound
        }
        let descriptor = try EvidenceDescriptor.open(row.sealed, id, token.keys)
        return (descriptor, row.isWhole ? descriptor.declared(id) : nil)
    }

    /// Nil where the file is whole already.
    private func takeUp(_ id: EvidenceID, _ descriptor: EvidenceDescriptor) async throws -> BlobWriter? {
        // The line broke, and the server has not noticed: who comes back is the same client.
        try? await underWay.writer(of: id.uuid)?.suspend()
        if store.contains(id.uuid) { return nil }
        do { return try await store.resume(id.uuid, key: try descriptor.dataKey) } catch BlobError.exists {
            return nil
        } catch BlobError.missing {
            guard store.contains(id.uuid) else { throw EvidenceFailure.notFound }
            return nil
        }
    }
}
