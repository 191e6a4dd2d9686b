import Synchronization

/// Runs programs that open files from outside: bubblewrap builds the walls, prlimit bounds what they may use.
///
/// The file goes in by standard input and the result comes out by standard output, so that nothing of either touches a disk.
/// What the program says on standard error is thrown away: it could quote the file. Where the walls cannot be built, nothing
/// is run.
package final class Sandbox: Sendable {
    static let bubblewrap = "/usr/bin/bwrap"
    static let prlimit = "/usr/bin/prlimit"

    private let isAllowed: Bool

    /// - Parameter isAllowed: False keeps everything from running, as on a system that forbids it.
    package init(isAllowed: Bool = true) {
        self.isAllowed = isAllowed
    }

    /// Whether programs can be run here now.
    package func isAvailable() async -> Bool {
        var program = SandboxedProgram("/usr/bin/true")
        program.limits.time = .seconds(10)
        return (try? await run(program, input: NoInput()) { _ in }) != nil
    }

    /// Gives `input` to a program and its output, piece by piece, to `take`. What has been taken counts only when this returns.
    package func callAsFunction<Input: AsyncSequence & Sendable>(
        _ program: SandboxedProgram, input: Input, take: ([UInt8]) async throws -> Void
    ) async throws where Input.Element == [UInt8] {
        do {
            try await run(program, input: input, take)
        } catch SandboxError.failed {
            // bubblewrap itself ends with 1 where it cannot build the walls.
            throw await isAvailable() ? SandboxError.failed : .unavailable
        }
    }

    /// The same for a program that needs no input and says little.
    package func output(of program: SandboxedProgram, input: [UInt8] = []) async throws -> [UInt8] {
        var output: [UInt8] = []
        try await self(program, input: OneInput(bytes: input)) { output += $0 }
        return output
    }

    private func run<Input: AsyncSequence & Sendable>(
        _ program: SandboxedProgram, input: Input, _ take: ([UInt8]) async throws -> Void
    ) async throws where Input.Element == [UInt8] {
        guard isAllowed else { throw SandboxError.unavailable }
        let process = try RunningProcess(program.line)
        let clock = Task {
            try await Task.sleep(for: program.limits.time)
            process.kill(because: .tookTooLong)
        }
        defer { clock.cancel() }
        try await withTaskCancellationHandler {
            async let feeding: Void = process.feed(input)
            do {
                var count = 0
                while let piece = try await process.read() {
                    count += piece.count
                    guard count <= program.limits.outputBytes else { throw SandboxError.wroteTooMuch }
                    try await take(piece)
                }
            } catch {
                process.kill()
                _ = try? await feeding
                _ = await process.wait()
                throw error
            }
            // What cannot be read from where it lies must not pass for the whole.
            let fed: Result<Void, any Error>
            do {
                fed = .success(try await feeding)
            } catch {
                fed = .failure(error)
            }
            let status = await process.wait()
            try fed.get()
            try Task.checkCancellation()
            try process.check(status)
        } onCancel: {
            process.kill()
        }
    }
}

private struct NoInput: AsyncSequence, AsyncIteratorProtocol, Sendable {
    func makeAsyncIterator() -> NoInput { self }
    mutating func next() async -> [UInt8]? { nil }
}

private struct OneInput: AsyncSequence, Sendable {
    let bytes: [UInt8]

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var rest: [UInt8]?

        mutating func next() async -> [UInt8]? {
            defer { rest = nil }
            return rest
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(rest: bytes) }
}
