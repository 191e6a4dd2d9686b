import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `Somebody who reports` {
    @Test func `gets a receipt, and what was told is stored once with its event, sealed`() async throws {
        try await PublicDoorUnderTest.open { door in
            let response = try await door.report([
                ("narrative", "Marker-7Q They came at night."), ("cooperation", "Spoke at the Council."),
                ("dangers", "THREAT_TO_LIFE"), ("happened", "2025-02"), ("state", "CHE"), ("contact", "a@b.example"),
            ])
            #expect(response.status == .ok)
            let code = try ReceiptCode(parsing: try #require(response.receiptCode))
            #expect(try await door.rows() == [1, 1])
            let event = try #require(try await door.house.told(by: .intake).first)
            let received = try event.read(SubmissionReceived.self)
            #expect(received.urgency == .u1)
            #expect(event.key == received.submissionID.uuid)
            let content = try door.content(event)
            #expect(content.narrative == "Marker-7Q They came at night.")
            #expect(content.contactWish == .contactMe)
            #expect(content.channel == "WEB_FORM")
            let keys = try ReceiptKeys(canonicalCode: code.canonicalBytes)
            #expect(content.mailboxKey.exposed == keys.mailboxKey.exposedBytes())
            #expect(content.mailboxID == received.mailboxID)
        }
    }

    @Test func `leaves no trace in clear in any table, and no code anywhere`() async throws {
        try await PublicDoorUnderTest.open { door in
            let response = try await door.report([("narrative", "Marker-7Q"), ("un_entity", "OHCHR_HQ")])
            let code = try #require(response.receiptCode)
            let tables = ["submissions", "outbox", "mailbox_states", "mailbox_messages"]
            for table in tables {
                let rows = try await door.house.owner.query(
                    "SELECT t::text AS row FROM intake.\(identifier: .init(table)) AS t")
                let text = try rows.map { try $0.get("row", as: String.self) }.joined()
                #expect(!text.contains("Marker-7Q"), "\(table)")
                #expect(!text.contains(code) && !text.contains(code.replacing("-", with: "").dropLast()), "\(table)")
                #expect(!text.contains(hex("Marker-7Q")), "\(table)")
            }
        }
    }

    /// What is typed, the field it is about, and what stands beside it.
    static let refusals: [(field: String, value: String, english: String, arabic: String)] = [
        ("narrative", "", "Please say in a few words what happened.", "نرجو أن تذكر ببضع كلمات ما حدث."),
        ("narrative", "  \n ", "Please say in a few words what happened.", "نرجو أن تذكر ببضع كلمات ما حدث."),
        (
            "narrative", String(repeating: "س", count: 20_001), "20000 characters at most.", "النص طويل جدًا."
        ),
        ("narrative", String(repeating: "a", count: 100_000), "20000 characters at most.", "النص طويل جدًا."),
        ("narrative", "a\u{1}b", "There are characters in it that are not text.", "فيه علامات ليست نصًا."),
        ("place", String(repeating: "p", count: 501), "This is too long.", "النص طويل جدًا."),
        ("place", "a\u{7F}b", "There are characters in it that are not text.", "فيه علامات ليست نصًا."),
        ("contact", String(repeating: "c", count: 501), "This is too long.", "النص طويل جدًا."),
        ("un_entity", "NOWHERE", "", ""), ("acts", "X99", "", ""), ("purposes", "CP99", "", ""),
        ("anonymity", "TO_NOBODY", "", ""), ("un_link", "MAYBE", "", ""), ("language", "klingon!", "", ""),
        ("dangers", "BOREDOM", "", ""), ("for_whom", "NOBODY", "", ""),
        ("happened", "yesterday", "", ""), ("happened", "2999-01-01", "", ""), ("happened", "2025-02-30", "", ""),
        ("happened", "1066", "", ""), ("happened", "'; DROP TABLE submissions; --", "", ""),
    ]

    @Test func `is told beside the field what is wrong, keeps what was typed, and nothing is stored`() async throws {
        try await PublicDoorUnderTest.open { door in
            for (field, value, english, arabic) in Self.refusals {
                for (language, phrase) in [("en", english), ("ar", arabic)] {
                    var fields = PublicDoorUnderTest.minimal + [("affected", "kept & \"safe\" <b>")]
                    fields.removeAll { $0.0 == field }
                    let response = try await door.report(fields + [(field, value)], language: language)
                    let about: Comment = "\(field) \(value.prefix(12)) \(language)"
                    #expect(response.status == .unprocessable, about)
                    #expect(response.shows("id=\"error-\(field)\""), about)
                    #expect(response.shows(phrase), about)
                    #expect(response.shows("kept &amp; &quot;safe&quot; &lt;b&gt;"), about)
                    #expect(response.shows("dir=\"\(language == "ar" ? "rtl" : "ltr")\""), about)
                    #expect(!response.shows("report.form."), "a key without a phrase: \(field)")
                }
            }
            #expect(try await door.rows() == [0, 0])
        }
    }

    @Test func `may write in any script, with joiners and direction marks`() async throws {
        try await PublicDoorUnderTest.open { door in
            let narrative = "\u{202E}txet\u{2066} می\u{200C}خواهم 👩‍👩‍👧 </textarea><script>alert(1)</script> =1+1"
            let response = try await door.report([("narrative", narrative), ("un_entity", "OHCHR_HQ")])
            #expect(response.status == .ok)
            let event = try #require(try await door.house.told(by: .intake).first)
            #expect(try door.content(event).narrative == narrative, "taken as it was said; shown harmless at the desk")
        }
    }

    @Test(arguments: [
        "", "forged", "zzzz.00.00", "1.\(String(repeating: "a", count: 32)).\(String(repeating: "b", count: 128))",
    ])
    func `with a form whose token is stale or forged gets the text back, and nothing is stored`(
        token: String
    ) async throws {
        try await PublicDoorUnderTest.open { door in
            let request = try Request.form(
                "/ar/report", [("form-token", token), ("narrative", "حكايتي"), ("un_entity", "OHCHR_HQ")])
            let response = await door.router.respond(to: request)
            #expect(response.status == .unprocessable)
            #expect(response.shows("حكايتي"))
            #expect(response.shows("كل ما كتبته ما زال هنا"))
            #expect(try await door.rows() == [0, 0])
            // Sent again as it stands there it is taken.
            let fresh = try #require(response.value(of: "form-token"))
            let again = try Request.form(
                "/ar/report", [("form-token", fresh), ("narrative", "حكايتي"), ("un_entity", "OHCHR_HQ")])
            #expect(await door.router.respond(to: again).status == .ok)
        }
    }

    @Test func `cannot use the token of another form`() async throws {
        try await PublicDoorUnderTest.open { door in
            let token = try #require(try await door.get("/en/return").value(of: "form-token"))
            let request = try Request.form(
                "/en/report", [("form-token", token)] + PublicDoorUnderTest.minimal)
            #expect(await door.router.respond(to: request).status == .unprocessable)
            #expect(try await door.rows() == [0, 0])
        }
    }

    @Test func `finds the door closed before recovery is confirmed, and the text kept`() async throws {
        // A demonstration's own confirmation counts for a demonstration only.
        try await PublicDoorUnderTest.open(["AMPARO_DEMONSTRATION": "false"]) { door in
            let response = try await door.report(PublicDoorUnderTest.minimal)
            #expect(response.status == .unavailable)
            #expect(response.headers["Retry-After"] == "10")
            #expect(response.shows("They came at night."))
            let problem = try await door.api(#"{"narrative": "n", "unEntities": ["OHCHR_HQ"]}"#)
            #expect(problem.status == .unavailable)
            #expect(problem.headers["Content-Type"] == "application/problem+json")
            #expect(try await door.rows() == [0, 0])
        }
    }

    @Test func `keeps the text while the database cannot be written to`() async throws {
        try await PublicDoorUnderTest.open { door in
            try await door.house.owner.execute("REVOKE INSERT ON intake.submissions FROM amparo_intake_app")
            let response = try await door.report(PublicDoorUnderTest.minimal)
            #expect(response.status == .unavailable)
            #expect(response.headers["Retry-After"] == "10")
            #expect(response.shows("They came at night."))
            #expect(try await door.rows() == [0, 0])
        }
    }

    private func hex(_ text: String) -> String {
        text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
