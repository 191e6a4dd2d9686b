import CaseModel
import Foundation
import Messaging
import Postgres

/// A case that somebody took consent back in is not counted until it is known what was taken back.
struct ProjectWithdrawal: EventHandler {
    func handle(_ event: ReceivedEvent<ConsentWithdrawn>, in transaction: inout Transaction) async throws {
        let updated = try await transaction.execute(
            "UPDATE cases SET is_held_back = true WHERE id = \(event.payload.caseID.uuid)")
        if updated == 0 { throw HandlingFailure.reject(reason: "case-unknown") }
    }
}

/// Takes whether a case may be counted, as everybody in it stands then.
struct ProjectConsent: EventHandler {
    func handle(_ event: ReceivedEvent<ConsentChanged>, in transaction: inout Transaction) async throws {
        // Events of before say nothing of it; those that were withdrawn since stay out.
        guard let sealed = event.payload.sealedStatistics else { return }
        let updated = try await transaction.execute(
            """
            UPDATE cases SET is_held_back = false, sealed_consent = \(sealed.bytes)
            WHERE id = \(event.payload.caseID.uuid)
            """)
        if updated == 0 { throw HandlingFailure.reject(reason: "case-unknown") }
    }
}
