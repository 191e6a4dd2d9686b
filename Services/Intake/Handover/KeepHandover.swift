import CaseModel
import Messaging
import Postgres

/// Notes that a sheet with a handover code was given out.
struct KeepHandover: EventHandler {
    func handle(_ event: ReceivedEvent<HandoverPrepared>, in transaction: inout Transaction) async throws {
        try await HandoverQueries.insert(event.payload, in: &transaction)
    }
}
