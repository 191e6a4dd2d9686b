import Synchronization

/// Whether a process can do its work now: named checks, run when somebody asks.
package final class Health: Sendable {
    /// Returns nil when the part works, otherwise a short code for why not.
    package typealias Check = @Sendable () async -> String?

    private let checks = Mutex<[(name: String, check: Check)]>([])

    package init() {}

    package func add(_ name: StaticString, _ check: @escaping Check) {
        checks.withLock { $0.append((name.description, check)) }
    }

    /// Runs all checks at the same time; one that has not answered after `deadline` counts as `timeout`.
    package func report(deadline: Duration = .seconds(2)) async -> HealthReport {
        let checks = checks.withLock { $0 }
        let results = await withTaskGroup(of: (Int, String?).self) { group in
            for (index, entry) in checks.enumerated() {
                group.addTask { (index, await Self.run(entry.check, deadline: deadline)) }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }
        return HealthReport(parts: checks.enumerated().map { .init(name: $1.name, problem: results[$0] ?? nil) })
    }

    private static func run(_ check: @escaping Check, deadline: Duration) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask { await check() }
            group.addTask { (try? await Task.sleep(for: deadline)) == nil ? nil : "timeout" }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }
}

/// The answer to `/ready`.
package struct HealthReport: Sendable, Equatable {
    package struct Part: Sendable, Equatable {
        package let name: String
        package let problem: String?
    }

    package let parts: [Part]

    package var isReady: Bool { parts.allSatisfy { $0.problem == nil } }

    /// `{"ready": false, "parts": {"database": "ok", "broker": "unreachable"}}`
    package var json: String {
        let parts = parts.map { "\"\($0.name)\":\"\(($0.problem ?? "ok").jsonEscaped)\"" }.joined(separator: ",")
        return "{\"ready\":\(isReady),\"parts\":{\(parts)}}"
    }
}
