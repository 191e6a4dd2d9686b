import Blobs
import CaseModel
import Foundation
import HTTP
import Postgres
import Vault

extension Evidence {
    /// Receives one file of a form into a session: hashed, sealed and stored while it comes. Nothing is left where it throws.
    func receive(_ part: FilePart, _ content: FileContent, into token: UploadToken) async throws -> EvidenceID {
        try await check(room: 0, in: token)
        return try await slots.with { slot in
            let key = try DataKey()
            let writer = try store.writer(key: key)
            slot.givesWay { await writer.abandon() }
            do {
                let (blob, type) = try await write(content, to: writer, slot)
                var descriptor = EvidenceDescriptor(
                    name: part.filename, declaredType: part.mediaType, size: blob.byteCount, key: key)
                descriptor.mediaType = type
                descriptor.sha256 = HexBytes(blob.sha256)
                let id = EvidenceID(blob.id)
                try await add(id, descriptor, isWhole: true, to: token)
                return id
            } catch {
                await writer.abandon()
                try? store.remove(writer.id)
                throw error
            }
        }
    }

    private func write(
        _ content: FileContent, to writer: BlobWriter, _ slot: UploadSlot
    ) async throws -> (Blob, type: String) {
        var head = FileHead()
        while let piece = try await content.next() {
            guard content.size <= limits.fileBytes else { throw EvidenceFailure.tooLarge }
            head.add(piece)
            try slot.count(piece.count)
            try await writer.write(piece)
        }
        let type = await types.of(head.bytes)
        return (try await writer.finish(), type)
    }

    /// Enters a file into its session, where there is room for it.
    func add(_ id: EvidenceID, _ descriptor: EvidenceDescriptor, isWhole: Bool, to token: UploadToken) async throws {
        let sealed = try descriptor.sealed(id, token.keys)
        let lookup = token.keys.storedLookup
        try await database.transaction { transaction in
            guard let held = try await EvidenceQueries.lock(lookup, hours: limits.hours, in: &transaction) else {
                throw EvidenceFailure.notFound
            }
            try limits.check(files: held.files, bytes: held.bytes + descriptor.size)
            try await EvidenceQueries.add(
                id, to: lookup, size: descriptor.size, isWhole: isWhole, sealed: sealed, in: &transaction)
        }
    }

    /// Whether another file of `room` bytes would be taken, as far as can be said before it comes.
    func check(room: Int, in token: UploadToken) async throws {
        guard room <= limits.fileBytes else { throw EvidenceFailure.tooLarge }
        if let free = store.freeBytes, free - room < limits.reservedBytes { throw EvidenceFailure.diskFull }
        let lookup = token.keys.storedLookup
        let held = try await database.transaction { transaction in
            try await EvidenceQueries.lock(lookup, hours: limits.hours, in: &transaction)
        }
        guard let held else { throw EvidenceFailure.notFound }
        try limits.check(files: held.files, bytes: held.bytes + room)
    }
}

extension UploadLimits {
    fileprivate func check(files: Int, bytes: Int) throws(EvidenceFailure) {
        guard files < self.files else { throw .tooMany }
        guard bytes <= sessionBytes else { throw .sessionFull }
    }
}

/// The first bytes of a file, as many as its type is told by.
struct FileHead {
    private(set) var bytes: [UInt8] = []

    mutating func add(_ piece: [UInt8]) {
        guard bytes.count < ContentType.headBytes else { return }
        bytes += piece.prefix(ContentType.headBytes - bytes.count)
    }
}

extension EvidenceFailure {
    /// What a file could not be taken for, whatever went wrong.
    init(_ error: any Error) {
        switch error {
        case let failure as EvidenceFailure: self = failure
        case BlobError.full: self = .diskFull
        case BlobError.busy: self = .locked
        default: self = .unavailable
        }
    }
}
