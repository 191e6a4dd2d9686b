import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `What a source sends later` {
    static let newKey = KeyBytes([UInt8](repeating: 8, count: 32))

    /// What the officer's page of a submission shows for an update.
    static let kinds: [(String, @Sendable (inout SourceUpdate) -> Void, String)] = [
        ("message", { $0.text = "More <b>of it</b>" }, "More &lt;b&gt;of it&lt;/b&gt;"),
        ("answer", { ($0.text, $0.answers) = ("It was Friday", MessageID(UUID())) }, "An answer to a question"),
        ("danger", { ($0.text, $0.dangers) = ("x", [.deportation]) }, "deportation or extradition about to happen"),
        (
            "consent",
            {
                $0.kind = .consent; $0.consent = consent(["CP1_PROCESS"])
            }, "has changed what they agree to"
        ),
        ("erasure", { $0.kind = .erasure }, "asked for erasure on"),
        (
            "contact",
            {
                $0.kind = .contact
                $0.contact = ContactDetails(wish: .contactMe, contact: "by pigeon", times: "at dawn", checkIns: true)
            }, "by pigeon"
        ),
        (
            "safe",
            {
                $0.kind = .checkIn; $0.isSafe = true
            }, "“I am safe”"
        ),
        (
            "not safe",
            {
                $0.kind = .checkIn; $0.isSafe = false
            }, "the source said that they are not safe"
        ),
        (
            "code",
            {
                $0.kind = .codeReplaced; $0.mailboxKey = newKey
            }, "has replaced the receipt code"
        ),
        ("burnt", { $0.kind = .burnt }, "has burnt the mailbox"),
    ]

    static func consent(_ purposes: [String], conditions: String = "") -> DeclaredConsent {
        DeclaredConsent(purposes: purposes, conditions: conditions, explanationLanguage: "en")
    }

    @Test(arguments: kinds.indices)
    func `lies with its submission once, is acknowledged once, and is shown on both pages`(index: Int) async throws {
        let (name, fill, shown) = Self.kinds[index]
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let update = try await desk.update(of: submission, fill)
            for _ in 0..<2 { try await desk.receiveUpdate.take(update, from: .intake, in: desk.system) }
            #expect(try await desk.house.count("verification", "source_updates") == 1)
            let adopted = try await desk.told().filter { $0.type == SourceUpdateAdopted.type }
            #expect(adopted.count == 1)
            #expect(try adopted.first?.read(SourceUpdateAdopted.self).updateID == update.updateID)
            let front = await desk.respond(try officer.get("/desk"))
            #expect(front.shows("id=\"sources\"") && front.shows("/desk/cases/\(id)/source#source-\(submission)"))
            let overview = await desk.respond(try officer.get("/desk/cases/\(id)"))
            #expect(overview.shows("id=\"source-news\""), "the overview leads to it and does not count as reading")
            for page in ["/desk/cases/\(id)/source", "/desk/submissions/\(submission)"] {
                #expect(await desk.respond(try officer.get(page)).shows(shown), "\(name) on \(page)")
            }
            #expect(!(await desk.respond(try officer.get("/desk"))).shows("id=\"sources\""), "it was read")
        }
    }

    @Test(arguments: [(Urgency.u1, 1), (.u2, 0), (.u3, 0)])
    func `pages a person where a life is at stake, about the case where there is one`(
        urgency: Urgency, alerts: Int
    ) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let waiting = try await desk.arrived()
            for about in [submission, waiting] {
                let update = try await desk.update(of: about, urgency: urgency) { $0.text = "now" }
                for _ in 0..<2 { try await desk.receiveUpdate.take(update, from: .intake, in: desk.system) }
            }
            let raised = try await desk.told().filter { $0.type == AlertRaised.type }
                .map { try $0.read(AlertRaised.self) }
            #expect(raised.count == alerts * 2)
            guard alerts > 0 else { return }
            #expect(raised.map(\.caseID) == [id, nil])
            #expect(raised.map(\.submissionID) == [submission, waiting])
            #expect(await desk.respond(try officer.get("/desk")).shows("class=\"urgency u1\""))
        }
    }

    @Test func `of a submission that nobody knows goes to the dead letters`() async throws {
        try await DeskUnderTest.open { desk in
            let known = try await desk.arrived()
            let update = try await desk.update(of: known) { $0.text = "x" }
            let unknown = SourceUpdateReceived(
                updateID: update.updateID, submissionID: SubmissionID(UUID()), mailboxID: update.mailboxID,
                receivedAt: .now, urgency: .u3, sealedUpdate: update.sealedUpdate)
            await #expect(throws: HandlingFailure.self) {
                try await desk.receiveUpdate.take(unknown, from: .intake, in: desk.system)
            }
        }
    }

    @Test func `that cannot be opened says so, and hides nothing else`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let submission = try await desk.arrived()
            for text in ["first", "second"] {
                let update = try await desk.update(of: submission) { $0.text = text }
                try await desk.receiveUpdate.take(update, from: .intake, in: desk.system)
            }
            try await desk.house.owner.execute(
                "UPDATE verification.source_updates SET sealed = '\\x0102' WHERE sequence = 1")
            let page = await desk.respond(try officer.get("/desk/submissions/\(submission)"))
            #expect(page.shows("second") && page.shows("cannot be opened with the keys"))
        }
    }

    @Test func `is shown to nobody outside the compartment`() async throws {
        try await DeskUnderTest.open { desk in
            let submission = try await desk.arrived()
            let update = try await desk.update(of: submission) { $0.text = "x" }
            try await desk.receiveUpdate.take(update, from: .intake, in: desk.system)
            let other = try #require(Compartment("UNHCR"))
            let stranger = try await desk.officer([.caseOfficer], other)
            #expect(!(await desk.respond(try stranger.get("/desk"))).shows("id=\"sources\""))
            let post = try stranger.post(
                "/desk/submissions/\(submission)/messages", ["message": "x", "message_kind": "MESSAGE"])
            #expect(await desk.respond(post).status == .notFound)
            for (setting, seen) in [("", 0), ("UNHCR", 0), ("OHCHR_HQ", 1)] {
                let count = try await desk.database.transaction { transaction in
                    try await transaction.execute("SELECT set_config('amparo.compartments', \(setting), true)")
                    return try await transaction.first("SELECT count(*) AS n FROM source_updates")?
                        .get("n", as: Int.self)
                }
                #expect(count == seen, "\(setting)")
            }
        }
    }

    // MARK: What stands now

    @Test func `decides what is allowed now, and what was withdrawn`() throws {
        let row = [["CP1_PROCESS", "CP3_SHARE_MECH", "CP9_PRESS"], ["CP1_PROCESS", "CP9_PRESS", "CP5_STATE_NAMED"]]
        var file = SourceFile.of(consents: row, anonymity: [])
        #expect(file.purposes == ["CP1_PROCESS", "CP9_PRESS", "CP5_STATE_NAMED"])
        #expect(file.withdrawn == ["CP3_SHARE_MECH"])
        #expect(file.conditions == ["0", "1"], "a condition once made stands")
        file = SourceFile.of(consents: row, anonymity: [.toState])
        #expect(file.purposes == ["CP1_PROCESS", "CP9_PRESS"], "who stays unknown to the State is not named to it")
        file = SourceFile.of(consents: [["CP1_PROCESS", "CP9_PRESS"]], anonymity: [])
        #expect(file.withdrawn == [])
    }

    @Test func `stands at the top of the submission and of its case when it takes something back`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            for purposes in [["CP1_PROCESS", "CP9_PRESS"], ["CP1_PROCESS"]] {
                let update = try await desk.update(of: submission) {
                    $0.kind = .consent
                    $0.consent = Self.consent(purposes)
                }
                try await desk.receiveUpdate.take(update, from: .intake, in: desk.system)
            }
            for path in ["/desk/cases/\(id)/source", "/desk/submissions/\(submission)"] {
                let page = await desk.respond(try officer.get(path)).text
                let notice = try #require(page.range(of: "withdrawn consent to")?.lowerBound)
                let rest = try #require(page.range(of: "id=\"source-")?.lowerBound)
                #expect(notice < rest, "\(path)")
                #expect(page[notice...].prefix(400).contains("Press release"))
            }
        }
    }

    @Test func `tells a source who took over a submission of staff what it says of their consent`() async throws {
        try await DeskUnderTest.open { desk in
            let submission = try await desk.arrived()
            let update = try await desk.update(of: submission) {
                $0.kind = .receiptTaken
                $0.mailboxKey = Self.newKey
            }
            for _ in 0..<2 { try await desk.receiveUpdate.take(update, from: .intake, in: desk.system) }
            let messages = try await desk.told().filter { $0.type == MessageToSource.type }
            #expect(messages.count == 1)
            let message = try desk.message(try #require(messages.first), under: Self.newKey)
            #expect(message.text.isEmpty)
            #expect(message.consent?.contains("CP1_PROCESS") == true && message.consent?.contains("CP9_PRESS") == false)
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct `Writing to a source` {
    private static let typed: KeyValuePairs<String, String> = [
        "message": " Which <day>? ", "message_kind": "QUESTION", "message_language": "ar",
    ]

    @Test(arguments: [true, false])
    func `reaches the mailbox under the newest key, is kept and is recorded`(hasCase: Bool) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.intakeOfficer])
            let submission =
                hasCase ? try await desk.opened(by: officer).1 : try await desk.arrived()
            for key in [DeskUnderTest.mailboxKey, `What a source sends later`.newKey] {
                if key != DeskUnderTest.mailboxKey {
                    let update = try await desk.update(of: submission) {
                        $0.kind = .codeReplaced
                        $0.mailboxKey = key
                    }
                    try await desk.receiveUpdate.take(update, from: .intake, in: desk.system)
                }
                let answer = await desk.respond(
                    try officer.post("/desk/submissions/\(submission)/messages", Self.typed))
                #expect(answer.status == .seeOther)
                let place = try #require(answer.headers["Location"])
                #expect(place.hasPrefix(hasCase ? "/desk/cases/" : "/desk/submissions/\(submission)"))
                #expect(try await desk.audited(1) == ["source.write done"])
                let event = try #require(try await desk.told().last)
                let message = try desk.message(event, under: key)
                #expect(message.text == "Which <day>?" && message.kind == .question && message.language == "ar")
                let path = place.split(separator: "#")[0]
                #expect(await desk.respond(try officer.get(String(path))).shows("Which &lt;day&gt;?"))
            }
        }
    }

    @Test func `stays readable when a case is opened afterwards`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let submission = try await desk.arrived()
            _ = await desk.respond(try officer.post("/desk/submissions/\(submission)/messages", Self.typed))
            let act = try #require(try CodeLists.bundled().list("act_type").items.first?.code)
            let opened = await desk.respond(
                try officer.post("/desk/submissions/\(submission)/case", ["urgency": "U2", "act": act]))
            let place = try #require(opened.headers["Location"])
            #expect(await desk.respond(try officer.get("\(place)/source")).shows("Which &lt;day&gt;?"))
        }
    }

    @Test(
        arguments: [
            (["message": "", "message_kind": "MESSAGE"], "message"),
            (["message": "x", "message_kind": "CHECK_IN"], "message_kind"),
            (["message": "a\u{2}", "message_kind": "MESSAGE"], "message"),
            (["message": "kept", "message_kind": "MESSAGE", "message_language": "xx"], "message_language"),
        ] as [(KeyValuePairs<String, String>, String)])
    func `is sent back where something is wrong, and nothing is told`(
        typed: KeyValuePairs<String, String>, field: String
    ) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let submission = try await desk.arrived()
            let before = try await desk.rows()
            let answer = await desk.respond(try officer.post("/desk/submissions/\(submission)/messages", typed))
            #expect(answer.status == .unprocessable)
            #expect(answer.shows("id=\"error-\(field)\""))
            #expect(!typed.contains { $0.value == "kept" } || answer.shows("kept</textarea>"))
            let after = try await desk.rows()
            #expect(after["messages_to_sources"] == before["messages_to_sources"])
        }
    }

    @Test(arguments: [true, false])
    func `is refused with the reason where the mailbox is burnt or not taken yet`(isBurnt: Bool) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let submission = try await desk.arrived(mailboxKey: isBurnt ? DeskUnderTest.mailboxKey : KeyBytes([]))
            if isBurnt {
                let update = try await desk.update(of: submission) { $0.kind = .burnt }
                try await desk.receiveUpdate.take(update, from: .intake, in: desk.system)
            }
            let reason = isBurnt ? "has burnt the mailbox: nothing" : "has not exchanged the handover code"
            let page = await desk.respond(try officer.get("/desk/submissions/\(submission)"))
            #expect(page.shows(reason) && !page.shows("name=\"message\""))
            let answer = await desk.respond(
                try officer.post("/desk/submissions/\(submission)/messages", Self.typed))
            #expect(answer.status == .conflict && answer.shows(reason))
            #expect(try await desk.house.count("verification", "messages_to_sources") == 0)
            #expect(try await !desk.told().contains { $0.type == MessageToSource.type })
        }
    }

    @Test func `does not hold a decision back where the mailbox is burnt`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let update = try await desk.update(of: submission) { $0.kind = .burnt }
            try await desk.receiveUpdate.take(update, from: .intake, in: desk.system)
            _ = try await desk.record(DeskUnderTest.finding(), in: id, by: officer)
            let answer = try await desk.decide(id, version: try await desk.version(of: id), by: officer)
            #expect(answer.status == .seeOther)
            let decided = try await desk.house.owner.first(
                "SELECT decided_at IS NOT NULL AS decided FROM verification.cases WHERE id = \(id.uuid)")
            #expect(try decided?.get("decided", as: Bool.self) == true)
            #expect(try await !desk.told().contains { $0.type == MessageToSource.type })
        }
    }

    @Test func `asks after safety only where the source has agreed to be asked`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let submission = try await desk.arrived()
            let refused = await desk.respond(try officer.post("/desk/submissions/\(submission)/check-ins"))
            #expect(refused.status == .conflict)
            #expect(refused.shows("has not agreed to be asked whether"))
            let update = try await desk.update(of: submission) {
                $0.kind = .contact
                $0.contact = ContactDetails(wish: .mailboxOnly, contact: "", times: "", checkIns: true)
            }
            try await desk.receiveUpdate.take(update, from: .intake, in: desk.system)
            #expect(
                await desk.respond(try officer.get("/desk/submissions/\(submission)")).shows(
                    "/desk/submissions/\(submission)/check-ins"))
            let asked = await desk.respond(try officer.post("/desk/submissions/\(submission)/check-ins"))
            #expect(asked.status == .seeOther)
            #expect(try await desk.audited(1) == ["source.ask-if-safe done"])
            let message = try desk.message(
                try #require(try await desk.told().last), under: DeskUnderTest.mailboxKey)
            #expect(message.kind == .checkIn && message.text.isEmpty)
        }
    }
}

