import Foundation
import HTTP
import Kafka
import Synchronization
import TestSupport

/// The whole house in one folder: a private PostgreSQL, a broker, the four services and a mail catcher, each a process of
/// its own. A small process that watches this one ends them all, however the tests end.
final class Stack: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String

        init(_ description: String) { self.description = description }
    }

    enum Service: String, CaseIterable, Sendable {
        case intake, verification, notification, reporting

        var program: String { rawValue.capitalized }
    }

    let folder: URL
    let cluster: TestCluster
    let kafka: KafkaConfiguration
    /// The development broker; nil where the stack uses another one.
    let broker: ServiceProcess?
    let mailCatcher: ServiceProcess
    let mails: ListenAddress
    let markers = Markers()
    let people = Mutex<[String: HTTPClient]>([:])
    /// What every process of the house is told.
    let common: [String: String]
    private let smtp: UInt16

    /// The stack that the suite shares, on the development broker.
    static func shared() async throws -> Stack { try await theOne.value }

    private static let theOne = Task { try await Stack.start(on: nil) }

    /// Starts everything and waits until all services are ready, and until an alert has gone through three of them: a
    /// consumer that is new to its group takes seconds until it has partitions to read.
    static func start(on kafka: KafkaConfiguration?) async throws -> Stack {
        let stack = try await onThread { try Stack(kafka) }
        try await stack.prepare()
        for service in Service.allCases { try stack.process(of: service).start() }
        for service in Service.allCases { try await stack.untilReady(service) }
        _ = try await SubmitterWalk.post(to: stack, dangers: ["THREAT_TO_LIFE"])
        guard try await eventually({ try await !stack.caughtMails().isEmpty }) else {
            throw Failure("no alert has come through")
        }
        return stack
    }

    private init(_ other: KafkaConfiguration?) throws {
        let folder = URL(fileURLWithPath: "/tmp/amparo-e2e-\(UUID().uuidString.prefix(8).lowercased())")
        for part in ["log", "pids", "run", "mail"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: part), withIntermediateDirectories: true)
        }
        let cluster = try TestCluster()
        let ports = try Self.freePorts(3)
        let kafka = other ?? KafkaConfiguration(bootstrap: "127.0.0.1:\(ports[0])", fetchWait: .milliseconds(20))
        var common = Self.environment(folder, database: cluster.uri, bootstrap: kafka.bootstrap)
        // With the development broker every change of a group's members takes this long, less a second.
        common["AMPARO_KAFKA_SESSION_TIMEOUT"] = other == nil ? "4000" : "6000"
        (self.folder, self.cluster, self.kafka, self.common) = (folder, cluster, kafka, common)
        broker =
            other == nil
            ? ServiceProcess(
                "broker", try Self.program("development-broker"), [],
                common.merging(["AMPARO_BROKER_PORT": "\(ports[0])"]) { $1 }, in: folder) : nil
        smtp = ports[1]
        mails = .ip(host: "127.0.0.1", port: ports[2])
        mailCatcher = ServiceProcess(
            "mail-catcher", URL(fileURLWithPath: "/usr/bin/python3"),
            [
                repositoryRoot.appending(path: "deploy/mail-catcher/mail-catcher").path,
                folder.appending(path: "mail").path, "--smtp", "127.0.0.1:\(smtp)", "--http",
                "127.0.0.1:\(ports[2])",
            ], ["PATH": "/usr/bin"], in: folder)
        intake = try Self.process(.intake, common, smtp, folder)
        verification = try Self.process(.verification, common, smtp, folder)
        notification = try Self.process(.notification, common, smtp, folder)
        reporting = try Self.process(.reporting, common, smtp, folder)
        try watch()
    }

    private let intake, verification, notification, reporting: ServiceProcess

    func process(of service: Service) -> ServiceProcess {
        switch service {
        case .intake: intake
        case .verification: verification
        case .notification: notification
        case .reporting: reporting
        }
    }

    /// The settings that a service of this stack is started with.
    func environment(of service: Service) -> [String: String] {
        Self.environment(of: service, common, smtp, folder)
    }

    /// Stops what runs; the watcher clears up when the tests have ended.
    func stop() async throws {
        for process in [intake, verification, notification, reporting, mailCatcher] + (broker.map { [$0] } ?? [])
        where process.isRunning {
            try await process.stop()
        }
        try await onThread { [cluster] in try cluster.halt() }
    }
}

// MARK: Setting up

extension Stack {
    private static func freePorts(_ count: Int) throws -> [UInt16] {
        var ports: [UInt16] = []
        while ports.count < count {
            let port = UInt16.random(in: 20_000...29_999)
            if !ports.contains(port), portIsFree(port) { ports.append(port) }
        }
        return ports
    }

    /// A built program, beside the test bundle.
    static func program(_ name: String) throws -> URL {
        let program = Bundle.main.executableURL?.deletingLastPathComponent().appending(path: name)
        guard let program, FileManager.default.isExecutableFile(atPath: program.path) else {
            throw Failure("\(name) is not built")
        }
        return program
    }

