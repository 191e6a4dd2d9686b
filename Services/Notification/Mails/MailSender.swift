import CaseModel
import Foundation
import Messaging
import Outbound
import Postgres
import ServiceRuntime
import Vault
import Web

/// Sends the mails that are due, one after the other, and proves each by an event.
///
/// A mail is taken for a while, sent, and marked; should the process die in between, it is sent again: a focal point may be
/// told twice, never not at all.
struct MailSender: Service {
    static let channel = "mails_due"

    let name = "mail-sender"
    let database: Database
    let mailer: Mailer
    let outbox: Outbox
    let letters: AlertLetters
    let wakeUps: AsyncStream<Void>
    let logger: Logger

    private static let lease = Duration.seconds(120)
    private static let poll = Duration.seconds(5)
    /// About a day of attempts, then the mail counts as failed and a person sees it on the page.
    private static let mostAttempts = 40

    func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        // A wake-up and a slow poll behind it; one that comes while mails are being sent is remembered.
        let (calls, caller) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in wakeUps { caller.yield() } }
            group.addTask {
                repeat { caller.yield() } while await lifetime.pause(Self.poll)
                caller.finish()
            }
            for await _ in calls { await sendAll(lifetime) }
            group.cancelAll()
        }
    }

    private func sendAll(_ lifetime: Lifetime) async {
        do {
            while try await sendNext(), !lifetime.isStopping {}
        } catch {
            logger.warning("Mails could not be looked for", [.error: .error(error)])
        }
    }

    /// Sends one mail. Returns false where none is due.
    private func sendNext() async throws -> Bool {
        let due = try await database.transaction { transaction in
            try await MailQueries.take(lease: Self.lease, in: &transaction)
        }
        guard let due else { return false }
        do {
            try await mailer.send(try letters.letter(for: due))
            try await prove(due)
        } catch let error as MailError {
            try await handle(error, isHopeless: !error.isRetriable, of: due)
        } catch let error as LetterFailure {
            try await handle(error, isHopeless: true, of: due)
        }
        return true
    }

    private func prove(_ mail: DueMail) async throws {
        let now = Date.now
        try await database.transaction { transaction in
            guard try await MailQueries.markSent(mail, at: now, in: &transaction) else { return }
            try await outbox.append(
                AlertDelivered(
                    deliveryID: DeliveryID(mail.id), alertID: mail.alertID, deliveredAt: now,
                    submissionID: mail.about == "submission" ? SubmissionID(mail.subject) : nil,
                    caseID: mail.about == "case" ? CaseID(mail.subject) : nil),
                in: &transaction)
        }
    }

    private func handle(_ error: any CodedError, isHopeless: Bool, of mail: DueMail) async throws {
        logger.warning("A mail was not taken", [.error: .error(error), .attempt: .count(mail.attempts)])
        try await database.transaction { transaction in
            if isHopeless || mail.attempts >= Self.mostAttempts {
                try await MailQueries.giveUp(mail, reason: error.code, in: &transaction)
            } else {
                try await MailQueries.postpone(mail, by: Self.backoff(mail.attempts), in: &transaction)
            }
        }
    }

    /// 2 s, 4 s, 8 s … an hour at most.
    static func backoff(_ attempts: Int) -> Duration {
        .seconds(min(3600, 1 << min(max(attempts, 1), 12)))
    }
}
