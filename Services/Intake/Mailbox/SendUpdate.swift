import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// Takes in what a returning source sends: seals it for Verification, and stores it with its event and with whatever
/// changes in the mailbox, in one transaction. Returns after the commit.
struct SendUpdate: Sendable {
    enum Outcome: Sendable, Equatable {
        case stored
        /// The same page was sent before; that is stored, and nothing else.
        case alreadySent
        /// The code was replaced or the mailbox burnt since the page was made.
        case closed
    }

    let database: Database
    let outbox: Outbox
    let encapsulation: SharedEncapsulation
    let isOpen: @Sendable () -> Bool

    func callAsFunction(
        _ update: SourceUpdate, urgency: Urgency = .u3, on visit: Visit,
        change: (inout Transaction) async throws -> Void = { _ in }
    ) async throws -> Outcome {
        try await storing { transaction in
            guard try await MailboxQueries.insert(update, in: &transaction) else { return .notStored(.alreadySent) }
            guard try await MailboxQueries.lock(lookup: visit.lookup, in: &transaction) else {
                return .notStored(.closed)
            }
            try await change(&transaction)
            return .store(update, urgency, visit.pass.mailboxID)
        }
    }

    /// What a transaction has come to: an update to be told of, or nothing that is to stay.
    enum Change {
        case store(SourceUpdate, Urgency, MailboxID)
        case notStored(Outcome)
    }

    /// Runs a change of the mailbox and tells of it in the same transaction.
    func storing(_ change: (inout Transaction) async throws -> Change) async throws -> Outcome {
        guard isOpen() else { throw IntakeFailure.notYetOpen }
        do {
            return try await database.transaction { transaction in
                switch try await change(&transaction) {
                case .notStored(let outcome): throw NotStored(outcome: outcome)
                case .store(let update, let urgency, let mailbox):
                    let id = Randomness.uuid(at: update.receivedAt)
                    try await outbox.append(try event(update, urgency, mailbox), id: id, in: &transaction)
                    return .stored
                }
            }
        } catch let refusal as NotStored {
            return refusal.outcome
        } catch let error as PostgresError where error.kind == .outcomeUnknown {
            // Sent again from the same page it is not stored twice.
            throw IntakeFailure.outcomeUnknown
        }
    }

    private func event(
        _ update: SourceUpdate, _ urgency: Urgency, _ mailbox: MailboxID
    ) throws -> SourceUpdateReceived {
        let plain = Padding.pad(try EventCoding.encode(update))
        return SourceUpdateReceived(
            updateID: update.updateID, submissionID: update.submissionID, mailboxID: mailbox,
            receivedAt: update.receivedAt, urgency: urgency, evidenceIDs: update.evidence.map(\.evidenceID),
            sealedUpdate: SealedPart(try encapsulation.seal(plain, context: .sourceUpdate(update.updateID))))
    }

    /// Takes back what the transaction did before it was clear that nothing is to be stored.
    private struct NotStored: Error {
        let outcome: Outcome
    }
}

extension SealContext {
    /// Where an update's content belongs, in Intake's event as in Verification's row.
    static func sourceUpdate(_ id: UpdateID) -> SealContext {
        SealContext(table: "source_updates", column: "sealed", row: id.uuid)
    }
}

extension Visit {
    /// An update of this visit's page.
    func update(_ kind: SourceUpdate.Kind, language: String, at now: Date = .now) -> SourceUpdate {
        SourceUpdate(
            updateID: pass.updateID, submissionID: pass.submissionID, receivedAt: now, kind: kind, language: language)
    }
}
