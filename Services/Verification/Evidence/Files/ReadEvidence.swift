import Accounts
import Blobs
import CaseModel
import Foundation
import HTTP
import Vault

/// An officer takes the original of a file, or a working copy: exact bytes, never told to a program as what they claim to be.
/// That it was taken stands in its chain before the first byte goes out.
struct ReadEvidence: Sendable {
    /// Why the original was not given.
    enum Refusal: Error, Sendable, Equatable {
        /// Malware was found: it needs a reason and a word that this is known.
        case infected
        /// It has not come yet, or is gone.
        case missing
    }

    let desk: DeskDatabase
    let find: FindEvidence
    let evidence: EvidenceStore

    /// - Parameters:
    ///   - submission: Where it is asked for as a file of that submission.
    ///   - isWarned: Whether the officer has confirmed to take what is infected.
    func original(
        _ id: EvidenceID, of submission: SubmissionID? = nil, isWarned: Bool = false, reason: String? = nil,
        by officer: Staff, at now: Date = .now
    ) async throws -> Response {
        let file = try await desk.read(for: officer) { transaction in
            if let submission {
                guard try await EvidenceQueries.exists(id, of: submission, in: &transaction) else {
                    throw DeskFailure.notFound
                }
            }
            let file = try await find(id, in: &transaction)
            let state = try await EvidenceStateQueries.find(id, in: &transaction)
            if state?.scan == .infected, !isWarned { throw Refusal.infected }
            guard evidence.store.contains(id.uuid) else { throw Refusal.missing }
            try await ViewEvidence.record("ORIGINAL", of: file, reason: reason, by: officer, at: now, in: &transaction)
            return file
        }
        return try stream(
            file.id.uuid, try file.key(), size: file.declared.size, sha256: file.declared.sha256.bytes,
            name: FileNames.inert(file.declared))
    }

    /// A part of a working copy: a picture to look at, or a file to take.
    func copy(
        _ id: CopyID, part number: Int, of evidenceID: EvidenceID, by officer: Staff, at now: Date = .now
    ) async throws -> Response {
        let (file, part) = try await desk.read(for: officer) { transaction in
            let file = try await find(evidenceID, in: &transaction)
            guard let row = try await CopyQueries.find(id, of: evidenceID, in: &transaction), let sealed = row.sealed,
                row.state == .done
            else { throw DeskFailure.notFound }
            let record = try file.sealing.record(sealed, of: id)
            guard record.parts.indices.contains(number - 1) else { throw DeskFailure.notFound }
            let name = "PAGE \(number)"
            if row.kind == .stripped {
                try await ViewEvidence.record(
                    row.kind.rawValue, of: file, copy: id, by: officer, at: now, in: &transaction)
            } else {
                try await ViewEvidence.recordUnlessJustNow(
                    name, of: file, copy: id, by: officer, at: now, in: &transaction)
            }
            return (file, record.parts[number - 1])
        }
        let key = try DataKey(bytes: part.key.exposed)
        guard evidence.store.contains(part.id) else { throw DeskFailure.unreadable }
        let picture = part.mediaType == "image/png" && part.width != nil
        return try stream(
            part.id, key, size: part.size, sha256: part.sha256.bytes,
            name: picture ? nil : FileNames.inert(file.declared, copy: id), type: picture ? "image/png" : nil)
    }

    /// - Parameter name: Under which it is saved; nil where it is shown.
    private func stream(
        _ id: UUID, _ key: DataKey, size: Int64, sha256: [UInt8], name: String?, type: String? = nil
    ) throws -> Response {
        let chunks = evidence.store.read(id, key: key)
        var headers: Headers = ["Content-Security-Policy": "sandbox; default-src 'none'"]
        if let name { headers["Content-Disposition"] = "attachment; filename=\"\(name)\"" }
        return .stream(type: type ?? "application/octet-stream", length: Int(size), headers: headers) { writer in
            // The last chunk goes out when the whole is known to be what was hashed: else the download breaks.
            var hash = SHA256()
            var last: [UInt8] = []
            for try await chunk in chunks {
                hash.update(chunk)
                try await writer.write(last)
                last = chunk
            }
            guard hash.current() == sha256 else { throw DeskFailure.unreadable }
            try await writer.write(last)
        }
    }

    // MARK: Text

    /// The beginning of a file of plain text; nil where it is none.
    static func isText(_ type: String) -> Bool {
        type == "text/plain" || type == "text/csv" || type == "message/rfc822" || type == "application/json"
    }

    static let mostTextBytes = 256 << 10

    /// The words of a working copy that has nothing else.
    func words(_ record: CopyRecord) async throws -> (text: String, isCut: Bool) {
        guard let part = record.parts.first else { throw DeskFailure.unreadable }
        var bytes: [UInt8] = []
        for try await chunk in evidence.store.read(part.id, key: try DataKey(bytes: part.key.exposed)) {
            bytes += chunk
        }
        guard SHA256.hash(bytes) == part.sha256.bytes else { throw DeskFailure.unreadable }
        return (
            String(decoding: bytes.prefix(Self.mostTextBytes), as: UTF8.self), isCut: bytes.count > Self.mostTextBytes
        )
    }

    func text(
        _ id: EvidenceID, by officer: Staff, at now: Date = .now
    ) async throws -> (EvidenceFile, String, isCut: Bool) {
        let file = try await desk.read(for: officer) { transaction in
            let file = try await find(id, in: &transaction)
            guard Self.isText(file.declared.mediaType) else { throw DeskFailure.notFound }
            guard evidence.store.contains(id.uuid) else { throw Refusal.missing }
            try await ViewEvidence.record("TEXT", of: file, by: officer, at: now, in: &transaction)
            return file
        }
        var bytes: [UInt8] = []
        for try await chunk in evidence.store.read(id.uuid, key: try file.key()) {
            bytes += chunk
            if bytes.count > Self.mostTextBytes { break }
        }
        return (
            file, String(decoding: bytes.prefix(Self.mostTextBytes), as: UTF8.self),
            isCut: bytes.count > Self.mostTextBytes
        )
    }
}
