import Foundation
import Postgres
import TestSupport
import Testing

extension EndToEnd {
    @Test(arguments: [
        (Stack.Service.intake, "AMPARO_DATABASE_URI"), (.verification, "AMPARO_KAFKA_BOOTSTRAP"),
        (.notification, "AMPARO_SMTP_URL"), (.notification, "AMPARO_STAFF_ADDRESS"), (.reporting, "AMPARO_KEYS"),
        (.reporting, "AMPARO_OPERATIONS_LISTEN"), (.intake, "AMPARO_LISTEN"),
    ])
    func `a missing setting ends a service with one line that names it`(
        service: Stack.Service, key: String
    ) async throws {
        let stack = try await Stack.shared()
        let outcome = try await stack.startAlone(service, without: key)
        #expect(outcome.status == 1)
        #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
        #expect(outcome.errors.contains(key), "\(outcome.errors)")
    }

    @Test func `a schema that is behind ends a service with one line that says so`() async throws {
        let stack = try await Stack.shared()
        let empty = stack.cluster.uri.replacing("/amparo?", with: "/behind?")
        let psql = URL(fileURLWithPath: "/usr/bin/psql")
        let roles = repositoryRoot.appending(path: "deploy/postgres/roles.sql").path
        for arguments in [
            [stack.cluster.uri, "-c", "CREATE DATABASE behind"], [empty, "-q", "-f", roles],
        ] {
            let outcome = try await CommandOutcome.of(
                psql, ["-U", "postgres", "-v", "ON_ERROR_STOP=1"] + arguments, [:], in: stack.folder)
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        for service in Stack.Service.allCases {
            let outcome = try await stack.startAlone(service, with: ["AMPARO_DATABASE_URI": empty])
            #expect(outcome.status == 1, "\(service)")
            // Beside the log, whose lines are objects.
            let lines = outcome.errors.split(separator: "\n").filter { !$0.hasPrefix("{") }
            #expect(lines.count == 1, "\(outcome.errors)")
            #expect(outcome.errors.contains("amparo migrate"), "\(outcome.errors)")
        }
    }

    @Test func `a service without a broker says that it is not ready, and keeps trying`() async throws {
        let stack = try await Stack.shared()
        let broker = try #require(stack.broker)
        try await broker.stop()
        for service in Stack.Service.allCases {
            try await expectEventually("\(service) says that it is not ready") {
                await stack.readiness(of: service)?.status == 503
            }
        }
        // Nobody is turned away meanwhile: what is accepted waits in the outbox.
        let before = try await stack.count("SELECT count(*) FROM verification.submissions")
        _ = try await SubmitterWalk.post(to: stack)
        try broker.start()
        for service in Stack.Service.allCases { try await stack.untilReady(service) }
        try await expectEventually("it lies on the desk") {
            try await stack.count("SELECT count(*) FROM verification.submissions") == before + 1
        }
    }
}

extension Stack {
    /// Starts a service beside the running one, on addresses of its own, and waits until it ends by itself.
    fileprivate func startAlone(
        _ service: Service, with other: [String: String] = [:], without key: String? = nil
    ) async throws -> CommandOutcome {
        var environment = environment(of: service).merging(
            [
                "AMPARO_LISTEN": "unix:\(folder.path)/run/alone.sock",
                "AMPARO_OPERATIONS_LISTEN": "unix:\(folder.path)/run/alone.operations.sock",
                "AMPARO_LOG_LEVEL": "error",
            ].merging(other) { $1 }
        ) { $1 }
        if let key { environment[key] = nil }
        return try await CommandOutcome.of(
            try Self.program(service.program), [], environment, in: folder, within: .seconds(15))
    }
}
