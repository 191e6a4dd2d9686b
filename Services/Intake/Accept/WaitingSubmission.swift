import CaseModel
import Synchronization

/// What has become of a submission that was to be stored.
enum Written: Sendable {
    case stored
    /// What was sent under the same ticket before is stored; this one is not.
    case alreadySent
}

/// A submission that waits to be written, and whoever waits for its answer. It is answered once: what is said later is not
/// heard any more.
final class WaitingSubmission: Sendable {
    let submission: SealedSubmission
    let since = ContinuousClock.now
    private let answer: Mutex<CheckedContinuation<Written, any Error>?>

    init(_ submission: SealedSubmission, answer: CheckedContinuation<Written, any Error>?) {
        self.submission = submission
        self.answer = Mutex(answer)
    }

    var isUrgent: Bool { submission.event.urgency == .u1 }

    func answer(_ written: Written) { take()?.resume(returning: written) }

    func fail(_ error: any Error) { take()?.resume(throwing: error) }

    private func take() -> CheckedContinuation<Written, any Error>? {
        answer.withLock { answer in
            defer { answer = nil }
            return answer
        }
    }
}
