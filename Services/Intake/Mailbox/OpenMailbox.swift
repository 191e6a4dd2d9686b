import CaseModel
import Foundation
import Postgres
import Vault

/// Somebody who has come back: what their page holds, and the key of their mailbox.
struct Visit: Sendable {
    let pass: MailboxPass
    let key: DataKey

    init(_ pass: MailboxPass) throws {
        self.pass = pass
        key = try DataKey(bytes: pass.mailboxKey.exposed)
    }

    var lookup: [UInt8] { pass.lookup.bytes }

    /// Whether the visitor's own code stands in a text, however it is spelled. Stored it would be, in a letter to somebody.
    func findsCode(in text: String) -> Bool {
        ReceiptCode.candidates(in: text, checkValue: pass.checkValue).contains { candidate in
            constantTimeEquals(ReceiptKeys.storedLookup(canonicalCode: candidate), lookup)
        }
    }

    /// The same visit on its next page, which sends something else.
    func onTheNextPage() throws -> Visit { try with(UpdateID(Randomness.timelessUUID())) }

    private func with(_ update: UpdateID) throws -> Visit {
        try Visit(
            MailboxPass(
                submissionID: pass.submissionID, mailboxID: pass.mailboxID, lookup: pass.lookup,
                mailboxKey: pass.mailboxKey, checkValue: pass.checkValue, updateID: update))
    }
}

/// Opens the mailbox of a receipt.
///
/// A code that belongs to nothing takes the same work as one that does: the same derivations, the same statements, and as
/// much that is opened and sealed as for a mailbox with one message. Its answer tells by its time no more than by its words.
struct OpenMailbox: Sendable {
    /// What is done, for the test that compares.
    enum Step: Sendable, Equatable {
        case derive, find, list, open, mark, seal
    }

    let database: Database
    let tokens: VisitTokens
    /// Codes are looked up a few at a time, so that guessing at scale takes nothing from those who write.
    var lanes = LookupLanes(lanes: AdmissionLimits().lookups, queue: AdmissionLimits().waitingLookups)
    /// Told of each code that belongs to nothing, and nothing of the code.
    var noteWrong: @Sendable () -> Void = {}
    var observe: @Sendable (Step) -> Void = { _ in }

    /// By the code. The one place where codes are tried.
    ///
    /// - Parameter toShow: Whether the messages are shown next, and count as read.
    func callAsFunction(_ code: ReceiptCode, toShow: Bool) async throws -> (Visit, Mailbox)? {
        observe(.derive)
        let keys = try ReceiptKeys(canonicalCode: code.canonicalBytes)
        let (row, messages) = try await lanes.run { try await read(keys.storedLookup, toShow: toShow) }
        if row == nil { noteWrong() }
        let mailbox = try open(row, messages, with: keys.mailboxKey)
        let pass = MailboxPass(
            submissionID: row?.submissionID ?? Decoy.submission, mailboxID: row?.id ?? Decoy.mailbox,
            lookup: HexBytes(keys.storedLookup), mailboxKey: KeyBytes(keys.mailboxKey.exposedBytes()),
            checkValue: code.checkValue, updateID: UpdateID(Randomness.timelessUUID()))
        observe(.seal)
        _ = try tokens.seal(pass)
        guard let mailbox else { return nil }
        return (try Visit(pass), mailbox)
    }

    /// By the pass of a page. Nil where the code was replaced or the mailbox burnt meanwhile.
    func callAsFunction(_ visit: Visit, toShow: Bool = false) async throws -> Mailbox? {
        let (row, messages) = try await read(visit.lookup, toShow: toShow)
        return try open(row, messages, with: visit.key)
    }

    private func read(_ lookup: [UInt8], toShow: Bool) async throws -> (MailboxRow?, [SealedMessage]) {
        try await database.transaction { transaction in
            observe(.find)
            let row = try await MailboxQueries.find(lookup: lookup, in: &transaction)
            observe(.list)
            let messages = try await MailboxQueries.messages(in: row?.id ?? Decoy.mailbox, &transaction)
            observe(.mark)
            let shown = toShow ? messages.filter { !$0.isRead } : []
            try await MailboxQueries.markRead(shown.map(\.id), in: &transaction)
            return (row, messages)
        }
    }

    private func open(_ row: MailboxRow?, _ messages: [SealedMessage], with key: DataKey) throws -> Mailbox? {
        let sealing = MailboxSealing(key: key)
        let id = row?.submissionID ?? Decoy.submission
        observe(.open)
        let consent = sealing.consent(row?.consent ?? Decoy.consent, of: id)
        observe(.open)
        let previous = sealing.previousKeys(row?.previousKeys ?? Decoy.previousKeys, of: id)
        let all = messages.isEmpty ? [Decoy.message] : messages
        let opened = all.map { message in
            observe(.open)
            return Mailbox.Message(message, sealing.message(message, previous: previous))
        }
        guard let row else { return nil }
        return Mailbox(row: row, messages: messages.isEmpty ? [] : opened, consent: consent)
    }

    /// What is worked on where there is nothing.
    private enum Decoy {
        static let submission = SubmissionID(ServiceName.intake.chainKey)
        static let mailbox = MailboxID(ServiceName.intake.chainKey)
        static let consent = [Suite.dataKey.rawValue] + [UInt8](repeating: 0, count: 40 + 16)
        static let previousKeys = [Suite.dataKey.rawValue] + [UInt8](repeating: 0, count: 40 + 128)
        static let message = SealedMessage(
            id: MessageID(ServiceName.intake.chainKey),
            sealed: [Suite.dataKey.rawValue] + [UInt8](repeating: 0, count: 40 + 1024), sentAt: .distantPast,
            isRead: true)
    }
}
