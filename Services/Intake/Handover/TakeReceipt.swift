import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// Somebody whose submission was entered by staff exchanges the code on their sheet for a receipt that no officer has seen
/// (DOMAIN.md IN-01). The receipt is shown first and counts once it is written down; the sheet is good until then.
struct TakeReceipt: Sendable {
    enum Step: Sendable, Equatable {
        case derive, find, seal
    }

    let database: Database
    let tokens: VisitTokens
    let send: SendUpdate
    var observe: @Sendable (Step) -> Void = { _ in }

    /// The receipt that a sheet's code may be exchanged for, sealed for the page; nil where the code is worth nothing. That
    /// takes the same work.
    func offer(for code: ReceiptCode) async throws -> (ReceiptCode, token: String)? {
        observe(.derive)
        let lookup = ReceiptKeys.storedLookup(canonicalCode: code.canonicalBytes)
        observe(.find)
        let isOpen = try await HandoverQueries.isOpen(lookup, in: database)
        let offer = ReceiptOffer.new(for: lookup)
        observe(.seal)
        let token = try tokens.seal(offer)
        guard isOpen, let receipt = offer.code else { return nil }
        return (receipt, token)
    }

    /// Makes the receipt count. False where the sheet was used or has expired meanwhile.
    func callAsFunction(_ token: String?, language: String, at now: Date = .now) async throws -> Bool {
        guard let offer = try? tokens.open(ReceiptOffer.self, token), let code = offer.code else { return false }
        let keys = try ReceiptKeys(canonicalCode: code.canonicalBytes)
        return try await send.take(offer, keys, language: language, at: now) != .closed
    }
}

extension SendUpdate {
    fileprivate func take(
        _ offer: ReceiptOffer, _ keys: ReceiptKeys, language: String, at now: Date
    ) async throws -> Outcome {
        try await storing { transaction in
            var update = SourceUpdate(
                updateID: offer.updateID, submissionID: SubmissionID(UUID()), receivedAt: now, kind: .receiptTaken,
                language: language, mailboxKey: KeyBytes(keys.mailboxKey.exposedBytes()))
            guard
                let (submission, mailbox) = try await HandoverQueries.take(
                    offer.lookup.bytes, for: keys.storedLookup, in: &transaction)
            else {
                // Sent twice from the same page, it was exchanged by the first.
                let isDone = try await MailboxQueries.lock(lookup: keys.storedLookup, in: &transaction)
                return .notStored(isDone ? .alreadySent : .closed)
            }
            update.submissionID = submission
            return .store(update, .u3, mailbox)
        }
    }
}
