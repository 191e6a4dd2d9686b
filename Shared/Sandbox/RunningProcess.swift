import CSpawn
import Dispatch
import Glibc
import Synchronization

/// A process with a pipe to its input and one from its output. Whatever blocks is done on a queue of its own.
final class RunningProcess: Sendable {
    private enum State {
        case running
        case killed(SandboxError?)
        /// Its number may be another's by now.
        case ended(SandboxError?)
    }

    private let id: pid_t
    private let input: Descriptor
    private let output: Descriptor
    private let state = Mutex(State.running)
    private let writing = DispatchQueue(label: "amparo.sandbox.write")
    private let reading = DispatchQueue(label: "amparo.sandbox.read")

    /// A reader that is gone must end a write with an error, not this process with a signal.
    private static let isReady: Bool = {
        _ = signal(SIGPIPE, SIG_IGN)
        return true
    }()

    init(_ line: [String]) throws(SandboxError) {
        guard Self.isReady, let toIt = Descriptor.pipe(), let fromIt = Descriptor.pipe(),
            let id = StartingThread.start(line, input: toIt.read.number, output: fromIt.write.number)
        else { throw .unavailable }
        // The other ends close here when this returns: only the process has them.
        self.id = id
        input = toIt.write
        output = fromIt.read
    }

    /// Ends it and all that it has started: it is the first process of its namespace.
    func kill(because reason: SandboxError? = nil) {
        state.withLock { state in
            guard case .running = state else { return }
            state = .killed(reason)
            _ = Glibc.kill(-id, SIGKILL)
        }
    }

    /// Writes what comes and closes. That the process does not want all of it is no error.
    func feed<Input: AsyncSequence>(_ chunks: Input) async throws where Input.Element == [UInt8] {
        defer { input.close() }
        do {
            for try await chunk in chunks {
                guard await write(chunk) else { return }
            }
        } catch {
            kill()
            throw error
        }
    }

    private func write(_ bytes: [UInt8]) async -> Bool {
        await withCheckedContinuation { continuation in
            writing.async { continuation.resume(returning: self.input.write(bytes)) }
        }
    }

    /// The next piece of its output; nil at the end.
    func read() async throws(SandboxError) -> [UInt8]? {
        let piece = await withCheckedContinuation { continuation in
            reading.async { continuation.resume(returning: self.output.read(64 << 10)) }
        }
        guard let piece else { throw .failed }
        return piece.isEmpty ? nil : piece
    }

    /// Its exit status, when it has ended.
    func wait() async -> Int32 {
        let status = await withCheckedContinuation { continuation in
            reading.async { continuation.resume(returning: amparo_wait(self.id)) }
        }
        state.withLock { state in
            if case .killed(let reason) = state { state = .ended(reason) } else { state = .ended(nil) }
        }
        return status
    }

    func check(_ status: Int32) throws(SandboxError) {
        if case .ended(let reason?) = state.withLock({ $0 }) { throw reason }
        switch status {
        case 0: return
        case 128 + SIGKILL, 128 + SIGXCPU, 128 + SIGXFSZ, 128 + SIGABRT, 128 + SIGSEGV: throw .exhausted
        default: throw .failed
        }
    }
}
