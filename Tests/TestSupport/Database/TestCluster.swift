package import Foundation
import Synchronization

/// A PostgreSQL cluster for tests: one for the run, or a test's own where it is to be restarted.
package final class TestCluster: Sendable {
    /// Could not be started; the script has said why on standard error.
    package struct NotStarted: Error {}

    package let uri: String
    /// Where a private cluster has its data; nil for one that was there before.
    package let directory: String?

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
        try halt()
        try resume()
    }

    /// Stops the server; its data stays for `resume`.
    package func halt() throws {
        guard let directory else { throw NotStarted() }
        try Self.script(["stop", directory])
    }

    package func resume() throws {
        guard let directory else { throw NotStarted() }
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
        let command = Self.command(["watch", directory, String(getpid())])
        guard system("setsid \(command) </dev/null >/dev/null 2>&1 &") == 0 else { throw NotStarted() }
    }

    /// Foundation's `Process` counts a child as running until everything that it started has ended, the server included;
    /// hence the C library's way.
    @discardableResult
    private static func script(_ arguments: [String]) throws -> String {
        guard let stream = popen(command(arguments), "r") else { throw NotStarted() }
        var output: [UInt8] = []
        while case let byte = getc(stream), byte != EOF { output.append(UInt8(truncatingIfNeeded: byte)) }
        guard pclose(stream) == 0 else { throw NotStarted() }
        return String(decoding: output, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func command(_ arguments: [String]) -> String {
        ([repositoryRoot.appending(path: "scripts/postgres").path()] + arguments)
            .map { "'\($0)'" }.joined(separator: " ")
    }
}

/// The repository that these tests were built from.
package let repositoryRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
