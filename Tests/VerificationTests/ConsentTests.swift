import CaseModel
import Foundation
import HTTP
import Messaging
import Postgres
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `The consent ledger` {
    private static let all = ConsentPurpose.allCases.map { ($0.rawValue, "GIVEN") }

    @Test func `takes twelve purposes of a person at once, and only what is new`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let one = try await desk.person("Vera <Primerova>", in: id)
            let path = "/desk/cases/\(id)/consent"
            let empty = await desk.respond(try officer.get(path))
            #expect(empty.data("consent-\(one)-CP8_PUBLISH_NAMED") == "NOT_ASKED")
            #expect(empty.shows("Vera &lt;Primerova&gt;"))
            let said = Self.all.map { ($0.0, $0.0 == "CP9_PRESS" ? "REFUSED" : $0.1) }
            for _ in 0..<2 {
                let response = try await desk.post(path, DeskUnderTest.consent(of: one, said), by: officer)
                #expect(response.status == .seeOther && response.headers["Location"] == path)
            }
            let changed = try await desk.told().filter { $0.type == ConsentChanged.type }
            #expect(changed.count == 1, "twice is once")
            let page = await desk.respond(try officer.get(path))
            for (purpose, status) in said {
                #expect(page.data("consent-\(one)-\(purpose)") == status, "\(purpose)")
                #expect(page.data("allowed-\(one)-\(purpose)") == (status == "GIVEN" ? "YES" : "NO"), "\(purpose)")
            }
            #expect(try await desk.audited(2).contains { $0.hasPrefix("consent.record done") })
            _ = try await desk.post(
                path, DeskUnderTest.consent(of: one, [("CP8_PUBLISH_NAMED", "WITHDRAWN")]), by: officer)
            let after = await desk.respond(try officer.get(path))
            #expect(after.data("consent-\(one)-CP8_PUBLISH_NAMED") == "WITHDRAWN")
            #expect(after.data("consent-\(one)-CP7_PUBLISH_ANON") == "GIVEN")
            #expect(try await desk.told().filter { $0.type == ConsentWithdrawn.type }.count == 1)
            #expect(try await desk.openNotices(.consentWithdrawn) == 1)
            #expect(await desk.respond(try officer.get("/desk")).shows("id=\"notices\""))
        }
    }

    static let refused: [([(String, String)], [(String, String)], String)] = [
        ([], [], "CP1_PROCESS"), ([("CP9_PRESS", "YES")], [], "CP9_PRESS"),
        ([("CP9_PRESS", "GIVEN")], [("basis", "")], "basis"), ([("CP9_PRESS", "GIVEN")], [("basis", "X")], "basis"),
        ([("CP9_PRESS", "BY_REPRESENTATIVE")], [("basis", "REPRESENTATIVE")], "basis_note"),
        ([("CP9_PRESS", "BY_REPRESENTATIVE")], [], "CP9_PRESS"),
        ([("CP9_PRESS", "GIVEN")], [("obtained", "")], "obtained"),
        ([("CP9_PRESS", "GIVEN")], [("obtained", "ORAL_WITNESS")], "witness"),
        ([("CP9_PRESS", "GIVEN")], [("explanation_language", "")], "explanation_language"),
        ([("CP9_PRESS", "GIVEN")], [("explanation_language", "<x>")], "explanation_language"),
        ([("CP9_PRESS", "GIVEN")], [("explanation_version", "99")], "explanation_version"),
        ([("CP9_PRESS", "GIVEN")], [("given_at", "2099-01-01")], "given_at"),
        ([("CP9_PRESS", "GIVEN")], [("given_at", "yesterday")], "given_at"),
        ([("CP9_PRESS", "GIVEN")], [("expires", "2020-01-01")], "expires"),
        ([("CP9_PRESS", "CHILD_GUARDIAN")], [("basis", "CHILD"), ("child_assent", "yes")], "child_assent"),
        ([("CP8_PUBLISH_NAMED", "GIVEN")], [("basis", "COLLECTIVE"), ("basis_note", "x")], "CP8_PUBLISH_NAMED"),
        ([("CP9_PRESS", "GIVEN")], [("subject", UUID().uuidString)], "subject"),
        ([("CP9_PRESS", "GIVEN")], [("subject", "")], "subject"),
    ]

    @Test func `refuses what is not complete with the reason at its field, and changes nothing`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let one = try await desk.person("A", in: id)
            let before = try await desk.house.count("verification", "record_versions")
            for (purposes, more, field) in Self.refused {
                let response = try await desk.post(
                    "/desk/cases/\(id)/consent", DeskUnderTest.consent(of: one, purposes, more), by: officer)
                #expect(response.status == .unprocessable, "\(field)")
                #expect(response.shows("href=\"#field-\(field)\""), "\(purposes) \(more)")
            }
            #expect(try await desk.house.count("verification", "record_versions") == before)
            #expect(try await desk.told().filter { $0.type == ConsentChanged.type }.isEmpty)
        }
    }

    /// As in the acceptance case of the trade unionist and her lawyer.
    @Test func `keeps two people apart, and says who would be given away`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let vera = try await desk.person("Vera Primerova", in: id)
            let anton = try await desk.person("Anton Obraztsov", in: id)
            _ = try await desk.added(
                "relations", [("from", "\(anton)"), ("relation", "LAWYER_OF"), ("to", "\(vera)")], in: id, by: officer)
            let path = "/desk/cases/\(id)/consent"
            _ = try await desk.post(path, DeskUnderTest.consent(of: vera, Self.all), by: officer)
            let named: Set = ["CP1_PROCESS", "CP2_CONTACT", "CP3_SHARE_MECH", "CP4_STATE_ANON", "CP5_STATE_NAMED"]
            _ = try await desk.post(
                path,
                DeskUnderTest.consent(
                    of: anton, Self.all.map { ($0.0, named.contains($0.0) ? "GIVEN" : "REFUSED") }), by: officer)
            let page = await desk.respond(try officer.get(path))
            #expect(page.data("consent-\(vera)-CP8_PUBLISH_NAMED") == "GIVEN")
            #expect(page.data("consent-\(anton)-CP8_PUBLISH_NAMED") == "REFUSED")
            #expect(page.shows("id=\"mosaic-\(anton)-CP8_PUBLISH_NAMED\""))
            #expect(!page.shows("id=\"mosaic-\(anton)-CP5_STATE_NAMED\""), "to the State both are named")
            #expect(!page.shows("id=\"mosaic-\(vera)"))
            for (person, state, publicly) in [(vera, "NAMED", "NAMED"), (anton, "NAMED", "NONE")] {
                #expect(page.data("identity-\(person)-STATE") == state)
                #expect(page.data("identity-\(person)-PUBLIC") == publicly)
            }
            let draft = try await desk.post(
                "\(path)/mosaic", [("text", "Vera Primerova was convicted. Mr. Obraztsov was disbarred.")], by: officer)
            #expect(draft.status == .ok)
            #expect(draft.shows("Obraztsov was disbarred") && draft.shows("named here"))
            let other = try await desk.post(
                "\(path)/mosaic", [("text", "Vera Primerova was convicted. Her lawyer was disbarred.")], by: officer)
            #expect(other.shows("Her lawyer was disbarred"))
        }
    }

    @Test func `tells Reporting whether the case may be counted, and stops first`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let people = [try await desk.person("A", in: id), try await desk.person("B", in: id)]
            let path = "/desk/cases/\(id)/consent"
            func counted() async throws -> [Bool] {
                var counted: [Bool] = []
                for event in try await desk.told() where event.type == ConsentChanged.type {
                    let sealed = try #require(try event.read(ConsentChanged.self).sealedStatistics)
                    counted.append(try await desk.statistics(sealed, of: id).isCounted)
                }
                return counted
            }
            for (person, status) in [
                (people[0], "GIVEN"), (people[1], "REFUSED"), (people[1], "GIVEN"), (people[0], "WITHDRAWN"),
            ] {
                let said = DeskUnderTest.consent(of: person, [("CP12_STATS", status)])
                #expect(try await desk.post(path, said, by: officer).status == .seeOther, "\(status)")
            }
            #expect(try await counted() == [true, false, true, false])
            let order = try await desk.told().map(\.type).filter { $0.hasPrefix("consent-") }
            #expect(order.suffix(2) == [ConsentWithdrawn.type, ConsentChanged.type])
            // What comes through the mailbox holds the case back until somebody has seen it.
            let update = try await desk.update(of: submission) {
                $0.kind = .erasure
            }
            for _ in 0..<2 { try await desk.receiveUpdate.take(update, from: .intake, in: desk.system) }
            let notice = try #require(
                try await desk.house.owner.first(
                    """
                    SELECT id::text AS id FROM verification.case_notices
                    WHERE kind = 'CONSENT_WITHDRAWN' AND about = \(update.updateID.uuid)
                    """)?.get("id", as: String.self))
            for _ in 0..<2 {
                let seen = try await desk.post("/desk/cases/\(id)/notices/\(notice)", [], by: officer)
                #expect(seen.status == .seeOther)
            }
            #expect(try await counted() == [true, false, true, false, false], "told once, when it was seen first")
        }
    }

    @Test func `blocks at once what is withdrawn through the mailbox, delivered twice`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let one = try await desk.person("Neema", in: id)
            let path = "/desk/cases/\(id)/consent"
            _ = try await desk.post(
                path, DeskUnderTest.consent(of: one, Self.all, [("given_at", "2025-11-06")]), by: officer)
            func send(_ purposes: [String]) async throws {
                let update = try await desk.update(of: submission) {
                    $0.kind = .consent
                    $0.consent = DeclaredConsent(purposes: purposes, explanationLanguage: "en")
                }
                for _ in 0..<2 { try await desk.receiveUpdate.take(update, from: .intake, in: desk.system) }
            }
            try await send(["CP1_PROCESS", "CP3_SHARE_MECH"])
            #expect(
                try await desk.told().filter { $0.type == ConsentWithdrawn.type }.isEmpty, "giving takes nothing back")
            try await send(["CP1_PROCESS"])
            let told = try await desk.told().filter { $0.type == ConsentWithdrawn.type }
            #expect(told.count == 1)
            #expect(try told.first?.read(ConsentWithdrawn.self).caseID == id)
            #expect(try await desk.openNotices(.consentWithdrawn) == 1)
            #expect(await desk.respond(try officer.get("/desk")).shows("value=\"CONSENT_WITHDRAWN\""))
            let page = await desk.respond(try officer.get(path))
            for purpose in ConsentPurpose.allCases {
                let stands = purpose == .process ? "GIVEN" : "WITHDRAWN"
                #expect(page.data("consent-\(one)-\(purpose.rawValue)") == stands, "\(purpose)")
            }
            let again = DeskUnderTest.consent(of: one, [("CP9_PRESS", "GIVEN")])
            let early = try await desk.post(path, again, by: officer)
            #expect(early.status == .unprocessable, "whoever asked before the withdrawal came must not undo it")
            let notice = try #require(
                page.text.components(separatedBy: "id=\"notice-").dropFirst().first.map { String($0.prefix(36)) })
            for _ in 0..<2 {
                let seen = try await desk.post("/desk/cases/\(id)/notices/\(notice)", [], by: officer)
                #expect(seen.status == .seeOther)
            }
            #expect(try await desk.openNotices(.consentWithdrawn) == 0)
            #expect(try await desk.post(path, again, by: officer).status == .seeOther)
            let after = await desk.respond(try officer.get(path))
            #expect(
                after.data("consent-\(one)-CP9_PRESS") == "GIVEN"
                    && after.data("consent-\(one)-CP8_PUBLISH_NAMED") == "WITHDRAWN")
            #expect(try await desk.openNotices(.consentWithdrawn) == 0, "seen is seen")
        }
    }

    @Test func `counts an erasure as everything withdrawn`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let one = try await desk.person("A", in: id)
            let update = try await desk.update(of: submission) { $0.kind = .erasure }
            for _ in 0..<2 { try await desk.receiveUpdate.take(update, from: .intake, in: desk.system) }
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/consent"))
            #expect(page.data("consent-\(one)-CP1_PROCESS") == "WITHDRAWN")
            #expect(page.shows("value=\"CLOSED_CONSENT_WITHDRAWN\""))
            let step = try await desk.post(
                "/desk/cases/\(id)/consent/step",
                [("status", "CLOSED_CONSENT_WITHDRAWN"), ("reason", "They asked."), ("version", "1")], by: officer)
            #expect(step.status == .seeOther)
            #expect(try await desk.status(of: id) == "CLOSED_CONSENT_WITHDRAWN")
        }
    }

    @Test func `takes over what a source declared by one click each, never by itself`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let one = try await desk.person("A", in: id)
            let other = try await desk.person("B", in: id)
            let path = "/desk/cases/\(id)/consent"
            for purposes in [["CP1_PROCESS", "CP3_SHARE_MECH", "CP9_PRESS"], ["CP1_PROCESS", "CP3_SHARE_MECH"]] {
                let update = try await desk.update(of: submission) {
                    $0.kind = .consent
                    $0.consent = DeclaredConsent(purposes: purposes, explanationLanguage: "fr")
                }
                try await desk.receiveUpdate.take(update, from: .intake, in: desk.system)
            }
            let before = await desk.respond(try officer.get(path))
            #expect(before.data("consent-\(one)-CP3_SHARE_MECH") == "NOT_ASKED")
            for person in [one, other] {
                #expect(before.data("consent-\(person)-CP9_PRESS") == "WITHDRAWN", "of whom it is nobody has said")
            }
            func take(_ purpose: String, _ subject: String) async throws -> Response {
                try await desk.post(
                    "\(path)/take",
                    [("submission", submission.description), ("subject", subject), ("purpose", purpose)], by: officer)
            }
            #expect(try await take("CP3_SHARE_MECH", "").status == .unprocessable)
            for _ in 0..<2 { #expect(try await take("CP3_SHARE_MECH", one.description).status == .seeOther) }
            let after = await desk.respond(try officer.get(path))
            #expect(after.data("consent-\(one)-CP3_SHARE_MECH") == "GIVEN")
            #expect(after.data("consent-\(one)-CP9_PRESS") == "WITHDRAWN")
            #expect(after.data("consent-\(other)-CP9_PRESS") == "NOT_ASKED", "it is known now whose word it is")
            #expect(after.data("consent-\(one)-CP1_PROCESS") == "NOT_ASKED")
            #expect(try await take("ALL", one.description).status == .seeOther)
            let all = await desk.respond(try officer.get(path))
            #expect(all.data("consent-\(one)-CP1_PROCESS") == "GIVEN")
            #expect(!all.shows("id=\"proposal-"))
        }
    }

    @Test func `counts a decision in somebody's best interests when the senior official has signed it`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .asg])
            let (id, _) = try await desk.opened(by: officer)
            let one = try await desk.person("A", in: id)
            let path = "/desk/cases/\(id)/consent"
            _ = try await desk.post(
                path,
                DeskUnderTest.consent(
                    of: one, [("CP4_STATE_ANON", "BY_REPRESENTATIVE")],
                    [("basis", "BEST_INTERESTS"), ("basis_note", "Nobody of the family is left.")]), by: officer)
            let page = await desk.respond(try officer.get(path))
            #expect(page.data("consent-\(one)-CP4_STATE_ANON") == "NOT_ASKED")
            let record = try #require(
                page.text.components(separatedBy: "id=\"record-").dropFirst().first.map { String($0.prefix(36)) })
            let reviewer = try await desk.officer([.secondReviewer])
            for who in [officer, reviewer] {
                let refused = try await desk.post("\(path)/\(record)/sign", [], by: who)
                #expect(refused.status == .conflict, "who wrote it does not sign it, and not everybody may")
            }
            let asg = try await desk.officer([.asg])
            #expect(try await desk.post("\(path)/\(record)/sign", [], by: asg).status == .seeOther)
            let signed = await desk.respond(try officer.get(path))
            #expect(signed.data("consent-\(one)-CP4_STATE_ANON") == "BY_REPRESENTATIVE")
            #expect(signed.data("allowed-\(one)-CP4_STATE_ANON") == "YES")
            #expect(try await desk.post("\(path)/\(record)/sign", [], by: asg).status == .conflict)
        }
    }

    @Test func `asks again when consent to publish is older than six months`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let one = try await desk.person("A", in: id)
            let path = "/desk/cases/\(id)/consent"
            let old = UTCTime(daysAgo: 200)
            _ = try await desk.post(
                path, DeskUnderTest.consent(of: one, [("CP8_PUBLISH_NAMED", "GIVEN")], [("given_at", old.day)]),
                by: officer)
            #expect(try await desk.openNotices(.consentToRenew) == 1)
            #expect(await desk.respond(try officer.get("/desk")).shows("value=\"CONSENT_TO_RENEW\""))
            #expect(await desk.respond(try officer.get(path)).shows("Older than six months"))
            let earlier = await desk.respond(try officer.get("\(path)?at=\(UTCTime(daysAgo: 210).day)"))
            #expect(earlier.data("consent-\(one)-CP8_PUBLISH_NAMED") == "NOT_ASKED")
            _ = try await desk.post(
                path, DeskUnderTest.consent(of: one, [("CP8_PUBLISH_NAMED", "GIVEN")], [("reconfirmed", "yes")]),
                by: officer)
            #expect(!(await desk.respond(try officer.get("/desk"))).shows("value=\"CONSENT_TO_RENEW\""))
        }
    }

    @Test func `is shown to nobody outside the compartment`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let one = try await desk.person("A", in: id)
            let path = "/desk/cases/\(id)/consent"
            _ = try await desk.post(path, DeskUnderTest.consent(of: one, [("CP9_PRESS", "WITHDRAWN")]), by: officer)
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            #expect(await desk.respond(try stranger.get(path)).status == .notFound)
            #expect(!(await desk.respond(try stranger.get("/desk"))).shows("id=\"notices\""))
            let said = DeskUnderTest.consent(of: one, [("CP9_PRESS", "GIVEN")])
            #expect(try await desk.post(path, said, by: stranger).status == .notFound)
            for (setting, seen) in [("", 0), ("UNHCR", 0), ("OHCHR_HQ", 1)] {
                let count = try await desk.database.transaction { transaction in
                    try await transaction.execute("SELECT set_config('amparo.compartments', \(setting), true)")
                    return try await transaction.first("SELECT count(*) AS n FROM case_notices")?.get("n", as: Int.self)
                }
                #expect(count == seen, "\(setting)")
            }
        }
    }

    private struct UTCTime {
        let day: String

        init(daysAgo: Double) {
            day = String(EventCoding.text(of: Date.now.addingTimeInterval(-daysAgo * 86_400)).prefix(10))
        }
    }
}

@Suite struct `A time in UTC as typed` {
    @Test(arguments: [
        ("2026-03-05", "2026-03-05T00:00:00Z", true), (" 2026-03-05 14:07 ", "2026-03-05T14:07:00Z", false),
        ("2026-03-05T14:07:30Z", "2026-03-05T14:07:30Z", false),
        ("2026-03-05T14:07:30.125Z", "2026-03-05T14:07:30Z", false),
    ])
    func `is read`(typed: String, date: String, isWholeDay: Bool) throws {
        let moment = try #require(UTCMoment(typed: typed))
        #expect(moment.date == EventCoding.date(of: date))
        #expect(moment.isWholeDay == isWholeDay)
    }

    @Test(arguments: ["", "2026-02-30", "2026-03-05 25:00", "5.3.2026", "2026-3-5", "now", "2026-03-05T14:07:30+02:00"])
    func `is nothing where there is no such time`(typed: String) {
        #expect(UTCMoment(typed: typed) == nil)
    }
}