    private static func environment(_ folder: URL, database: String, bootstrap: String) -> [String: String] {
        [
            "PATH": "/usr/bin:/bin", "SWIFT_BACKTRACE": "enable=no", "AMPARO_LOG_LEVEL": "debug",
            "AMPARO_DATABASE_URI": database, "AMPARO_KAFKA_BOOTSTRAP": bootstrap,
            "AMPARO_KAFKA_TOPICS": repositoryRoot.appending(path: "deploy/kafka/topics").path,
            "AMPARO_KAFKA_FETCH_WAIT": "20", "AMPARO_KEYS": folder.appending(path: "keys").path,
            "AMPARO_DEMONSTRATION": "true", "AMPARO_STAFF_TLS": "false",
        ]
    }

    private static func environment(
        of service: Service, _ common: [String: String], _ smtp: UInt16, _ folder: URL
    ) -> [String: String] {
        var own = [
            "AMPARO_LISTEN": "\(address(of: service, folder))",
            "AMPARO_OPERATIONS_LISTEN": "\(operations(of: service, folder))",
            "AMPARO_BLOBS": folder.appending(path: "blobs/\(service.rawValue)").path,
            "AMPARO_INTAKE_BLOBS": folder.appending(path: "blobs/intake").path,
            "AMPARO_UPLOAD_RESERVE_MB": "1",
        ]
        if service == .verification { own["AMPARO_PUBLIC_ADDRESS"] = "https://house.example" }
        if service == .notification {
            own["AMPARO_SMTP_URL"] = "smtp://127.0.0.1:\(smtp)"
            own["AMPARO_MAIL_FROM"] = "amparo@house.example"
            own["AMPARO_STAFF_ADDRESS"] = "https://staff.house.example"
        }
        return common.merging(own) { $1 }
    }

    private static func process(
        _ service: Service, _ common: [String: String], _ smtp: UInt16, _ folder: URL
    ) throws -> ServiceProcess {
        ServiceProcess(
            service.rawValue, try program(service.program), [], environment(of: service, common, smtp, folder),
            in: folder)
    }

    private static func address(of service: Service, _ folder: URL) -> ListenAddress {
        .unix(path: folder.appending(path: "run/\(service.rawValue).sock").path)
    }

    private static func operations(of service: Service, _ folder: URL) -> ListenAddress {
        .unix(path: folder.appending(path: "run/\(service.rawValue).operations.sock").path)
    }

    private func prepare() async throws {
        try broker?.start()
        try mailCatcher.start()
        for command in ["keys generate", "migrate"] { try await amparo(command) }
        guard await eventually({ (try? await amparo("topics apply --replication 1")) != nil }) else {
            throw Failure("the broker has not come up")
        }
        try await amparo("demo")
    }

    /// The folder stays where `AMPARO_KEEP_STACK` is set, for whoever looks for why a test failed.
    private func watch() throws {
        let script = """
            while kill -0 \(getpid()) 2>/dev/null; do sleep 1; done
            for file in \(folder.path)/pids/*; do [ -f "$file" ] && kill -9 "$(cat "$file")"; done
            [ -n "$AMPARO_KEEP_STACK" ] || rm -rf \(folder.path)
            """
        guard system("setsid sh -c '\(script)' </dev/null >/dev/null 2>&1 &") == 0 else {
            throw Failure("no watcher")
        }
    }
}

// MARK: Asking

extension Stack {
    /// Runs the operator's command; throws where it fails.
    @discardableResult
    func amparo(_ words: String...) async throws -> String {
        let outcome = try await trying(words)
        guard outcome.status == 0 else { throw Failure("amparo \(words): \(outcome.errors)") }
        return outcome.output
    }

    /// Runs the operator's command and returns how it ended. Each text is split at its spaces.
    func trying(_ words: [String]) async throws -> CommandOutcome {
        try await CommandOutcome.of(
            try Self.program("amparo"), words.flatMap { $0.split(separator: " ").map(String.init) }, common,
            in: folder)
    }

    /// A browser at one of the doors.
    func client(of service: Service) -> HTTPClient { HTTPClient(Self.address(of: service, folder)) }

    func operations(of service: Service) -> HTTPClient { HTTPClient(Self.operations(of: service, folder)) }

    /// What `/ready` answers; nil where nobody does.
    func readiness(of service: Service) async -> HTTPAnswer? {
        var client = operations(of: service)
        return try? await client.get("/ready")
    }

    func untilReady(_ service: Service, within deadline: Duration = .seconds(40)) async throws {
        let isReady = await eventually(within: deadline) { await readiness(of: service)?.status == 200 }
        guard isReady else {
            let answer = await readiness(of: service)?.text ?? "nothing"
            let log = try process(of: service).printed().suffix(2_000)
            throw Failure("\(service) is not ready: \(answer)\n\(log)")
        }
    }

    /// The sum of a figure of `/metrics` over all its labels.
    func figure(_ name: String, of service: Service) async throws -> Double {
        var client = operations(of: service)
        return try await client.get("/metrics").text.split(separator: "\n").reduce(0) { sum, line in
            guard line.hasPrefix("\(name){") || line.hasPrefix("\(name) ") else { return sum }
            return sum + (line.split(separator: " ").last.flatMap { Double($0) } ?? 0)
        }
    }
}
