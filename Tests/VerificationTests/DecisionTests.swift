import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
import Web
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `A decision` {
    @Test func `that follows the rule takes effect at once, and only the receipt opens the answer`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            _ = try await desk.record(DeskUnderTest.finding(), in: id, by: officer)
            let version = try await desk.version(of: id)
            #expect(try await desk.decide(id, version: version, by: officer).status == .seeOther)
            #expect(try await desk.status(of: id) == "VERIFYING", "V2 leaves it open")
            let told = try await desk.told().suffix(3)
            #expect(told.map(\.type) == ["case-decided.v1", "message-to-source.v1", "mailbox-state-changed.v1"])
            let decided = try #require(told.first).read(CaseDecided.self)
            let figures = try await desk.figures(decided.sealedFigures, of: id)
            #expect(figures.verification == .v2 && figures.nexus == .n2 && figures.decidedAt != nil)
            try expectOnlyReceiptOpens(try #require(told.dropFirst().first).read(MessageToSource.self))
            #expect(try #require(told.last).read(MailboxStateChanged.self).submissionID == submission)
            #expect(try await desk.house.count("verification", "messages_to_sources") == 1)
            #expect(try await desk.house.count("verification", "case_versions") == 2)
            #expect(try await desk.house.count("verification", "signed_steps") == 0)
            #expect(try await desk.audited(2) == ["post.desk.cases.id.decision done", "case.decide done"])
            let page = try await desk.page("/desk/cases/\(id)/findings", by: officer)
            #expect(page.shows("We found it credible."))
            #expect(page.shows("id=\"decided-status\" value=\"V2_CREDIBLE\""))
            #expect(page.shows("id=\"decided-nexus\" value=\"N2_PATTERN\""))
        }
    }

    @Test func `that establishes something takes the case on, and sends nothing where nothing was written`()
        async throws
    {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.corroborated(by: officer)
            let version = try await desk.version(of: id)
            let response = try await desk.decide(
                id, version: version, status: "V3_CORROBORATED", answer: " ", by: officer)
            #expect(response.status == .seeOther)
            #expect(try await desk.status(of: id) == "VERIFIED")
            #expect(try #require(try await desk.told().last).type == "case-decided.v1")
            #expect(try await desk.house.count("verification", "messages_to_sources") == 0)
            #expect(try await desk.house.count("verification", "case_steps") == 2)
        }
    }

    @Test func `that refutes closes the case`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.item([("contradicts", "NEXUS"), ("source_type", "VICTIM")], in: id, by: officer)
            let version = try await desk.version(of: id)
            let response = try await desk.decide(id, version: version, status: "V6_REFUTED", by: officer)
            #expect(response.status == .seeOther)
            #expect(try await desk.status(of: id) == "CLOSED_UNSUBSTANTIATED")
        }
    }

    /// One field changed, and the one that is named as wrong.
    static let bad: [(String, String)] = [
        ("status", ""), ("status", "V9"), ("nexus", ""), ("nexus", "N9"), ("reason", " "),
        ("reason", String(repeating: "r", count: 10_001)), ("answer", String(repeating: "a", count: 10_001)),
    ]

    @Test func `is not taken with an error, on an older version, or with nothing recorded`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let path = "/desk/cases/\(id)/decision"
            let fields = [("status", "V2_CREDIBLE"), ("nexus", "N1_TEMPORAL"), ("reason", "Because <it> holds.")]
            let empty = try await desk.send(
                path, fields + [("version", try await desk.version(of: id))], by: officer)
            #expect(empty.status == .conflict)
            _ = try await desk.item(in: id, by: officer)
            let seen = try await desk.version(of: id)
            _ = try await desk.item([("note", "Another")], in: id, by: officer)
            let before = try await desk.rows()
            for (name, value) in Self.bad {
                let changed = fields.filter { $0.0 != name } + [(name, value), ("version", seen)]
                let response = try await desk.send(path, changed, by: officer)
                #expect(response.status == .unprocessable, "\(name)")
                #expect(response.shows("id=\"error-\(name)\""), "\(name)")
            }
            for version in [seen, "", "x", "-1", "99999999999999999999"] {
                let response = try await desk.send(path, fields + [("version", version)], by: officer)
                #expect(response.status == .conflict, "\(version)")
                #expect(response.shows("Somebody else saved this case meanwhile."))
                #expect(response.shows("Because &lt;it&gt; holds."))
                #expect(response.value(of: "version") == "\(Int(seen).map { $0 + 1 } ?? 0)")
            }
            #expect(try await desk.rows() == before)
        }
    }

    /// Status of the case, what is decided, and the refusal that is shown; nil where the step is not allowed at all.
    static let barred: [(CaseStatus, String, CaseRefusal?)] = [
        (.screening, "V2_CREDIBLE", nil), (.awaitingInfo, "V2_CREDIBLE", nil), (.dormant, "V2_CREDIBLE", nil),
        (.closedResolved, "V2_CREDIBLE", nil), (.followUp, "V6_REFUTED", .verifyFirst),
        (.actioned, "V6_REFUTED", .verifyFirst), (.verifying, "V4_REASONABLE_GROUNDS", .notEligible),
    ]

    @Test(arguments: barred)
    func `is refused where the case's life does not allow it`(
        status: CaseStatus, decided: String, refusal: CaseRefusal?
    ) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.item(in: id, by: officer)
            try await desk.put(id, into: status)
            let before = try await desk.rows()
            let response = try await desk.decide(
                id, version: try await desk.version(of: id), status: decided, by: officer)
            #expect(response.status == .conflict)
            let phrases = try Phrases(folders: [VerificationApp.phrases])
            let words = phrases.words(.english)
            let general = status.isTerminal ? DeskFailure.caseClosed : .stepNotAllowed
            let shown = words(try #require(refusal?.phrase ?? general.phrase))
            #expect(response.shows(shown), "\(shown)")
            #expect(try await desk.rows() == before)
            #expect(try await desk.status(of: id) == status.rawValue)
        }
    }

    private func expectOnlyReceiptOpens(_ message: MessageToSource) throws {
        let context = SealContext(table: "mailbox_messages", column: "sealed", row: message.messageID.uuid)
        let right = try DataKey(bytes: DeskUnderTest.mailboxKey.exposed)
        let plain = try Padding.unpad(try right.open(message.sealedMessage.bytes, context: context))
        #expect(try EventCoding.decode(SourceMessage.self, from: plain).text == "We found it credible.")
        #expect(throws: VaultError.self) { try DataKey().open(message.sealedMessage.bytes, context: context) }
        let elsewhere = SealContext(table: "mailbox_messages", column: "sealed", row: UUID())
        #expect(throws: VaultError.self) { try right.open(message.sealedMessage.bytes, context: elsewhere) }
    }
}

