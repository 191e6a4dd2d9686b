import CaseModel
import Vault

/// Opens what a submitter told, with this service's key.
struct OpenSubmission: Sendable {
    let keys: ServiceKeys

    func callAsFunction(_ row: SubmissionRow) throws -> SubmissionContent { try self(row.sealed, of: row.id) }

    func callAsFunction(_ sealed: [UInt8], of id: SubmissionID) throws -> SubmissionContent {
        let context = SealContext(table: "submissions", column: "sealed", row: id.uuid)
        return try EventCoding.decode(
            SubmissionContent.self, from: try Padding.unpad(try keys.sealing.open(sealed, context: context)))
    }
}
