import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `What a source can do who comes back` {
    static let tasks = ["message", "check-in", "consent", "contact", "code", "erasure", "burn"]

    @Test(arguments: tasks)
    func `is asked for by a form, and says the code nowhere`(task: String) async throws {
        try await VisitorUnderTest.arrive { visitor in
            let mailbox = try await visitor.enter()
            #expect(mailbox.shows("formaction=\"/en/mailbox/\(task)\""))
            let form = try await visitor.press(task, on: mailbox)
            #expect(form.status == .ok)
            for page in [mailbox, form] {
                #expect(!page.shows(visitor.code) && !page.shows(visitor.code.replacing("-", with: "")))
                #expect(page.headers["Set-Cookie"] == nil)
                #expect(page.headers["Cache-Control"]?.contains("no-store") == true)
                #expect(page.bytes.count < 50 * 1024)
            }
            #expect(try await visitor.updates().isEmpty, "nothing is stored by looking")
            let loaded = try await visitor.door.get("/en/mailbox/\(task)")
            #expect(loaded.headers["Location"] == "/en/return")
        }
    }

    /// Task, what is typed, what Verification reads, how urgent.
    static let sent: [(String, [(String, String)], @Sendable (SourceUpdate) -> Bool, Urgency)] = [
        (
            "message", [("text", " More <b>words</b>\r\n"), ("dangers", "DEPORTATION")],
            { $0.kind == .message && $0.text == "More <b>words</b>" && $0.dangers == [.deportation] }, .u1
        ),
        (
            "message", [("text", "x"), ("answers", "00000000-0000-4000-8000-000000000001")],
            { $0.answers?.description == "00000000-0000-4000-8000-000000000001" && $0.language == "en" }, .u3
        ),
        (
            "consent",
            [("purposes", "CP3_SHARE_MECH"), ("purposes", "CP12_STATS"), ("consent_conditions", "not the embassy")],
            {
                $0.kind == .consent && $0.consent?.purposes == ["CP1_PROCESS", "CP3_SHARE_MECH", "CP12_STATS"]
                    && $0.consent?.conditions == "not the embassy"
            }, .u3
        ),
        ("consent", [], { $0.consent?.purposes == ["CP1_PROCESS"] }, .u3),
        (
            "contact", [("wish", "CONTACT_ME"), ("contact", "a@b"), ("times", "mornings"), ("check_ins", "yes")],
            {
                $0.contact == ContactDetails(wish: .contactMe, contact: "a@b", times: "mornings", checkIns: true)
            }, .u3
        ),
        ("check-in", [("safe", "yes")], { $0.kind == .checkIn && $0.isSafe == true }, .u3),
        ("check-in", [("safe", "no"), ("text", "t")], { $0.isSafe == false && $0.text == "t" }, .u1),
        ("erasure", [("sure", "yes")], { $0.kind == .erasure }, .u2),
        ("burn", [("sure", "yes")], { $0.kind == .burnt }, .u3),
    ]

    @Test(arguments: sent.indices)
    func `reaches Verification sealed, once however often the page is sent`(index: Int) async throws {
        let (task, fields, isRight, urgency) = Self.sent[index]
        try await VisitorUnderTest.arrive { visitor in
            let form = try await visitor.press(task, on: try await visitor.enter())
            for _ in 0..<2 {
                let answer = try await visitor.press(task, on: form, [("step", "send")] + fields)
                #expect(answer.status == .ok)
                #expect(answer.shows("role=\"status\""))
            }
            let updates = try await visitor.updates()
            #expect(updates.count == 1)
            #expect(updates.allSatisfy(isRight), "\(updates)")
            #expect(try await visitor.urgencies() == [urgency])
        }
    }

    /// Task, what is typed, the field that is wrong.
    @Test(arguments: [
        ("message", [("text", " ")], "text"), ("message", [("text", "a\u{1}b")], "text"),
        ("message", [("text", String(repeating: "x", count: 10_001))], "text"),
        ("consent", [("purposes", "CP1_PROCESS")], "purposes"), ("consent", [("purposes", "x")], "purposes"),
        ("consent", [("consent_conditions", String(repeating: "x", count: 501))], "consent_conditions"),
        ("contact", [("check_ins", "yes")], "wish"), ("contact", [("wish", "MAILBOX_ONLY")], "check_ins"),
        ("contact", [("wish", "CONTACT_ME"), ("check_ins", "no")], "contact"),
        ("contact", [("wish", "MAILBOX_ONLY"), ("check_ins", "no"), ("times", "\u{FFFE}")], "times"),
        ("check-in", [("text", "x")], "safe"), ("check-in", [("safe", "maybe")], "safe"), ("erasure", [], "sure"),
        ("erasure", [("sure", "no")], "sure"), ("burn", [], "sure"),
    ])
    func `comes back where something is wrong, with what was typed, and changes nothing`(
        task: String, fields: [(String, String)], field: String
    ) async throws {
        try await VisitorUnderTest.arrive { visitor in
            let answer = try await visitor.send(task, fields)
            #expect(answer.status == .unprocessable)
            #expect(answer.shows("id=\"error-\(field)\""))
            if let text = fields.first(where: { $0.0 == "text" && $0.1.count > 100 })?.1 { #expect(answer.shows(text)) }
            #expect(try await visitor.updates().isEmpty)
            #expect(try await visitor.enter().status == .ok)
        }
    }

    @Test func `asks for the code again after half an hour, and loses nothing of what was typed`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            let form = try await visitor.press("message", on: try await visitor.enter())
            let typed = [("step", "send"), ("text", "Long <written>\r\nthings"), ("dangers", "MISSING")]
            for pass in [try visitor.aged(form, by: 30 * 60 + 1), "", "forged", "AAAA"] {
                let late = await visitor.door.router.respond(
                    to: try .form("/en/mailbox/message", [("form-token", pass)] + typed))
                #expect(late.status == .unprocessable)
                #expect(late.shows("name=\"text\" value=\"Long &lt;written&gt;"))
                #expect(try await visitor.updates().isEmpty)
                let wrong = try await visitor.press(
                    "message", on: late, typed + [("code", "00000-00000-00000-00000-0")])
                #expect(wrong.status == .unprocessable && wrong.shows("id=\"error-code\""))
                #expect(wrong.shows("Long &lt;written&gt;") && !wrong.shows("00000-0000"))
            }
            let almost = try visitor.aged(form, by: 30 * 60 - 5)
            let good = await visitor.door.router.respond(
                to: try .form("/en/mailbox/message", [("form-token", almost)] + typed))
            #expect(good.status == .ok)
            let late = await visitor.door.router.respond(
                to: try .form("/en/mailbox/message", [("form-token", "")] + typed))
            let again = try await visitor.press("message", on: late, typed + [("code", visitor.code)])
            #expect(again.status == .ok)
            #expect(try await visitor.updates().map(\.text) == ["Long <written>\nthings", "Long <written>\nthings"])
        }
    }

    @Test func `keeps what was typed while the code cannot be looked up`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            let typed = [("step", "send"), ("text", "Written <slowly>")]
            let late = await visitor.door.router.respond(
                to: try .form("/en/mailbox/message", [("form-token", "")] + typed))
            try await visitor.door.house.owner.execute(
                "REVOKE SELECT (lookup) ON intake.submissions FROM amparo_intake_app")
            let refused = try await visitor.press("message", on: late, typed + [("code", visitor.code)])
            #expect(refused.status == .unavailable && refused.headers["Retry-After"] == "10")
            #expect(refused.shows("Written &lt;slowly&gt;") && !refused.shows(visitor.code))
            try await visitor.door.house.owner.execute(
                "GRANT SELECT (lookup) ON intake.submissions TO amparo_intake_app")
            let sent = try await visitor.press("message", on: refused, typed + [("code", visitor.code)])
            #expect(sent.status == .ok)
            #expect(try await visitor.updates().map(\.text) == ["Written <slowly>"])
        }
    }

    @Test func `sends back a text with the receipt code in it, however it is spelled`() async throws {
        try await VisitorUnderTest.arrive { visitor in
            let code = visitor.code
            let plain = code.replacing("-", with: "")
            let digits = Array("٠١٢٣٤٥٦٧٨٩")
            let arabic = String(code.map { $0.wholeNumberValue.map { digits[$0] } ?? $0 })
            let confused = code.replacing("0", with: "O").replacing("1", with: "l")
            let spellings = [
                code, plain, code.lowercased(), code.replacing("-", with: "  "), arabic, confused,
                plain.map { "\($0) " }.joined(), "code:\(plain.dropLast()).", plain.map { "\($0)\n" }.joined(),
                String(plain.unicodeScalars.map { Character(Unicode.Scalar($0.value + 0xFEE0) ?? $0) }),
            ]
            for spelling in spellings {
                for (task, field) in [("message", "text"), ("consent", "consent_conditions"), ("contact", "times")] {
                    let answer = try await visitor.send(task, [(field, "My code is \(spelling) I think")])
                    #expect(answer.status == .unprocessable, "\(task)")
                    #expect(answer.shows("Your receipt code stands in this text."), "\(task) \(spelling == code)")
                    #expect(answer.shows("I think"), "what was typed is kept")
                }
            }
            #expect(try await visitor.updates().isEmpty)
            let other = try #require(ReceiptCode(randomBytes: Randomness.bytes(ReceiptCode.randomByteCount))).printed
            #expect(try await visitor.send("message", [("text", "Not mine: \(other)")]).status == .ok)
        }
    }
}