@Suite(.timeLimit(.minutes(15))) struct `A second signature` {
    /// A decision of V4 that waits.
    private func waiting(
        _ desk: DeskUnderTest, _ officer: TestStaff
    ) async throws -> (id: CaseID, step: RecordVersion<SignedStep>, items: [RecordID]) {
        let (id, items) = try await desk.corroborated(by: officer)
        let version = try await desk.version(of: id)
        let response = try await desk.decide(id, version: version, status: "V4_REASONABLE_GROUNDS", by: officer)
        #expect(response.status == .seeOther)
        return (id, try #require(try await desk.steps(id).first), items)
    }

    @Test func `makes reasonable grounds, and nothing happens before it`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let reviewer = try await desk.officer([.secondReviewer])
            let (id, step, items) = try await waiting(desk, officer)
            #expect(try await desk.status(of: id) == "VERIFYING")
            #expect(try await desk.file(id).record.decision == nil)
            #expect(try await desk.house.count("verification", "messages_to_sources") == 0)
            let queue = try await desk.page("/desk/reviews", by: reviewer)
            let path = "/desk/cases/\(id)/reviews/\(step.id)"
            #expect(queue.shows(path))
            let page = try await desk.page(path, by: reviewer)
            for item in items { #expect(page.shows("id=\"record-\(item)\"")) }
            #expect(page.shows("Because &lt;it&gt; holds.") && page.shows("id=\"eligible-for-v4\" value=\"true\""))
            let signed = try await desk.send(path, [("version", "1"), ("answer", "SIGN")], by: reviewer)
            #expect(signed.status == .seeOther)
            #expect(try await desk.status(of: id) == "VERIFIED")
            let file = try await desk.file(id)
            #expect(file.record.decision?.verification == .v4 && file.record.nexus == .n2)
            let done = try #require(try await desk.steps(id).first?.content)
            #expect(done.state == .signed && done.officer.uuid == officer.id && done.reviewer?.uuid == reviewer.id)
            let told = try await desk.told().suffix(3)
            #expect(told.map(\.type) == ["case-decided.v1", "message-to-source.v1", "mailbox-state-changed.v1"])
            #expect(!(try await desk.page("/desk/reviews", by: reviewer)).shows(path))
            let again = try await desk.send(path, [("version", "2"), ("answer", "SIGN")], by: reviewer)
            #expect(again.status == .conflict)
        }
    }

    @Test func `is wanted by every decision that departs from the rule`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.item(in: id, by: officer)
            let version = try await desk.version(of: id)
            let response = try await desk.decide(id, version: version, status: "V3_CORROBORATED", by: officer)
            #expect(response.status == .seeOther)
            #expect(try await desk.status(of: id) == "VERIFYING")
            #expect(try await desk.house.count("verification", "signed_steps") == 1)
        }
    }

    @Test func `is never one's own, and its author changes nothing until it is answered`() async throws {
        try await DeskUnderTest.open { desk in
            let both = try await desk.officer([.caseOfficer, .secondReviewer])
            let (id, step, items) = try await waiting(desk, both)
            let path = "/desk/cases/\(id)/reviews/\(step.id)"
            let before = try await desk.rows()
            for answer in ["SIGN", "REFUSE", "SEND_BACK"] {
                let fields = [("version", "1"), ("answer", answer), ("remark", "r")]
                #expect(try await desk.send(path, fields, by: both).status == .conflict, "\(answer)")
            }
            let version = try await desk.version(of: id)
            let locked: [(String, [(String, String)])] = [
                ("findings", DeskUnderTest.item()), ("findings/\(items[0])", DeskUnderTest.item([("version", "1")])),
                ("findings/\(items[0])/remove", [("version", "1"), ("reason", "r")]),
                ("contradictions", items.map { ("items", "\($0)") } + [("claim", "ACT"), ("differs", "DATE")]),
                ("groups", [("name", "a witness"), ("told_by", "x")]),
                ("groupings", [("one", "\(items[0])"), ("other", "\(items[1])"), ("answer", "CONFIRMED")]),
                (
                    "decision",
                    [
                        ("version", version), ("status", "V3_CORROBORATED"), ("nexus", "N1_TEMPORAL"),
                        ("reason", "r"),
                    ]
                ), ("status", [("version", version), ("next", "AWAITING_INFO"), ("reason", "r")]),
            ]
            for (place, fields) in locked {
                let response = try await desk.send("/desk/cases/\(id)/\(place)", fields, by: both)
                #expect(response.status == .conflict, "\(place)")
                #expect(response.shows("waits for a second signature"), "\(place)")
            }
            #expect(try await desk.rows() == before)
            let back = try await desk.send("\(path)/author", [("version", "1"), ("answer", "TAKE_BACK")], by: both)
            #expect(back.status == .seeOther)
            #expect(try await desk.record(DeskUnderTest.finding(), in: id, by: both).status == .seeOther)
        }
    }

    @Test func `is refused where anything was changed after the proposal`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let reviewer = try await desk.officer([.secondReviewer])
            let (id, step, items) = try await waiting(desk, officer)
            let path = "/desk/cases/\(id)/reviews/\(step.id)"
            // Somebody else may go on; what was proposed then no longer is what would be signed.
            let changed = try await desk.send(
                "/desk/cases/\(id)/findings/\(items[0])", DeskUnderTest.item([("note", "New"), ("version", "1")]),
                by: reviewer)
            #expect(changed.status == .seeOther)
            let before = try await desk.rows()
            let signed = try await desk.send(path, [("version", "1"), ("answer", "SIGN")], by: reviewer)
            #expect(signed.status == .conflict)
            #expect(signed.shows("cannot be signed any more"))
            #expect(try await desk.rows() == before)
            #expect(try await desk.status(of: id) == "VERIFYING")
            let back = [("version", "1"), ("answer", "SEND_BACK"), ("remark", "Propose <it> anew.")]
            #expect(try await desk.send(path, back, by: reviewer).status == .seeOther)
            let page = try await desk.page("/desk/cases/\(id)/findings", by: officer)
            #expect(page.shows("Propose &lt;it&gt; anew.") && page.shows("value=\"SENT_BACK\""))
            #expect(try await desk.record(DeskUnderTest.finding(), in: id, by: officer).status == .seeOther)
        }
    }

    @Test func `follows questions and answers, each on the version that was seen`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let reviewer = try await desk.officer([.secondReviewer])
            let (id, step, _) = try await waiting(desk, officer)
            let path = "/desk/cases/\(id)/reviews/\(step.id)"
            func remark(_ text: String, _ version: String) -> [(String, String)] {
                [("version", version), ("answer", "REMARK"), ("remark", text)]
            }
            #expect(try await desk.send(path, remark("", "1"), by: reviewer).status == .unprocessable)
            #expect(try await desk.send(path, remark("Why <G2>?", "1"), by: reviewer).status == .seeOther)
            #expect(try await desk.send("\(path)/author", remark("Because.", "1"), by: officer).status == .conflict)
            #expect(try await desk.send("\(path)/author", remark("Because.", "2"), by: officer).status == .seeOther)
            let stale = try await desk.send(path, [("version", "2"), ("answer", "SIGN")], by: reviewer)
            #expect(stale.status == .conflict)
            for (place, answer) in [(path, "TAKE_BACK"), (path, "NOD"), ("\(path)/author", "SIGN")] {
                let who = place == path ? reviewer : officer
                let response = try await desk.send(place, [("version", "3"), ("answer", answer)], by: who)
                #expect(response.status == .unprocessable, "\(answer)")
            }
            let stranger = try await desk.officer()
            let foreign = try await desk.send(
                "\(path)/author", [("version", "3"), ("answer", "TAKE_BACK")], by: stranger)
            #expect(foreign.status == .notFound)
            let refused = try await desk.send(
                path, [("version", "3"), ("answer", "REFUSE"), ("remark", "No.")], by: reviewer)
            #expect(refused.status == .seeOther)
            #expect(try await desk.status(of: id) == "VERIFYING")
            #expect(try await desk.steps(id).first?.content.remarks.map(\.text) == ["Why <G2>?", "Because.", "No."])
        }
    }

    @Test func `is asked for once at a time`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let other = try await desk.officer()
            let (id, _, _) = try await waiting(desk, officer)
            for status in ["V4_REASONABLE_GROUNDS", "V3_CORROBORATED"] {
                let version = try await desk.version(of: id)
                let response = try await desk.decide(id, version: version, status: status, by: other)
                #expect(response.status == .conflict, "\(status)")
            }
            #expect(try await desk.steps(id).count == 1)
        }
    }

    @Test func `does not silence anybody: dissent is recorded while it waits, and stays`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, step, _) = try await waiting(desk, officer)
            let path = "/desk/cases/\(id)/dissents"
            #expect(try await desk.send(path, [("text", " ")], by: officer).status == .unprocessable)
            let fields = [("text", "I see <it> otherwise."), ("about", "\(step.id)")]
            #expect(try await desk.send(path, fields, by: officer).status == .seeOther)
            let foreign = [fields[0], ("about", UUID().uuidString)]
            #expect(try await desk.send(path, foreign, by: officer).status == .notFound)
            #expect(
                (try await desk.page("/desk/cases/\(id)/findings", by: officer)).shows("I see &lt;it&gt; otherwise."))
        }
    }

    @Test func `cannot be found from another compartment`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, step, items) = try await waiting(desk, officer)
            let stranger = try await desk.officer(
                [.caseOfficer, .secondReviewer], try #require(Compartment("UNHCR")))
            #expect(!(try await desk.page("/desk/reviews", by: stranger)).shows("\(id)"))
            for place in [
                "findings", "findings/\(items[0])", "findings/\(items[0])/grade", "contradictions/new", "groups",
                "reviews/\(step.id)", "status",
            ] {
                let page = try await desk.page("/desk/cases/\(id)/\(place)", by: stranger)
                #expect(page.status == .notFound, "\(place)")
            }
            let signed = try await desk.send(
                "/desk/cases/\(id)/reviews/\(step.id)", [("version", "1"), ("answer", "SIGN")], by: stranger)
            #expect(signed.status == .notFound)
        }
    }
}

struct `Every refusal` {
    @Test func `is said in English`() throws {
        let phrases = try Phrases(folders: [VerificationApp.phrases])
        let known = phrases.keys(.english)
        let keys =
            CaseRefusal.allCases.map(\.phrase.key)
            + VerificationRule.Reason.allCases.map { "verification.reason.\($0.rawValue)" }
            + LadderExplanation.Missing.allCases.map { "verification.missing.\($0.rawValue)" }
            + DateOrderRule.Finding.allCases.map { "ladder.order.\($0.rawValue)" }
            + ContradictionContent.Differs.allCases.map { "contradiction.differs.\($0.rawValue)" }
            + ContradictionContent.State.allCases.map { "contradiction.state.\($0.rawValue)" }
            + GroupProposals.Reason.allCases.map { "group.proposal.\($0.rawValue)" }
            + SignedStep.What.allCases.map { "review.what.\($0.rawValue)" }
            + SignedStep.State.allCases.map { "review.state.\($0.rawValue)" }
            + AnswerStep.Answer.allCases.map { "review.answer.\($0.rawValue)" }
            + ["submission", "file", "message"].map { "finding.source.\($0)" }
        for key in keys { #expect(known.contains(key), "\(key)") }
    }
}
