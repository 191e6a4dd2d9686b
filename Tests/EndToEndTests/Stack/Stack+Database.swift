import Foundation
import Postgres
import ServiceRuntime
import TestSupport

// What stands in the database, as the cluster's owner sees it.
extension Stack {
    /// Runs `body` with a database of its own, so that nothing of it outlives a restart of the server.
    func asOwner<R: Sendable>(_ body: (Database) async throws -> R) async throws -> R {
        let configuration = DatabaseConfiguration(uri: cluster.uri, user: "postgres", connections: 1)
        let database = Database(configuration, logger: .quiet, metrics: Metrics())
        do {
            let result = try await body(database)
            await database.close()
            return result
        } catch {
            await database.close()
            throw error
        }
    }

    func count(_ sql: SQL) async throws -> Int {
        try await asOwner { database in
            Int(try await database.query(sql).first?.get(0, as: Int64.self) ?? -1)
        }
    }

    /// How many rows each effect has. What a forger has sent counts each time that it comes, so it is left out.
    func effects() async throws -> [String: Int] {
        try await asOwner { database in
            var counts: [String: Int] = [:]
            for (name, sql) in try Self.effects() {
                counts[name] = Int(try await database.query(sql).first?.get(0, as: Int64.self) ?? -1)
            }
            return counts
        }
    }

    /// Every accepted submission lies on the desk once, and its adoption has come back to Intake.
    func hasEverythingOnce(_ accepted: Int) async throws -> Bool {
        try await asOwner { database in
            let row = try await database.query(
                """
                SELECT (SELECT count(*) FROM intake.submissions) AS taken,
                    (SELECT count(*) FROM verification.submissions) AS arrived,
                    (SELECT count(*) FROM intake.submissions JOIN verification.submissions USING (id)) AS same
                """
            ).first
            guard let row else { return false }
            let counts: [Int64] = [try row.get("taken"), try row.get("arrived"), try row.get("same")]
            return counts.allSatisfy { $0 == Int64(accepted) }
        }
    }

    private static func effects() throws -> [(String, SQL)] {
        let tables = [
            "intake.submissions", "intake.mailbox_messages", "intake.mailbox_states", "verification.submissions",
            "verification.cases", "verification.record_versions", "verification.messages_to_sources",
            "notification.alerts",
            "notification.alert_mails", "reporting.cases",
        ]
        let rows = try tables.map { table in
            let parts = try table.split(separator: ".").map { try Identifier(String($0)) }
            let sql: SQL = "SELECT count(*) FROM \(identifier: parts[0]).\(identifier: parts[1])"
            return (table, sql)
        }
        let letters = try Service.allCases.map { service in
            let schema = try Identifier(service.rawValue)
            let sql: SQL = """
                SELECT count(*) FROM \(identifier: schema).dead_letters WHERE reason NOT LIKE 'signature-%'
                """
            return ("dead letters of \(service)", sql)
        }
        return rows + letters + [
            ("findings counted", "SELECT coalesce(sum(findings), 0)::bigint FROM reporting.cases"),
            ("mails sent", "SELECT count(*) FROM notification.alert_mails WHERE sent_at IS NOT NULL"),
        ]
    }
}
