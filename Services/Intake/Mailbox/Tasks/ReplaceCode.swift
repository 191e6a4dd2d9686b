import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
import Vault
import Web

/// Gives the mailbox another code. The new one is shown first and counts once its holder has written it down; from then on
/// the old one opens nothing.
///
/// Messages are sealed again under the new code's key. One that Verification has sealed under the old key and that is still
/// on its way is read with that key, which lies sealed under the new one.
struct ReplaceCode: MailboxTask {
    let name = "code"
    let title = Phrase("mailbox.code.title")
    let submit = Phrase("mailbox.code.offer")

    let send: SendUpdate
    let tokens: VisitTokens
    private static let offer = "offer"

    func form(_ fields: FormFields, _ visit: Visit) async throws -> HTML {
        let words = fields.words
        return .list(.p(words.html(Phrase("mailbox.code.why"))), .p(words.html(Phrase("mailbox.code.how"))))
    }

    func perform(_ fields: Fields, _ visit: Visit, _ language: Language) async throws -> MailboxOutcome {
        guard fields[MailboxStep.field] == Self.offer else { return try next(for: visit) }
        // An offer that is stale, or not for this code, is made anew.
        guard let offer = try? tokens.open(ReceiptOffer.self, fields[Self.offer]),
            offer.lookup == visit.pass.lookup, let code = offer.code
        else { return try next(for: visit) }
        return try await replace(by: code, visit, offer.updateID, language)
    }

    private func next(for visit: Visit) throws -> MailboxOutcome {
        let offer = ReceiptOffer.new(for: visit.lookup)
        guard let code = offer.code else { throw IntakeFailure.busy }
        return .next(
            step: Self.offer, hidden: [(Self.offer, try tokens.seal(offer))], body: ReceiptText.code(code),
            submit: Phrase("mailbox.code.submit"))
    }

    private func replace(
        by code: ReceiptCode, _ visit: Visit, _ id: UpdateID, _ language: Language
    ) async throws -> MailboxOutcome {
        let keys = try ReceiptKeys(canonicalCode: code.canonicalBytes)
        var update = visit.update(.codeReplaced, language: language.code)
        update.updateID = id
        update.mailboxKey = KeyBytes(keys.mailboxKey.exposedBytes())
        let outcome = try await send(update, on: visit) { transaction in
            try await reseal(visit, keys, in: &transaction)
        }
        guard outcome != .closed else { return .closed }
        let pass = MailboxPass(
            submissionID: visit.pass.submissionID, mailboxID: visit.pass.mailboxID,
            lookup: HexBytes(keys.storedLookup), mailboxKey: KeyBytes(keys.mailboxKey.exposedBytes()),
            checkValue: code.checkValue, updateID: UpdateID(Randomness.timelessUUID()))
        return .sentAs(try Visit(pass), Phrase("mailbox.code.done"))
    }

    private func reseal(_ visit: Visit, _ keys: ReceiptKeys, in transaction: inout Transaction) async throws {
        guard let row = try await MailboxQueries.find(lookup: visit.lookup, in: &transaction) else { return }
        let old = MailboxSealing(key: visit.key)
        let new = MailboxSealing(key: keys.mailboxKey)
        let previous = row.previousKeys.map { old.previousKeys($0, of: row.submissionID) } ?? []
        let consent = try row.consent.flatMap { old.consent($0, of: row.submissionID) }
            .map { try new.seal($0, of: row.submissionID) }
        let messages = try await MailboxQueries.messages(in: row.id, &transaction).compactMap { sealed in
            try old.message(sealed, previous: previous).map { message in
                SealedMessage(
                    id: sealed.id, sealed: try new.seal(message), sentAt: sealed.sentAt, isRead: sealed.isRead)
            }
        }
        let isReplaced = try await MailboxQueries.replace(
            visit.lookup, by: keys.storedLookup, consent: consent,
            previousKeys: try new.seal(previousKeys: [visit.key] + previous, of: row.submissionID),
            messages: messages, in: &transaction)
        guard isReplaced else { throw IntakeFailure.busy }
    }
}
