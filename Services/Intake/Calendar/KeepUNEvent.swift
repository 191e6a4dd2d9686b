import CaseModel
import Messaging
import Postgres

/// Keeps the public facts of a UN event for the form.
struct KeepUNEvent: EventHandler {
    func handle(_ event: ReceivedEvent<UNEventChanged>, in transaction: inout Transaction) async throws {
        try await UNEventQueries.keep(event.payload, in: &transaction)
    }
}
