import CaseModel
import Foundation
import Vault

/// Seals what staff enter like any other submission, and opens the further versions of it.
struct EntrySealing: Sendable {
    let keys: ServiceKeys

    func seal(_ content: SubmissionContent, as id: SubmissionID) throws -> [UInt8] {
        try seal(content, SealContext(table: "submissions", column: "sealed", row: id.uuid))
    }

    func seal(_ content: SubmissionContent, asVersion id: UUID) throws -> [UInt8] {
        try seal(content, SealContext(table: "entry_versions", column: "sealed", row: id))
    }

    func open(_ version: EntryVersionRow) throws -> SubmissionContent {
        let context = SealContext(table: "entry_versions", column: "sealed", row: version.id)
        return try EventCoding.decode(
            SubmissionContent.self, from: try Padding.unpad(try keys.sealing.open(version.sealed, context: context)))
    }

    /// The files that came with a version; none where it cannot be opened.
    func evidence(of version: EntryVersionRow) -> [DeclaredEvidence] { (try? open(version))?.evidence ?? [] }

    private func seal(_ content: SubmissionContent, _ context: SealContext) throws -> [UInt8] {
        try keys.sealing.publicKey.seal(Padding.pad(try content.json()), context: context)
    }
}
