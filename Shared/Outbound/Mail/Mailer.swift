import Dispatch
package import ServiceRuntime
import Synchronization

/// Hands mails over to a server, one after the other, on a thread of its own.
package final class Mailer: Sendable {
    private let configuration: MailConfiguration
    private let queue = DispatchQueue(label: "amparo.mailer")

    package convenience init(settings: Settings) throws(SettingsError) {
        self.init(try MailConfiguration(settings: settings))
    }

    package init(_ configuration: MailConfiguration) {
        self.configuration = configuration
    }

    /// Returns when the server has taken the mail over. After `timedOut` or `unreachable` it may have, all the same.
    package func send(_ mail: Mail) async throws(MailError) {
        let message = try MailMessage.bytes(of: mail, from: configuration.sender)
        let cancellation = Cancellation()
        let result: Result<Void, MailError> = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                queue.async { [configuration] in
                    continuation.resume(
                        returning: Result { () throws(MailError) in
                            let transfer = try SMTPTransfer.prepared(configuration, to: mail.recipient)
                            try transfer.perform(message, unless: cancellation)
                        })
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
        try result.get()
    }
}

/// Whether the task that waits for a transfer has been cancelled; the transfer looks at it about once a second.
final class Cancellation: Sendable {
    private let flag = Atomic(false)
    var isCancelled: Bool { flag.load(ordering: .relaxed) }
    func cancel() { flag.store(true, ordering: .relaxed) }
}
