import CaseModel
import Foundation
import Messaging
import Postgres
import Vault

/// Gives the source of a submission that staff have entered the means to make it their own: a code on a sheet of paper, good
/// once, for a receipt that no officer has seen (DOMAIN.md IN-01).
///
/// The code itself is on the sheet and nowhere else. Intake is told of a hash, in the transaction that stores it here.
struct PrepareHandover: Sendable {
    /// How long a sheet is good for, in seconds.
    static let lifetime: TimeInterval = 90 * 86_400

    struct Subject: Sendable {
        let submissionID: SubmissionID
        let mailboxID: MailboxID
        let receivedAt: Date
    }

    let outbox: Outbox

    /// Makes a code to print. An earlier sheet for the same submission is worth nothing from now on.
    func new(
        for subject: Subject, by officer: StaffID, at now: Date, in transaction: inout Transaction
    ) async throws -> ReceiptCode {
        let code = try Self.code()
        try await tell(
            subject, try ReceiptKeys(canonicalCode: code.canonicalBytes).storedLookup, officer, now, &transaction)
        return code
    }

    /// Binds a sheet that was printed before. Returns false where there is none of this number, or it was used.
    func bind(
        _ serial: SheetSerial, to subject: Subject, by officer: StaffID, at now: Date,
        in transaction: inout Transaction
    ) async throws -> Bool {
        guard
            let lookup = try await HandoverQueries.useSheet(serial, for: subject.submissionID, in: &transaction)
        else { return false }
        try await tell(subject, lookup, officer, now, &transaction)
        return true
    }

    /// Makes a sheet worthless that was lost or seen. Returns false where the source has taken over, or there is no sheet.
    func revoke(
        for subject: Subject, at now: Date, in transaction: inout Transaction
    ) async throws -> Bool {
        guard try await HandoverQueries.revoke(subject.submissionID, at: now, in: &transaction) else { return false }
        // What nobody holds takes its place.
        try await outbox.append(
            HandoverPrepared(
                submissionID: subject.submissionID, mailboxID: subject.mailboxID, receivedAt: subject.receivedAt,
                lookup: HexBytes(Randomness.bytes(32)), expiresAt: now),
            in: &transaction)
        return true
    }

    /// Makes sheets to be printed before a session. Nothing is told of them until one is bound.
    func stack(
        _ count: Int, by officer: StaffID, at now: Date, in transaction: inout Transaction
    ) async throws -> [(SheetSerial, ReceiptCode)] {
        var sheets: [(SheetSerial, ReceiptCode)] = []
        while sheets.count < count {
            let code = try Self.code()
            let serial = SheetSerial.random()
            let lookup = try ReceiptKeys(canonicalCode: code.canonicalBytes).storedLookup
            if try await HandoverQueries.insertSheet(serial, lookup: lookup, at: now, by: officer, in: &transaction) {
                sheets.append((serial, code))
            }
        }
        return sheets
    }

    private func tell(
        _ subject: Subject, _ lookup: [UInt8], _ officer: StaffID, _ now: Date, _ transaction: inout Transaction
    ) async throws {
        let expires = now.addingTimeInterval(Self.lifetime)
        guard
            try await HandoverQueries.put(
                subject.submissionID, lookup: lookup, at: now, by: officer, expires: expires, in: &transaction)
        else { throw DeskFailure.alreadyTakenOver }
        try await outbox.append(
            HandoverPrepared(
                submissionID: subject.submissionID, mailboxID: subject.mailboxID, receivedAt: subject.receivedAt,
                lookup: HexBytes(lookup), expiresAt: expires),
            in: &transaction)
    }

    private static func code() throws(DeskFailure) -> ReceiptCode {
        guard let code = ReceiptCode(randomBytes: Randomness.bytes(ReceiptCode.randomByteCount)) else {
            throw .unreadable
        }
        return code
    }
}
