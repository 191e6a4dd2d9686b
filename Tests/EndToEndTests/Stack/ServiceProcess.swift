import Foundation
import Synchronization
import TestSupport

/// A program of the house as a process of its own, whose output goes to a log file.
final class ServiceProcess: Sendable {
    struct NotRunning: Error {}

    let name: String
    let log: URL
    private let program: URL
    private let arguments: [String]
    private let environment: [String: String]
    private let note: URL
    private let running = Mutex<Process?>(nil)

    /// - Parameter folder: The stack's folder, with `log` and `pids` in it. The process' number is noted there, so that
    ///   the stack's watcher ends it however the tests end.
    init(_ name: String, _ program: URL, _ arguments: [String] = [], _ environment: [String: String], in folder: URL) {
        self.name = name
        self.program = program
        self.arguments = arguments
        self.environment = environment
        log = folder.appending(path: "log/\(name).log")
        note = folder.appending(path: "pids/\(name)")
    }

    var isRunning: Bool { running.withLock { $0?.isRunning ?? false } }

    func start() throws {
        if !FileManager.default.fileExists(atPath: log.path) { try Data().write(to: log) }
        let output = try FileHandle(forWritingTo: log)
        try output.seekToEnd()
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        process.currentDirectoryURL = repositoryRoot
        try process.run()
        try output.close()
        try Data("\(process.processIdentifier)".utf8).write(to: note)
        running.withLock { $0 = process }
    }

    /// Ends it without warning, as a failing machine would.
    func kill() async throws { _ = try await end(SIGKILL) }

    /// Asks it to stop as an operator would, and returns its exit code: 9 where it did not heed that for 20 seconds.
    @discardableResult
    func stop() async throws -> Int32 { try await end(SIGTERM) }

    /// What it has printed since its first start.
    func printed() throws -> String { String(decoding: try Data(contentsOf: log), as: UTF8.self) }

    private func end(_ signal: Int32) async throws -> Int32 {
        let process = running.withLock { running in
            defer { running = nil }
            return running
        }
        guard let process else { throw NotRunning() }
        Foundation.kill(process.processIdentifier, signal)
        if await !eventually(within: .seconds(20), { !process.isRunning }) {
            Foundation.kill(process.processIdentifier, SIGKILL)
        }
        try await onThread { process.waitUntilExit() }
        try? FileManager.default.removeItem(at: note)
        return process.terminationStatus
    }
}

/// What a program that ran to its end has left.
struct CommandOutcome: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// Runs a program with files for its output, so that no pipe can fill up.
    static func of(
        _ program: URL, _ arguments: [String], _ environment: [String: String], in folder: URL,
        within deadline: Duration = .seconds(30)
    ) async throws -> CommandOutcome {
        let name = "command-\(UUID().uuidString)"
        let output = folder.appending(path: "log/\(name).out")
        let errors = folder.appending(path: "log/\(name).err")
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle.nullDevice
        process.currentDirectoryURL = repositoryRoot
        for file in [output, errors] { try Data().write(to: file) }
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        if await !eventually(within: deadline, { !process.isRunning }) {
            Foundation.kill(process.processIdentifier, SIGKILL)
        }
        try await onThread { process.waitUntilExit() }
        return CommandOutcome(
            status: process.terminationStatus,
            output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
            errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
}
