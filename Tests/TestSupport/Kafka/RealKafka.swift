import Foundation
package import Kafka
import Synchronization

/// Apache Kafka for tests, where there is a copy: `$AMPARO_KAFKA`, or `../shared/kafka/kafka` beside the repository.
///
/// Started once per run, on first use, with its data in a temporary folder; a small process that watches this one stops
/// it and clears up, however the run ends.
package enum RealKafka {
    /// The command that starts it; nil where it is not here, which is said once.
    package static let command: String? = {
        let environment = ProcessInfo.processInfo.environment["AMPARO_KAFKA"]
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let path = environment ?? root.appending(path: "../shared/kafka/kafka").standardizedFileURL.path
        if FileManager.default.isExecutableFile(atPath: path) { return path }
        print("skipped: no Apache Kafka at \(path)")
        return nil
    }()

    package static var isAvailable: Bool { command != nil }

    private static let start = Mutex<Task<Running, any Error>?>(nil)

    private struct Running: Sendable {
        let bootstrap: String
        let directory: String
    }

    package static func configuration() async throws -> KafkaConfiguration {
        KafkaConfiguration(
            bootstrap: try await running().bootstrap, deliveryTimeout: .seconds(30), fetchWait: .milliseconds(100))
    }

    /// Stops the broker in its tracks, so that it answers nothing, until `resume`.
    package static func pause() async throws { try await run("pause", "1") }
    package static func resume() async throws { try await run("resume", "1") }

    private static func running() async throws -> Running {
        let task = start.withLock { task in
            if let task { return task }
            let new = Task { try await begin() }
            task = new
            return new
        }
        return try await task.value
    }

    private static func begin() async throws -> Running {
        guard let command else { throw TestBrokerFailure("no Kafka") }
        let directory = NSTemporaryDirectory() + "amparo-kafka-\(ProcessInfo.processInfo.processIdentifier)"
        try await clearUp(directory)
        let answer = try await shell(command, ["start", directory, "--port", String(try freePort())])
        return Running(bootstrap: answer.trimmingCharacters(in: .whitespacesAndNewlines), directory: directory)
    }

    /// Has a small process stop the broker in that folder and delete it once this process has ended.
    static func clearUp(_ directory: String) async throws {
        guard let command else { throw TestBrokerFailure("no Kafka") }
        let watch = """
            while kill -0 \(ProcessInfo.processInfo.processIdentifier) 2>/dev/null; do sleep 1; done
            "\(command)" kill "\(directory)" 1; rm -rf "\(directory)"
            """
        _ = try await shell("setsid", ["bash", "-c", "(\(watch)) < /dev/null > /dev/null 2>&1 &"])
    }

    private static func run(_ verb: String, _ argument: String) async throws {
        guard let command else { throw TestBrokerFailure("no Kafka") }
        _ = try await shell(command, [verb, try await running().directory, argument])
    }

    /// What the command prints. Not by Foundation's `Process`, which waits for the daemons that a command leaves behind.
    static func shell(_ command: String, _ arguments: [String]) async throws -> String {
        let line = ([command] + arguments).map { "'\($0)'" }.joined(separator: " ")
        return try await onBlockingThread {
            guard let pipe = popen(line, "r") else { throw TestBrokerFailure("popen") }
            var output: [UInt8] = []
            var byte = fgetc(pipe)
            while byte != EOF {
                output.append(UInt8(truncatingIfNeeded: byte))
                byte = fgetc(pipe)
            }
            let status = pclose(pipe)
            guard status == 0 else { throw TestBrokerFailure("\(arguments.first ?? command): \(status >> 8)") }
            return String(decoding: output, as: UTF8.self)
        }
    }

    /// A port that is free together with the next one, for broker and controller.
    static func freePort() throws -> UInt16 {
        for _ in 0..<100 {
            let port = UInt16.random(in: 20_000...29_998)
            if portIsFree(port), portIsFree(port + 1) { return port }
        }
        throw TestBrokerFailure("no free port")
    }
}
