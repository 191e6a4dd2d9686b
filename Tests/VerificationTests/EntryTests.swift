import Accounts
import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
import ServiceRuntime
import TestSupport
import Testing
import Vault
@testable import Verification
import Web

@Suite(.timeLimit(.minutes(15))) struct `An account that staff enter` {
    static let fields: [(String, String)] = [
        ("channel", "PHONE"), ("narrative", "They followed her after the session."), ("cooperation", "She spoke."),
        ("affected", "The speaker"), ("language", "fr"), ("sheet_language", "en"),
    ]

    static func with(_ changes: (String, String)...) -> [(String, String)] {
        fields.map { field in changes.first { $0.0 == field.0 } ?? field }
            + changes.filter { change in !fields.contains { $0.0 == change.0 } }
    }

    /// A form with files, as a browser sends it.
    static func multipart(
        _ path: String, _ fields: [(String, String)], files: [(name: String, type: String, bytes: [UInt8])] = [],
        by staff: TestStaff
    ) throws -> Request {
        var body: [UInt8] = []
        for (name, value) in [("form-token", staff.formToken)] + fields {
            body += Array("--b\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        for file in files {
            let head = "Content-Disposition: form-data; name=\"files\"; filename=\"\(file.name)\"\r\n"
            body += Array("--b\r\n\(head)Content-Type: \(file.type)\r\n\r\n".utf8) + file.bytes + Array("\r\n".utf8)
        }
        return try Request(
            .post, path,
            headers: [
                "Cookie": staff.cookie, "Content-Type": "multipart/form-data; boundary=b", "Accept": "text/html",
            ], body: body + Array("--b--\r\n".utf8))
    }

    static func enter(
        _ fields: [(String, String)] = fields, by staff: TestStaff, in desk: DeskUnderTest
    ) async throws -> Response {
        await desk.respond(try multipart("/desk/entries", fields, by: staff))
    }

    func told<Payload: EventPayload>(_ kind: Payload.Type, _ desk: DeskUnderTest) async throws -> [Payload] {
        try await desk.told().filter { $0.type == kind.type }.map { try $0.read(kind) }
    }

    /// The code on the sheet of a page.
    static func code(on page: Response) throws -> ReceiptCode {
        guard let found = page.text.firstMatch(of: /[0-9A-Z]{5}(-[0-9A-Z]{5}){3}-[0-9A-Z*~$=]/) else { throw NoCode() }
        return try ReceiptCode(parsing: String(found.0))
    }

    struct NoCode: Error {}

    static func submission(_ desk: DeskUnderTest) async throws -> (id: UUID, entry: UUID) {
        let row = try #require(try await desk.house.owner.first("SELECT id, submission_id FROM verification.entries"))
        return (try row.get("submission_id"), try row.get("id"))
    }

    @Test func `lies on the desk like any other, and its source gets a sheet`() async throws {
        try await DeskUnderTest.open { desk in
            let focal = try await desk.officer([.focalPoint], try #require(Compartment("UNHCR")))
            let page = try await Self.enter(by: focal, in: desk)
            #expect(page.status == .ok)
            let (id, entry) = try await Self.submission(desk)
            // The hash of the code on the paper is what Intake is told, and nothing else tells of it.
            let lookup = try ReceiptKeys(canonicalCode: try Self.code(on: page).canonicalBytes).storedLookup
            let told = try await told(HandoverPrepared.self, desk)
            #expect(told.map(\.lookup.bytes) == [lookup])
            #expect(told.first?.submissionID.uuid == id)
            #expect(page.shows("https://public.example/en/handover"))
            let officer = try await desk.officer()
            let read = await desk.respond(try officer.get("/desk/submissions/\(id.uuidString.lowercased())"))
            #expect(read.shows("They followed her after the session.") && read.shows("lang=\"fr\""))
            #expect(read.shows("/desk/entries/\(entry.uuidString.lowercased())"))
            #expect(try await desk.audited(8).contains("entry.take done"))
            // Whoever entered it for another desk reads neither it nor others.
            #expect(
                await desk.respond(try focal.get("/desk/submissions/\(id.uuidString.lowercased())")).status
                    == .forbidden)
            #expect(await desk.respond(try focal.get("/desk/entries")).shows(entry.uuidString.lowercased()))
        }
    }

    @Test(arguments: [("THREAT_TO_LIFE", 1), ("WITHIN_SEVEN_DAYS", 0)])
    func `has a person paged where a life may be at stake`(danger: String, alerts: Int) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            _ = try await Self.enter(Self.with(("dangers", danger)), by: officer, in: desk)
            #expect(try await told(AlertRaised.self, desk).count == alerts)
        }
    }

    static let wrong: [((String, String), String)] = [
        (("channel", "WEB_FORM"), "channel"), (("channel", ""), "channel"), (("narrative", " "), "narrative"),
        (("cooperation", ""), "cooperation"), (("told_at", "2030-01-01"), "told_at"),
        (("told_at", "yesterday"), "told_at"), (("happened", "2030-01-01"), "happened"), (("state", "XX"), "state"),
        (("language", "french!"), "language"), (("sheet", "1234567"), "sheet"), (("dangers", "NONE"), "dangers"),
        (("contact_wish", "CONTACT_ME"), "contact"), (("narrative", "a\u{7}"), "narrative"),
        (("event", "not-an-id"), "event"), (("gender", "X9"), "gender"),
    ]

    @Test func `comes back with what is wrong beside the field, and nothing is stored`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            for (change, field) in Self.wrong {
                let response = try await Self.enter(Self.with(change), by: officer, in: desk)
                #expect(response.status == .unprocessable, "\(change)")
                #expect(response.shows("id=\"error-\(field)\""), "\(change)")
            }
            #expect(try await desk.rows()["submissions"] == 0)
        }
    }

    @Test func `is stored once, however often it is sent; another content is kept beside it`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let entry = ("entry", UUID().uuidString.lowercased())
            let first = try await Self.enter(Self.with(entry), by: officer, in: desk)
            #expect(throws: Never.self) { try Self.code(on: first) }
            let second = try await Self.enter(Self.with(entry), by: officer, in: desk)
            #expect(second.status == .ok)
            #expect(throws: (any Error).self, "a code is shown once") { try Self.code(on: second) }
            #expect(try await desk.rows()["submissions"] == 1)
            #expect(try await desk.house.count("verification", "entry_versions") == 0)
            let changed = Self.with(entry, ("narrative", "They followed <her> twice."), ("dangers", "THREAT_TO_LIFE"))
            for _ in 0..<2 { _ = try await Self.enter(changed, by: officer, in: desk) }
            #expect(try await desk.rows()["submissions"] == 1)
            #expect(try await desk.house.count("verification", "entry_versions") == 1)
            #expect(try await told(AlertRaised.self, desk).count == 1, "the danger stands in the second version")
            let (id, _) = try await Self.submission(desk)
            let page = await desk.respond(try officer.get("/desk/submissions/\(id.uuidString.lowercased())"))
            #expect(
                page.shows("They followed her after the session.") && page.shows("They followed &lt;her&gt; twice."))
        }
    }

    @Test func `is stored once when two devices send it at the same time`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let entry = ("entry", UUID().uuidString.lowercased())
            let same = try (0..<3).map { _ in try Self.multipart("/desk/entries", Self.with(entry), by: officer) }
            let other = try Self.multipart(
                "/desk/entries", Self.with(entry, ("narrative", "Other words.")), by: officer)
            await withTaskGroup { group in
                for request in same + [other] { group.addTask { _ = await desk.respond(request) } }
            }
            #expect(try await desk.rows()["submissions"] == 1)
            #expect(try await desk.house.count("verification", "entry_versions") == 1)
        }
    }

    @Test func `keeps originals byte for byte`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let mail = Array("From: a@b\r\nSubject: x\r\n\r\n\u{0}\u{1}--b not the end\r\n".utf8)
            let big = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let request = try Self.multipart(
                "/desk/entries", Self.fields,
                files: [("mail.eml", "message/rfc822", mail), ("a.wav", "audio/wav", big)],
                by: officer)
            #expect(await desk.respond(request).status == .ok)
            let (id, _) = try await Self.submission(desk)
            let path = "/desk/submissions/\(id.uuidString.lowercased())"
            let page = await desk.respond(try officer.get(path))
            for bytes in [mail, big] { #expect(page.shows("\(HexBytes(SHA256.hash(bytes)))")) }
            #expect(page.shows("mail.eml"))
            #expect(try await desk.house.count("verification", "evidence") == 2)
            // With another version of the same entry, too.
            let (_, entry) = try await Self.submission(desk)
            let again = try Self.multipart(
                "/desk/entries", Self.with(("entry", entry.uuidString)), files: [("b.eml", "message/rfc822", mail)],
                by: officer)
            #expect(await desk.respond(again).status == .ok)
            let both = await desk.respond(try officer.get(path))
            let links = both.text.matches(of: /href="(\/desk\/submissions\/[^"]+\/evidence\/[^"]+)"/).map {
                String($0.1)
            }
            #expect(links.count == 3)
            for link in links { #expect(await desk.respond(try officer.get(link)).status == .ok) }
        }
    }

    @Test func `leaves no file behind where the form is refused`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let file = (name: "x.eml", type: "message/rfc822", bytes: Array("x".utf8))
            let wrong = try Self.multipart(
                "/desk/entries", Self.with(("narrative", "")), files: [file], by: officer)
            #expect(await desk.respond(wrong).status == .unprocessable)
            let good = try Self.multipart("/desk/entries", Self.fields, files: [file], by: officer)
            let body = String(decoding: try await good.bytes(), as: UTF8.self)
                .replacing(officer.formToken, with: "no")
            let forged = try Request(.post, "/desk/entries", headers: good.headers, body: Array(body.utf8))
            #expect(await desk.respond(forged).status == .forbidden)
            let blobs = try desk.house.settings().path("AMPARO_BLOBS")
            #expect(try FileManager.default.contentsOfDirectory(atPath: blobs.path).isEmpty)
        }
    }

    @Test func `stands in clear nowhere`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let marker = "MARKER-7f3a"
            let event = UUID().uuidString.lowercased()
            let fields = Self.with(("narrative", marker), ("contact", marker), ("event", event), ("sheet", ""))
            let page = try await Self.enter(fields, by: officer, in: desk)
            let code = try Self.code(on: page)
            for table in ["submissions", "entries", "entry_versions", "handovers", "handover_sheets", "outbox"] {
                let rows = try await desk.house.owner.query(
                    "SELECT t::text AS line FROM verification.\(identifier: Identifier(table)) AS t")
                for row in rows {
                    let line: String = try row.get("line")
                    #expect(!line.contains(marker) && !line.contains(event), "\(table)")
                    #expect(!line.contains(code.printed) && !code.appears(in: line), "\(table)")
                }
            }
        }
    }

    // MARK: When it was told

    static let moments: [(String, String?)] = [
        ("", "2026-03-05T10:00:00Z"), ("2026-03-01", "2026-03-01T12:00:00Z"), ("2026-03-05", "2026-03-05T10:00:00Z"),
        ("2026-03-05T08:30:00.123Z", "2026-03-05T08:30:00Z"), ("2026-03-05T10:30:00Z", "2026-03-05T10:00:00Z"),
        ("2026-03-06", nil), ("2026-03-05T12:00:00Z", nil), ("2024-03-05", nil), ("March", nil),
    ]

    @Test(arguments: moments) func `was told when its form says, as far as that can be`(
        typed: String, at: String?
    ) throws {
        let now = try Date("2026-03-05T10:00:00Z", strategy: .iso8601)
        let moment = EntryForm.moment(typed, at: now)
        #expect(moment.map { String($0.formatted(.iso8601)) } == at)
    }
}

