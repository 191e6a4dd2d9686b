import Accounts
import Blobs
import CaseModel
import Foundation
import HTTP
import Vault
import Web

/// An officer takes the original of a file: the exact bytes that came, never shown in a page and never told to a program as
/// what they claim to be. That it was read is recorded before.
struct ReadEvidence: Sendable {
    let desk: DeskDatabase
    let files: SourceFiles
    let evidence: EvidenceStore

    func callAsFunction(_ id: EvidenceID, of submission: SubmissionID, by officer: Staff) async throws -> Response {
        let file = try await desk.read(for: officer) { transaction in
            guard let row = try await SubmissionQueries.find(submission, in: &transaction),
                try await EvidenceQueries.exists(id, of: submission, in: &transaction)
            else { throw DeskFailure.notFound }
            let entered = EntrySealing(keys: files.open.keys)
            let versions = try await EntryQueries.versions(of: submission, in: &transaction)
            let all =
                try await files.get(row, in: &transaction).evidence + versions.flatMap { entered.evidence(of: $0) }
            return all.first { $0.evidenceID == id }
        }
        guard let file else { throw DeskFailure.notFound }
        guard evidence.store.contains(id.uuid) else { throw DeskFailure.unreadable }
        return try original(file)
    }

    private func original(_ file: DeclaredEvidence) throws -> Response {
        let chunks = evidence.store.read(file.evidenceID.uuid, key: try DataKey(bytes: file.key.exposed))
        return .stream(
            type: "application/octet-stream", length: Int(file.size),
            headers: [
                "Content-Disposition": "attachment; filename=\"\(FileNames.inert(file))\"",
                "Content-Security-Policy": "sandbox; default-src 'none'",
            ]
        ) { writer in
            // The last chunk goes out when the whole is known to be what was hashed at receipt: else the download breaks.
            var hash = SHA256()
            var last: [UInt8] = []
            for try await chunk in chunks {
                hash.update(chunk)
                try await writer.write(last)
                last = chunk
            }
            guard hash.current() == file.sha256.bytes else { throw DeskFailure.unreadable }
            try await writer.write(last)
        }
    }
}

/// `GET /desk/submissions/{id}/evidence/{file}`.
struct EvidenceRoutes: Sendable {
    let read: ReadEvidence

    func register(in routes: inout StaffRoutes) {
        routes.get(
            "/desk/submissions/{id}/evidence/{file}", UUID.self, UUID.self, roles: .who(may: .readCases)
        ) { _, staff, id, file in
            try await read(EvidenceID(file), of: SubmissionID(id), by: staff)
        }
    }
}
