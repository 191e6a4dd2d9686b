import CaseModel
import Vault

/// Opens what a submitter told, with this service's key.
struct OpenSubmission: Sendable {
    let keys: ServiceKeys

    func callAsFunction(_ row: SubmissionRow) throws -> SubmissionContent {
        let context = SealContext(table: "submissions", column: "sealed", row: row.id.uuid)
        return try EventCoding.decode(
            SubmissionContent.self, from: try Padding.unpad(try keys.sealing.open(row.sealed, context: context)))
    }
}