@Suite(.timeLimit(.minutes(15))) struct `A handover sheet` {
    func lookups(_ desk: DeskUnderTest) async throws -> [[UInt8]] {
        try await desk.told().filter { $0.type == HandoverPrepared.type }
            .map { try $0.read(HandoverPrepared.self).lookup.bytes }
    }

    static func lookup(_ page: Response) throws -> [UInt8] {
        try ReceiptKeys(canonicalCode: try `An account that staff enter`.code(on: page).canonicalBytes).storedLookup
    }

    @Test func `is replaced by the next, and worthless when it is revoked`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let first = try await `An account that staff enter`.enter(by: officer, in: desk)
            let (_, entry) = try await `An account that staff enter`.submission(desk)
            let path = "/desk/entries/\(entry.uuidString.lowercased())"
            let second = await desk.respond(try officer.post(path + "/sheet", ["sheet_language": "en"]))
            #expect(try await lookups(desk) == [try Self.lookup(first), try Self.lookup(second)])
            #expect(await desk.respond(try officer.post(path + "/revoke")).status == .ok)
            let last = try #require(try await lookups(desk).last)
            #expect(try last != Self.lookup(second), "nobody holds what takes its place")
            #expect(await desk.respond(try officer.post(path + "/revoke")).shows("role=\"alert\""))
            #expect(try await lookups(desk).count == 3)
            let third = await desk.respond(try officer.post(path + "/sheet"))
            #expect(try await lookups(desk).last == Self.lookup(third))
        }
    }

    @Test func `is of no use once the source has taken over`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            _ = try await `An account that staff enter`.enter(by: officer, in: desk)
            let (id, entry) = try await `An account that staff enter`.submission(desk)
            let update = try await desk.update(of: SubmissionID(id)) {
                $0.kind = .receiptTaken
                $0.receivedAt = Date(timeIntervalSince1970: 1_767_225_600)
                $0.mailboxKey = DeskUnderTest.mailboxKey
            }
            for _ in 0..<2 { try await desk.receiveUpdate.take(update, from: .intake, in: desk.system) }
            let path = "/desk/entries/\(entry.uuidString.lowercased())"
            #expect(await desk.respond(try officer.get(path)).shows("2026-01-01 00:00"))
            #expect(await desk.respond(try officer.post(path + "/sheet")).status == .conflict)
            _ = await desk.respond(try officer.post(path + "/revoke"))
            #expect(try await lookups(desk).count == 1)
        }
    }

    @Test func `from a stack belongs to one account alone`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.sessionSecretariat])
            let stack = await desk.respond(try officer.post("/desk/sheets", ["count": "3", "sheet_language": "en"]))
            #expect(stack.text.matches(of: /class="sheet"/).count == 3)
            #expect(try await lookups(desk).isEmpty, "a sheet means nothing before it is bound")
            let serial = try #require(stack.text.firstMatch(of: /\d{3} \d{4}/)).0
            let fields = `An account that staff enter`.with(("sheet", String(serial)))
            let page = try await `An account that staff enter`.enter(fields, by: officer, in: desk)
            #expect(throws: (any Error).self, "no other code is made") {
                try `An account that staff enter`.code(on: page)
            }
            #expect(try await lookups(desk) == [try Self.lookup(stack)])
            let again = try await `An account that staff enter`.enter(fields, by: officer, in: desk)
            #expect(again.status == .ok, "the account is kept all the same")
            #expect(try await lookups(desk).count == 1)
            #expect(try await desk.rows()["submissions"] == 2)
            for count in ["0", "51", "x", ""] {
                #expect(await desk.respond(try officer.post("/desk/sheets", ["count": count])).status == .unprocessable)
            }
        }
    }

    @Test func `is nobody else's business`() async throws {
        try await DeskUnderTest.open { desk in
            let focal = try await desk.officer([.focalPoint])
            _ = try await `An account that staff enter`.enter(by: focal, in: desk)
            let (_, entry) = try await `An account that staff enter`.submission(desk)
            let path = "/desk/entries/\(entry.uuidString.lowercased())"
            let otherFocal = try await desk.officer([.focalPoint])
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            for other in [otherFocal, stranger] {
                #expect(await desk.respond(try other.get(path)).status == .notFound)
                #expect(await desk.respond(try other.post(path + "/sheet")).status == .notFound)
                #expect(await desk.respond(try other.post(path + "/revoke")).status == .notFound)
            }
            let officer = try await desk.officer()
            for reader in [focal, officer] { #expect(await desk.respond(try reader.get(path)).status == .ok) }
        }
    }

    @Test func `has a number in which every mistyped digit shows`() throws {
        for _ in 0..<20 {
            let serial = SheetSerial.random()
            #expect(SheetSerial(typed: serial.description) == serial)
            for place in 0..<7 {
                var digits = Array(serial.digits)
                digits[place] =
                    digits[place] == "9" ? "0" : Character(String((digits[place].wholeNumberValue ?? 0) + 1))
                #expect(SheetSerial(typed: String(digits)) == nil)
            }
        }
        // 123456: Luhn's check digit is 6.
        #expect(SheetSerial(typed: "123 4566")?.digits == "1234566")
        #expect(SheetSerial(typed: " ١٢٣-٤٥٦٦ ")?.digits == "1234566")
        for typed in ["", "123456", "12345661", "123456x", "A1234566", String(repeating: "1", count: 200)] {
            #expect(SheetSerial(typed: typed) == nil, "\(typed)")
        }
    }
}
