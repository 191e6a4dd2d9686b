import CSpawn
import Dispatch
import Foundation
import Synchronization

/// The one thread that starts programs. It never ends: bubblewrap dies with the thread that started it, and those of the pools end
/// when they have had nothing to do for a few seconds, while a program is still at work.
enum StartingThread {
    private final class Start: Sendable {
        let line: [String]
        let input: Int32
        let output: Int32
        let isDone = DispatchSemaphore(value: 0)
        let id = Mutex<pid_t?>(nil)

        init(_ line: [String], _ input: Int32, _ output: Int32) {
            (self.line, self.input, self.output) = (line, input, output)
        }

        func run() {
            defer { isDone.signal() }
            guard let path = line.first else { return }
            var started: pid_t = 0
            let arguments = line.map { strdup($0) } + [nil]
            var environment: [UnsafeMutablePointer<CChar>?] = [nil]
            defer { for argument in arguments { free(argument) } }
            guard amparo_spawn(path, arguments, &environment, input, output, &started) == 0 else { return }
            id.withLock { $0 = started }
        }
    }

    private static let waiting = Mutex<[Start]>([])
    private static let count = DispatchSemaphore(value: 0)
    private static let isRunning: Bool = {
        Thread.detachNewThread {
            while true {
                count.wait()
                waiting.withLock { $0.isEmpty ? nil : $0.removeFirst() }?.run()
            }
        }
        return true
    }()

    /// The number of the started process; nil where it could not be started.
    static func start(_ line: [String], input: Int32, output: Int32) -> pid_t? {
        guard isRunning else { return nil }
        let start = Start(line, input, output)
        waiting.withLock { $0.append(start) }
        count.signal()
        start.isDone.wait()
        return start.id.withLock { $0 }
    }
}
