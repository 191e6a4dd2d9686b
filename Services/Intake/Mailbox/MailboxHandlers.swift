import CaseModel
import Messaging
import Postgres

/// Keeps an officer's message for whoever comes back with the receipt.
struct KeepMessage: EventHandler {
    func handle(_ event: ReceivedEvent<MessageToSource>, in transaction: inout Transaction) async throws {
        try await MailboxQueries.insert(event.payload, in: &transaction)
    }
}

/// Keeps how far a submission has come.
struct KeepState: EventHandler {
    func handle(_ event: ReceivedEvent<MailboxStateChanged>, in transaction: inout Transaction) async throws {
        try await MailboxQueries.set(event.payload, in: &transaction)
    }
}
