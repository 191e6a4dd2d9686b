import Dispatch

/// Runs an actor's work on a queue of its own, since reading, writing and syncing files blocks.
final class FileThread: SerialExecutor {
    private let queue = DispatchQueue(label: "amparo.blobs")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
