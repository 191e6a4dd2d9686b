import Blobs
import CaseModel
import Foundation
import Messaging
import Postgres

/// Verification has the submission's files under names of its own: Intake's copies go. Where the transaction fails after a
/// file is gone, its row stays until the event comes again.
struct DropAdoptedFiles: EventHandler {
    let store: BlobStore

    func handle(_ event: ReceivedEvent<SubmissionAdopted>, in transaction: inout Transaction) async throws {
        try await store.drop(claimedBy: event.payload.submissionID.uuid, in: &transaction)
    }
}

/// The same for the files of what a returning source sent.
struct DropFilesOfUpdate: EventHandler {
    let store: BlobStore

    func handle(_ event: ReceivedEvent<SourceUpdateAdopted>, in transaction: inout Transaction) async throws {
        try await store.drop(claimedBy: event.payload.updateID.uuid, in: &transaction)
    }
}

extension BlobStore {
    fileprivate func drop(claimedBy subject: UUID, in transaction: inout Transaction) async throws {
        for id in try await EvidenceQueries.drop(claimedBy: subject, in: &transaction) { try remove(id.uuid) }
    }
}
