package import Foundation
import Synchronization

/// A PostgreSQL cluster for tests: one for the run, or a test's own where it is to be restarted.
package final class TestCluster: Sendable {
    /// Could not be started; the script has said why on standard error.
    package struct NotStarted: Error {}

    package let uri: String
    private let directory: String?

    /// The cluster of this run: that of `AMPARO_TEST_DATABASE_URI`, else a private one that ends with the process.
    package static func shared() throws -> TestCluster { try started.get() }

    private static let started = Result {
        if let uri = ProcessInfo.processInfo.environment["AMPARO_TEST_DATABASE_URI"], !uri.isEmpty {
            return TestCluster(uri: uri, directory: nil)
        }
        return try TestCluster()
    }

    private init(uri: String, directory: String?) {
        self.uri = uri
        self.directory = directory
    }

    /// Starts a private cluster; `stop` it.
    package convenience init() throws {
        let directory = "/tmp/amparo-test-\(UUID().uuidString.prefix(8).lowercased())"
        let uri = try Self.script(["start", directory])
        self.init(uri: uri, directory: directory)
        try endWithProcess()
    }

    /// Stops the server and starts it again.
    package func restart() throws {
        guard let directory else { throw NotStarted() }
        try Self.script(["stop", directory])
        try Self.script(["start", directory])
    }

    package func stop() throws {
        guard let directory else { return }
        try Self.script(["stop", directory])
        try FileManager.default.removeItem(atPath: directory)
    }

    /// A small process of its own stops the server once this one has ended, however it ended.
    private func endWithProcess() throws {
        guard let directory else { return }
        let process = Self.process(["watch", directory, String(getpid())])
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
    }

    @discardableResult
    private static func script(_ arguments: [String]) throws -> String {
        let process = process(arguments)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw NotStarted() }
        return String(decoding: text, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = [repositoryRoot.appending(path: "scripts/postgres").path()] + arguments
        return process
    }
}

/// The repository that these tests were built from.
package let repositoryRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