extension SourceFile {
    /// With one word on consent after the other.
    fileprivate static func of(consents: [[String]], anonymity: [AnonymityWish]) -> SourceFile {
        let id = SubmissionID(UUID())
        let updates = consents.enumerated().map { index, purposes in
            var update = SourceUpdate(
                updateID: UpdateID(UUID()), submissionID: id, receivedAt: .now, kind: .consent, language: "en")
            update.consent = `What a source sends later`.consent(purposes, conditions: String(index))
            return Update(id: update.updateID, receivedAt: .now, urgency: .u3, content: update)
        }
        var draft = SubmissionDraft()
        draft.narrative = "x"
        draft.cooperation = "x"
        draft.language = "en"
        draft.anonymity = anonymity.map(\.rawValue)
        let receipt = SubmissionDraft.Receipt(
            channel: "WEB_FORM", receivedAt: .now, mailboxID: MailboxID(UUID()), mailboxKey: KeyBytes([]))
        let content = (try? CodeLists.bundled()).flatMap { draft.content(receipt, lists: $0) }
        return SourceFile(
            row: SubmissionRow(
                id: id, receivedAt: .now, urgency: .u3, mailboxID: MailboxID(UUID()), caseID: nil, sealed: []),
            content: content, updates: updates, messages: [])
    }
}
