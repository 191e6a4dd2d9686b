import Foundation
package import Kafka

/// The development broker as a process of its own, as `make run` has it.
package final class BrokerProcess {
    private static let program = Bundle.main.executableURL?.deletingLastPathComponent()
        .appending(path: "development-broker")

    package let port: UInt16
    private let topics: URL
    private var process: Process?

    /// A broker that is not yet started. It reads its topics from a file of its own, and takes a free port unless told.
    package init(topics text: String, port wanted: UInt16? = nil) throws {
        guard
            let port = wanted
                ?? (0..<100).lazy.map({ _ in UInt16.random(in: 20_000...29_999) }).first(where: portIsFree)
        else {
            throw TestBrokerFailure("no free port")
        }
        self.port = port
        topics = FileManager.default.temporaryDirectory.appending(path: "amparo-topics-\(UUID().uuidString)")
        try Data(text.utf8).write(to: topics)
    }

    deinit {
        if let process, process.isRunning { process.terminate() }
        try? FileManager.default.removeItem(at: topics)
    }

    package var configuration: KafkaConfiguration { KafkaConfiguration(bootstrap: "127.0.0.1:\(port)") }

    /// Returns the first line that it prints.
    package func start() throws -> String {
        let process = Process()
        let output = Pipe()
        guard let program = Self.program else { throw TestBrokerFailure("no program") }
        process.executableURL = program
        process.environment = ["AMPARO_BROKER_PORT": String(port), "AMPARO_KAFKA_TOPICS": topics.path]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        self.process = process
        return String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    }

    /// Asks it to stop as an operator would, and returns how it ended.
    package func stop() -> Int32? {
        process?.terminate()
        process?.waitUntilExit()
        return process?.terminationStatus
    }

    /// Ends it without warning.
    package func kill() {
        guard let process else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}
