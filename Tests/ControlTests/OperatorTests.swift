import CaseModel
import Foundation
import Postgres
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15)), .serialized) struct `The command amparo` {
    /// What is typed and missing, how it ends, and what it says on standard error.
    static let misuses: [(String, Int32, String)] = [
        ("", 2, "There is no such command."), ("nonsense", 2, "There is no such command."), ("--help", 2, "Usage:"),
        ("migrate --force", 2, "The option --force is not known here."),
        ("staff add", 2, "another number of words"), ("staff add ana", 2, "The option --name is missing."),
        ("staff add ana --name A --roles EMPEROR", 2, "There is no role EMPEROR."),
        ("staff add ana --name A --roles ASG --compartments lower", 2, "lower is no compartment's code."),
        ("staff add ana --name A --roles ASG --language tlh", 2, "The languages are"),
        ("focal-points add nobody --name A", 2, "no address that mail"),
        ("focal-points add a@b.example --name A --language tlh", 2, "The languages are"),
        ("partners add House", 2, "The option --kind is missing."),
        ("partners add House --kind FRIEND", 2, "The kinds are NGO, UN_ENTITY"),
        ("partners token House --scopes all", 2, "The scopes are"),
        ("partners token House --days 0", 2, "A token lasts"),
        ("partners revoke House --token", 2, "The option --token is missing."),
        ("keys shares --threshold 1", 2, "The threshold is 2 to 16"),
        ("keys shares --threshold three", 2, "The threshold is 2 to 16"),
        ("topics apply --replication many", 2, "The replication is a number"),
        ("events republish everything --key 1", 2, "The services are"),
        ("events republish intake", 2, "Say which"), ("events republish intake --event 7", 2, "Say which"),
        (
            "events republish intake --from 2026-03-06T00:00:00Z --until 2026-03-05T00:00:00Z", 2, "Say which"
        ),
        ("dead-letters retry intake", 2, "Say which"), ("dead-letters drop intake 7", 2, "That is not an id."),
        (
            "dead-letters drop intake 01890000-0000-7000-8000-000000000000", 1, "There is no such dead letter."
        ),
        ("staff disable nobody", 1, "no-such-staff"),
        ("staff add Ana@Desk --name A --roles SUBMITTER", 1, "role-from-outside"),
        ("demo", 1, "AMPARO_DEMONSTRATION"),
    ]

    @Test func `says in one line what is wrong, and ends with 2 for what was typed and 1 for all else`() async throws {
        try await TestHouse.lend { house in
            for (typed, code, sentence) in Self.misuses {
                let run = try await amparo(typed, house, ["AMPARO_DEMONSTRATION": "false"])
                #expect(run.code == code, "\(typed): \(run.errors.prefix(200))")
                #expect(run.errors.contains(sentence), "\(typed): \(run.errors.prefix(200))")
                #expect(run.output.isEmpty, "\(typed)")
                #expect(run.errors.hasPrefix("amparo: "), "\(typed)")
                if code == 1 { #expect(run.errors.split(separator: "\n").count == 1, "\(typed): \(run.errors)") }
            }
        }
    }

    @Test func `names the setting that is missing, and the database that is not there`() async throws {
        try await TestHouse.lend { house in
            let missing = try await amparo("staff list", house, ["AMPARO_DATABASE_URI": ""])
            #expect(missing.code == 1)
            #expect(missing.errors.contains("AMPARO_DATABASE_URI"))
            let unreachable = try await amparo(
                "staff list", house, ["AMPARO_DATABASE_URI": "postgresql://127.0.0.1:1/amparo"])
            #expect(unreachable.code == 1)
            #expect(unreachable.errors.contains("postgres-unreachable"))
        }
    }

    @Test func `brings an empty database up to date, once`() async throws {
        let database = try await TestDatabase.create()
        let environment = ["AMPARO_DATABASE_URI": database.uri]
        let first = try await amparo(["migrate"], environment)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output.hasSuffix(" migrations applied.\n"))
        let second = try await amparo(["migrate"], environment)
        #expect(second.output == "Nothing to do.\n")
        try await database.drop()
    }

    @Test func `adds people, lists them, and takes their access away`() async throws {
        try await TestHouse.lend { house in
            let added = try await amparo(
                ["staff", "add", "Ana@Desk", "--name", "Ana Ñ", "--roles", "CASE_OFFICER,INTAKE_OFFICER"], house)
            #expect(added.code == 0, "\(added.errors)")
            #expect(added.output.hasPrefix("Set-up code, for seven days: "))
            let code = added.output.split(separator: " ").last.map { $0.trimmingCharacters(in: .newlines) } ?? ""
            let kept = try await house.owner.query("SELECT staff::text AS row FROM accounts.staff")
            #expect(try !kept.contains { try $0.get("row", as: String.self).contains(code) }, "only its hash is stored")
            let again = try await amparo("staff add ana@desk --name B --roles ASG", house)
            #expect(again.code == 1)
            #expect(again.errors.contains("login-name-taken"))
            #expect(
                try await amparo("staff list", house).output
                    == "ana@desk\tnot set up\tCASE_OFFICER,INTAKE_OFFICER\tAna Ñ\n")
            let reset = try await amparo("staff reset ana@desk", house)
            #expect(reset.output.hasPrefix("Set-up code, for seven days: "))
            #expect(reset.output != added.output)
            #expect(try await amparo("staff disable ana@desk", house).code == 0)
            #expect(try await amparo("staff list", house).output.contains("\tdisabled\t"))
            #expect(try await house.count("accounts", "staff") == 1, "disabled people stay")
        }
    }

    @Test func `keeps the directory of focal points`() async throws {
        try await TestHouse.lend { house in
            let add = ["focal-points", "add", "hq@un.example", "--name", "Somebody"]
            #expect(try await amparo(add, house).code == 0)
            #expect(try await amparo(add + ["--language", "ar"], house).code == 0)
            #expect(
                try await amparo("focal-points list", house).output
                    == "OHCHR_HQ\tactive\thq@un.example\tSomebody\n")
            let row = try await house.owner.first("SELECT language FROM notification.focal_points")
            #expect(try row?.get("language", as: String.self) == "ar")
        }
    }

    @Test func `lets partners in, shows their tokens' last characters, and shuts them out`() async throws {
        try await TestHouse.lend { house in
            let add = ["partners", "add", "A House", "--kind"]
            #expect(try await amparo(add + ["NGO"], house).code == 0)
            #expect(try await amparo(add + ["TREATY_BODY"], house).errors.contains("partner of this name"))
            #expect(try await amparo("partners list", house).output == "A House\tNGO\tno token\n")
            var tokens: [PartnerToken] = []
            for more in [[], ["--scopes", "status", "--days", "1"]] {
                let made = try await amparo(["partners", "token", "A House"] + more, house)
                #expect(made.output.hasPrefix("Token, shown only now: amparo_"), "\(made.errors)")
                let printed = made.output.split(separator: " ").last.map { $0.trimmingCharacters(in: .newlines) }
                tokens.append(try #require(PartnerToken(parsing: printed ?? "")))
            }
            let rows = try await house.owner.query("SELECT t::text AS row, hash FROM intake.partner_tokens AS t")
            #expect(Set(try rows.map { try $0.get("hash", as: [UInt8].self) }) == Set(tokens.map(\.stored)))
            #expect(try !rows.contains { try $0.get("row", as: String.self).contains(tokens[0].printed.dropFirst(7)) })
            let list = try await amparo("partners list", house).output
            #expect(list.contains("A House\tNGO\t…\(tokens[0].lastFour)\tactive\tuntil 20"))
            #expect(list.contains("\tstatus,submit\n") && list.contains("\tstatus\n"))
            let one = ["partners", "revoke", "A House", "--token", tokens[0].lastFour]
            #expect(try await amparo(one, house).code == 0)
            let after = try await amparo("partners list", house).output
            #expect(after.contains("…\(tokens[0].lastFour)\trevoked") && after.contains("\tactive\t"))
            #expect(try await amparo(["partners", "revoke", "A House"], house).code == 0)
            #expect(try await !amparo("partners list", house).output.contains("\tactive\t"))
            for words in [["token", "A House"], ["token", "Nobody"], ["revoke", "Nobody"]] {
                #expect(try await amparo(["partners"] + words, house).errors.contains("no such partner"), "\(words)")
            }
        }
    }

    @Test func `makes keys once, and never overwrites one`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "amparo-control-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: directory) }
        let environment = ["AMPARO_KEYS": directory.path]
        let first = try await amparo(["keys", "generate"], environment)
        #expect(first.code == 0, "\(first.errors)")
        #expect(first.output.contains("Next: amparo keys shares"))
        let file = directory.appending(path: "verification/verification.sealing.key")
        let before = try Data(contentsOf: file)
        let second = try await amparo(["keys", "generate"], environment)
        #expect(second.code == 1)
        #expect(second.errors.contains("key-exists") || second.errors.contains("keyExists"), "\(second.errors)")
        #expect(try Data(contentsOf: file) == before)
        #expect(!RecoveryShares.isConfirmed(KeyFiles(directory: directory)))
        // Printed, typed back, and from then on Intake accepts.
        let shares = try await amparo(["keys", "shares", "--threshold", "2", "--total", "3"], environment)
        #expect(shares.code == 0, "\(shares.errors)")
        let printed = shares.output.components(separatedBy: "\n\n").dropLast().map {
            $0.trimmingCharacters(in: .whitespacesAndNewlines)
        }
        #expect(printed.count == 3)
        // One as it is printed, one after a wrong line that an empty one ends, on a line of its own.
        let lines = printed[2].split(separator: "\n").dropFirst().joined(separator: " ")
        let typed = "\(printed[0])\nmistyped\n\n\(lines)\n\n"
        let confirmed = try await amparo(["keys", "confirm"], environment, typed: typed)
        #expect(confirmed.code == 0, "\(confirmed.errors)")
        #expect(confirmed.errors.contains("That is not a share"))
        #expect(RecoveryShares.isConfirmed(KeyFiles(directory: directory)))
    }

    @Test func `adds the demonstration's people only where there is a demonstration, and only once`() async throws {
        try await TestHouse.lend { house in
            for _ in 0..<2 {
                let run = try await amparo("demo", house)
                #expect(run.code == 0, "\(run.errors)")
                #expect(run.output.contains("officer\tCase officer\tsecond factor: "))
            }
            #expect(try await house.count("accounts", "staff") == 5)
            #expect(try await house.count("notification", "focal_points") == 1)
        }
    }

    @Test func `leaves a request to ship events again for the service's relay`() async throws {
        try await TestHouse.lend { house in
            let id = UUID().uuidString.lowercased()
            for line in [
                "events republish verification --event \(id)", "events republish verification --key \(id)",
                "events republish verification --from 2026-03-05T00:00:00Z --until 2026-03-06T00:00:00Z",
            ] { #expect(try await amparo(line, house).code == 0, "\(line)") }
            let rows = try await house.owner.query(
                """
                SELECT concat_ws(' ', CASE WHEN event_id IS NOT NULL THEN 'event' END, CASE WHEN key IS NOT NULL THEN 'key' END,
                    from_time, until_time, done_at) AS line FROM verification.outbox_republications ORDER BY id
                """)
            let lines = try rows.map { try $0.get("line", as: String.self) }
            #expect(lines == ["event", "key", "2026-03-05 00:00:00+00 2026-03-06 00:00:00+00"])
        }
    }

    @Test func `lists dead letters, has them tried again, and gives them up with their content`() async throws {
        try await TestHouse.lend { house in
            let ids = [UUID(), UUID(), UUID()]
            for id in ids {
                try await house.owner.execute(
                    """
                    INSERT INTO reporting.dead_letters (id, consumer, reason, attempts, topic, partition, headers, payload)
                    VALUES (\(id), 'reporting', 'case-unknown', 5, 'amparo.cases.v1', 2, '{}', 'Marker-7Q')
                    """)
            }
            let list = try await amparo("dead-letters list reporting", house).output
            #expect(list.split(separator: "\n").count == 3)
            #expect(
                list.contains("\(ids[0].uuidString.lowercased())\tparked\tcase-unknown\t-\tamparo.cases.v1\t2\t-\t"))
            #expect(!list.contains("Marker-7Q"))
            #expect(try await amparo("dead-letters list intake", house).output.isEmpty)
            let one = try await amparo("dead-letters retry reporting \(ids[0].uuidString)", house)
            #expect(one.output == "1 will be handled again.\n")
            #expect(
                try await amparo("dead-letters retry --all reporting", house).output == "2 will be handled again.\n")
            #expect(try await amparo("dead-letters drop reporting \(ids[1].uuidString)", house).output == "Dropped.\n")
            let row = try await house.owner.first(
                "SELECT state, payload IS NULL AS gone FROM reporting.dead_letters WHERE id = \(ids[1])")
            #expect(try row?.get("state", as: String.self) == "dropped")
            #expect(try row?.get("gone", as: Bool.self) == true)
            #expect(try await amparo("dead-letters drop reporting \(ids[1].uuidString)", house).code == 1)
        }
    }

    @Test func `finds an edit of an audit chain`() async throws {
        try await TestHouse.lend { house in
            for _ in 0..<3 {
                try await house.owner.execute(
                    """
                    WITH place AS (SELECT set_config('search_path', 'verification', true))
                    SELECT verification.append_audit(NULL, 'case.open', NULL, NULL, 'done', NULL) FROM place
                    """)
            }
            let whole = try await amparo("audit verify", house)
            #expect(whole.code == 0, "\(whole.errors)")
            #expect(whole.output.contains("verification: intact, 3 entries, 0 heads kept elsewhere met"))
            try await house.owner.execute(
                """
                INSERT INTO reporting.audit_foreign_heads (service, sequence, hash, at)
                SELECT 'verification', sequence, hash, now() FROM verification.audit_head
                """)
            #expect(try await amparo("audit verify", house).output.contains("3 entries, 1 heads kept elsewhere met"))
            try await house.owner.execute("UPDATE verification.audit_entries SET outcome = 'denied' WHERE sequence = 2")
            let broken = try await amparo("audit verify", house)
            #expect(broken.code == 1)
            #expect(broken.output.contains("verification: BROKEN at entry 2"))
            #expect(broken.output.contains("reporting: intact"))
        }
    }

    // MARK: Support

    private struct Run {
        let code: Int32
        let output: String
        let errors: String
    }

    private func amparo(_ line: String, _ house: TestHouse, _ more: [String: String] = [:]) async throws -> Run {
        try await amparo(line.split(separator: " ").map(String.init), house, more)
    }

    private func amparo(
        _ words: [String], _ house: TestHouse, _ more: [String: String] = [:]
    ) async throws -> Run {
        let environment = [
            "AMPARO_DATABASE_URI": house.database.uri, "AMPARO_KEYS": house.keys.directory.path,
            "AMPARO_DEMONSTRATION": "true", "AMPARO_KAFKA_BOOTSTRAP": "127.0.0.1:1",
            "AMPARO_KAFKA_TOPICS": repositoryRoot.appending(path: "deploy/kafka/topics").path,
        ]
        return try await amparo(words, environment.merging(more) { $1 })
    }

    /// Runs the built executable as an operator would.
    private func amparo(
        _ words: [String], _ environment: [String: String], typed: String = ""
    ) async throws -> Run {
        let program = try #require(Bundle.main.executableURL?.deletingLastPathComponent().appending(path: "amparo"))
        let process = Process()
        process.executableURL = program
        process.arguments = words
        process.environment = environment
        let (input, output, errors) = (Pipe(), Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errors
        return try await withCheckedThrowingContinuation { continuation in
            // On a thread of its own: the few that run the tests must not be held up.
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try process.run()
                        input.fileHandleForWriting.write(Data(typed.utf8))
                        try input.fileHandleForWriting.close()
                        let said = output.fileHandleForReading.readDataToEndOfFile()
                        let complained = errors.fileHandleForReading.readDataToEndOfFile()
                        process.waitUntilExit()
                        return Run(
                            code: process.terminationStatus, output: String(decoding: said, as: UTF8.self),
                            errors: String(decoding: complained, as: UTF8.self))
                    })
            }
        }
    }
}
