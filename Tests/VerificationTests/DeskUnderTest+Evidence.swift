import Accounts
import Audit
import Blobs
import CaseModel
import Foundation
import Postgres
import ServiceRuntime
import TestSupport
import Testing
import Vault
@testable import Verification

extension DeskUnderTest {
    /// What looks after evidence, to be driven step by step.
    func keeping(
        _ more: [String: String] = [:], tools: CopyTools = CopyTools(), logger: Logger = TestHouse.quiet,
        metrics: Metrics = Metrics()
    ) throws -> EvidenceServices {
        let keys = try ServiceKeys(.verification, files: house.keys)
        let settings = house.settings(more)
        let door = try StaffDoor(database: database, phrases: VerificationApp.phrases, settings: settings)
        let parts = DeskParts(
            desk: DeskDatabase(database: database, audit: AuditLog()), keys: keys, caseKeys: CaseKeys(keys),
            outbox: try house.outbox(of: .verification), lists: try CodeLists.bundled(), pages: door.pages,
            evidence: try EvidenceStore(settings: settings), settings: settings,
            likeness: KeepLikeness(keys: keys, lists: try CodeLists.bundled()))
        return try EvidenceServices(parts, system: system, logger: logger, metrics: metrics, tools: tools)
    }

    /// A file as Intake left it, and a submission that names it.
    func evidence(
        _ bytes: [UInt8], name: String = "video.mp4", type: String = "application/octet-stream",
        declared: String? = nil, _ urgency: Urgency = .u3
    ) async throws -> (DeclaredEvidence, SubmissionReceived) {
        let intake = try BlobStore(directory: house.folder.appending(path: "intake-blobs"))
        let key = try DataKey()
        let writer = try intake.writer(key: key)
        try await writer.write(bytes)
        let blob = try await writer.finish()
        let file = DeclaredEvidence(
            evidenceID: EvidenceID(blob.id), name: name, mediaType: type, declaredType: declared,
            size: Int64(blob.byteCount), sha256: HexBytes(blob.sha256), key: KeyBytes(key.exposedBytes()))
        return (file, try submission(urgency, evidence: [file]))
    }

    /// The same, on the desk.
    func evidenceHere(
        _ bytes: [UInt8], name: String = "video.mp4", type: String = "application/octet-stream"
    ) async throws -> DeclaredEvidence {
        let (file, submission) = try await evidence(bytes, name: name, type: type)
        try await receive.take(submission, from: .intake, in: system)
        return file
    }

    /// Kinds of a file's chain, and who, oldest first.
    func custody(of id: EvidenceID) async throws -> [CustodyEvent] {
        try await house.owner.query(
            """
            SELECT evidence_id, sequence, kind, at, by_staff, sealed, hash FROM verification.custody_events
            WHERE evidence_id = \(id.uuid) ORDER BY sequence
            """
        ).map(CustodyEvent.init)
    }

    func copies(of id: EvidenceID) async throws -> [CopyRow] {
        try await house.owner.query(
            """
            SELECT \(CopyQueries.columns)
            FROM verification.evidence_copies WHERE evidence_id = \(id.uuid) ORDER BY asked_at, id
            """
        ).map(CopyRow.init)
    }

    func copy(_ kind: CopyKind, of id: EvidenceID) async throws -> CopyRow {
        try #require(try await copies(of: id).last { $0.kind == kind })
    }

    /// What lies in the service's blob store.
    func stored() throws -> Set<String> {
        Set(try FileManager.default.contentsOfDirectory(atPath: house.folder.appending(path: "blobs").path))
    }

    func bytes(_ part: CopyRecord.Part) async throws -> [UInt8] {
        let store = try BlobStore(directory: house.folder.appending(path: "blobs"))
        return try await store.read(part.id, key: DataKey(bytes: part.key.exposed)).reduce(into: []) { $0 += $1 }
    }
}
