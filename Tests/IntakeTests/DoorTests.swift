import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(15))) struct `The public door` {
    @Test func `has these routes and no others, for everybody or for partners`() async throws {
        try await PublicDoorUnderTest.open { door in
            let languages = Language.allCases.map(\.code)
            let expected: Set<String> = Set(
                [
                    "GET /", "POST /api/submissions", "GET /api/v1/keys", "GET /api/v1/openapi.json",
                    "POST /api/v1/submissions",
                    "POST /api/v1/submissions/bulk", "POST /api/v1/submissions/status",
                    "OPTIONS /uploads", "POST /uploads", "GET /uploads",
                    "HEAD /uploads/{id}", "PATCH /uploads/{id}", "DELETE /uploads/{id}",
                ]
                    + languages.flatMap {
                        [
                            "GET /\($0)/", "GET /\($0)/report", "POST /\($0)/report", "POST /\($0)/report/draft",
                            "GET /\($0)/return",
                            "POST /\($0)/return", "GET /\($0)/handover", "POST /\($0)/handover",
                            "GET /\($0)/mailbox", "POST /\($0)/mailbox", "GET /\($0)/events.ics",
                        ]
                    }
                    + languages.flatMap { language in
                        `What a source can do who comes back`.tasks.flatMap {
                            ["GET /\(language)/mailbox/\($0)", "POST /\(language)/mailbox/\($0)"]
                        }
                    })
            let routes = door.router.routes.filter { !$0.pattern.hasPrefix("/assets/") }
            #expect(Set(routes.map { "\($0.method.rawValue) \($0.pattern)" }) == expected)
            let closed = Dictionary(
                door.router.routes.filter { $0.access != .public }.map { ($0.pattern, $0.access.label) }
            ) { first, _ in first }
            #expect(
                closed == [
                    "/api/v1/submissions": "partner:submit", "/api/v1/submissions/bulk": "partner:submit",
                    "/api/v1/submissions/status": "partner:status",
                ])
            #expect(door.router.routes.filter { $0.pattern.hasPrefix("/assets/") }.allSatisfy { $0.method == .get })
        }
    }

    @Test func `answers every route with the security fields, without a cookie, in less than 50 KB`() async throws {
        try await PublicDoorUnderTest.open { door in
            for route in door.router.routes where !route.pattern.hasPrefix("/uploads") {
                let response =
                    route.method == .get
                    ? try await door.get(route.pattern)
                    : await door.router.respond(to: try .form(route.pattern, [("code", "x"), ("narrative", "")]))
                let about: Comment = "\(route.method) \(route.pattern)"
                #expect(
                    [.ok, .seeOther, .unprocessable, .unsupportedMediaType, .unauthorized].contains(response.status),
                    about)
                #expect(response.headers["Set-Cookie"] == nil, about)
                #expect(response.bytes.count < 50 * 1024 || route.pattern == "/api/v1/openapi.json", about)
                guard !route.pattern.hasPrefix("/api/") else { continue }
                #expect(
                    response.headers["Content-Security-Policy"] == SecurityHeaders.contentSecurityPolicy(.open), about)
                for field in [
                    "Referrer-Policy", "X-Content-Type-Options", "X-Frame-Options", "Cross-Origin-Opener-Policy",
                    "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control",
                ] { #expect(response.headers[field] != nil, about) }
            }
        }
    }

    @Test(arguments: [("ar,en;q=0.5", "/ar/"), ("zh-TW", "/zh/"), ("en-GB", "/en/"), ("", "/en/"), ("tlh", "/en/")])
    func `leads to the language that the browser asks for`(wanted: String, place: String) async throws {
        try await PublicDoorUnderTest.open { door in
            let response = try await door.get("/", ["Accept-Language": wanted])
            #expect(response.status == .seeOther)
            #expect(response.headers["Location"] == place)
        }
    }

    /// What Intake's role must not be able to do: read back what it took in, change it, or look into another's schema.
    static let forbidden: [SQL] = [
        "SELECT urgency FROM submissions", "SELECT channel FROM submissions", "SELECT language FROM submissions",
        "SELECT * FROM submissions", "UPDATE submissions SET urgency = 'U4'", "DELETE FROM submissions",
        "TRUNCATE submissions", "DELETE FROM mailbox_messages", "UPDATE mailbox_messages SET sealed = ''",
        "DELETE FROM mailbox_states", "UPDATE submissions SET lookup = ''", "DELETE FROM mailbox_reads",
        "DELETE FROM burnt_mailboxes", "INSERT INTO burnt_mailboxes VALUES (gen_random_uuid())",
        "SELECT submission_id FROM source_updates", "SELECT submission_id FROM handovers",
        "UPDATE handovers SET is_open = true", "UPDATE submissions SET previous_keys = ''",
        "UPDATE outbox SET payload = ''", "DELETE FROM outbox",
        "ALTER TABLE submissions DISABLE ROW LEVEL SECURITY", "CREATE TABLE mine (id integer)",
        "SELECT * FROM verification.submissions", "SELECT * FROM verification.outbox", "SELECT * FROM accounts.staff",
        "SELECT * FROM vault.case_keys", "SELECT * FROM reporting.cases", "SELECT * FROM notification.alerts",
        "SET ROLE amparo_intake_migrator", "SET ROLE amparo_verification_app",
    ]

    @Test func `has a role that can do no more than it must`() async throws {
        try await PublicDoorUnderTest.open { door in
            for statement in Self.forbidden {
                let error = await #expect(throws: PostgresError.self, "\(statement)") {
                    try await door.database.execute(statement)
                }
                #expect(error?.sqlState == "42501", "\(statement)")
            }
        }
    }

    @Test func `speaks all six languages completely`() throws {
        let check = PhraseCheck(
            "Intake", folder: "Services/Intake",
            dynamic: [
                "report.form.", "receipt.code.", "api.error.", "evidence.refused.", "report.act.", "report.un_entity.",
                "report.activity.",
                "report.limb.", "report.tense.", "report.place.", "report.gender.", "report.age.",
                "report.situation.", "consent.purpose.", "mailbox.form.",
            ])
        #expect(try check.problems(complete: Language.allCases) == [])
    }
}
