import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `An item of information` {
    @Test func `takes the case on to verification, and Reporting hears of it`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            #expect(try await desk.status(of: id) == "SCREENING")
            #expect(try await desk.record(DeskUnderTest.finding(), in: id, by: officer).status == .seeOther)
            #expect(try await desk.status(of: id) == "VERIFYING")
            #expect(try await desk.file(id).items.count == 1)
            let recorded = try #require(try await desk.told().last).read(FindingRecorded.self)
            #expect(recorded.caseID == id)
            let figures = try await desk.figures(recorded.sealedFigures, of: id)
            #expect(figures.findings == 1)
            #expect(figures.status == .verifying)
            #expect(figures.verification == .v2)
            let page = try await desk.page("/desk/cases/\(id)/findings", by: officer)
            #expect(page.shows("Typed &lt;note&gt; &amp; kept") && page.shows("A call &lt;by&gt; day"))
            #expect(page.shows("id=\"suggested-status\" value=\"V2\""))
            #expect(page.shows("id=\"independent-source-lines\" value=\"1\""))
            #expect(page.shows("id=\"contested\" value=\"false\""))
            #expect(page.shows("id=\"eligible-for-v4\" value=\"false\""))
            let expected = [
                "post.desk.cases.id.findings done", "finding.record done", "get.desk.cases.id.findings done",
            ]
            #expect(try await desk.audited(3) == expected)
        }
    }

    /// One field changed, and the one that is named as wrong.
    static let bad: [(String, String, String)] = [
        ("source_ref", "", "source_ref"), ("source_ref", String(repeating: "s", count: 301), "source_ref"),
        ("source_type", "", "source_type"), ("source_type", "X", "source_type"), ("reliability", "G", "reliability"),
        ("reliability", "", "reliability"), ("credibility", "7", "credibility"), ("credibility", "", "credibility"),
        ("independence_group", " ", "independence_group"),
        ("independence_group", String(repeating: "g", count: 61), "independence_group"),
        ("supports", "X", "supports"), ("contradicts", "ACT", "contradicts"), ("contradicts", "MAYBE", "contradicts"),
        ("nexus_evidence", "N9", "nexus_evidence"), ("nexus_evidence", "N3_EXPLICIT", "nexus_evidence"),
        ("credibility", "1", "credibility"), ("confirmed_by", "x", "confirmed_by"),
        ("confirmed_by", UUID().uuidString, "confirmed_by"), ("told_by_item", UUID().uuidString, "told_by_item"),
        ("source", "submission:x", "source"), ("source", "submission:\(UUID().uuidString)", "source"),
        ("quote_language", "xx-bad", "quote_language"), ("note", String(repeating: "n", count: 10_001), "note"),
    ]

    @Test func `is not taken with an error, and what was typed comes back`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let before = try await desk.rows()
            for (name, value, wrong) in Self.bad {
                let fields = DeskUnderTest.item().filter { $0.0 != name } + [(name, value)]
                let response = try await desk.send("/desk/cases/\(id)/findings", fields, by: officer)
                #expect(response.status == .unprocessable, "\(name) \(value.prefix(20))")
                #expect(response.shows("id=\"error-\(wrong)\""), "\(name) \(value.prefix(20))")
                if name != "note" { #expect(response.shows("Typed &lt;note&gt; &amp; kept")) }
            }
            #expect(try await desk.rows() == before)
            #expect(try await desk.status(of: id) == "SCREENING")
        }
    }

    @Test func `may wait for its grades, and comes from what lies in the case`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let item = try await desk.item(
                [("reliability", ""), ("credibility", ""), ("note", ""), ("source", "submission:\(submission)")],
                in: id, by: officer)
            let page = try await desk.page("/desk/cases/\(id)/findings", by: officer)
            #expect(page.shows("id=\"suggested-status\" value=\"V0\""))
            #expect(page.shows("id=\"record-\(item)\""))
        }
    }

    @Test func `keeps a 1 only on the items that it names, of other groups and of the same claim`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let lawyer = try await desk.item(in: id, by: officer)
            let link = try await desk.item(
                [("supports", "NEXUS"), ("independence_group", "G3")], in: id, by: officer)
            let one = ("credibility", "1")
            let witness = ("independence_group", "a witness")
            let refused: [[(String, String)]] = [
                [one, witness], [one, witness, ("confirmed_by", "\(link)")], [one, ("confirmed_by", "\(lawyer)")],
                [one, ("independence_group", "THE LAWYER"), ("confirmed_by", "\(lawyer)")],
                [one, witness, ("confirmed_by", "\(lawyer)"), ("confirmed_by", "\(link)")],
            ]
            let before = try await desk.rows()
            for fields in refused {
                let response = try await desk.send(
                    "/desk/cases/\(id)/findings", DeskUnderTest.item(fields), by: officer)
                #expect(response.status == .unprocessable, "\(fields)")
            }
            #expect(try await desk.rows() == before)
            let kept = try await desk.item([one, witness, ("confirmed_by", "\(lawyer)")], in: id, by: officer)
            // Two items may bear out each other: the first is raised once the second is there.
            let raised = DeskUnderTest.item([one, ("confirmed_by", "\(kept)"), ("version", "1")])
            let answer = try await desk.send("/desk/cases/\(id)/findings/\(lawyer)", raised, by: officer)
            #expect(answer.status == .seeOther)
        }
    }

    @Test func `says that its 1 no longer holds when what bore it out is taken out, and counts as 2`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let lawyer = try await desk.item(in: id, by: officer)
            _ = try await desk.item(
                [("credibility", "1"), ("independence_group", "a witness"), ("confirmed_by", "\(lawyer)")], in: id,
                by: officer)
            let lost = "The “1” no longer holds"
            #expect(!(try await desk.page("/desk/cases/\(id)/findings", by: officer)).shows(lost))
            let path = "/desk/cases/\(id)/findings/\(lawyer)/remove"
            let without = try await desk.send(path, [("version", "1")], by: officer)
            #expect(without.status == .unprocessable)
            let stale = try await desk.send(path, [("version", "7"), ("reason", "Wrong case.")], by: officer)
            #expect(stale.status == .conflict)
            let removed = try await desk.send(path, [("version", "1"), ("reason", "Wrong case.")], by: officer)
            #expect(removed.status == .seeOther)
            let page = try await desk.page("/desk/cases/\(id)/findings", by: officer)
            #expect(page.shows(lost))
            #expect(page.shows("id=\"suggested-status\" value=\"V2\""))
            #expect(try await desk.file(id).assessment.graded.map(\.credibility) == [.probablyTrue])
        }
    }

    @Test func `shows both sides where two officers changed the same field, and merges other fields`() async throws {
        try await DeskUnderTest.open { desk in
            let (one, other) = (try await desk.officer(), try await desk.officer())
            let (id, _) = try await desk.opened(by: one)
            let item = try await desk.item(in: id, by: one)
            let path = "/desk/cases/\(id)/findings/\(item)"
            let seen = ("version", "1")
            let first = try await desk.send(path, DeskUnderTest.item([("note", "First <a>"), seen]), by: one)
            #expect(first.status == .seeOther)
            let same = try await desk.send(path, DeskUnderTest.item([("note", "Second <b>"), seen]), by: other)
            #expect(same.status == .conflict)
            #expect(same.shows("First &lt;a&gt;") && same.shows("Second &lt;b&gt;") && same.value(of: "version") == "2")
            let merged = try await desk.send(path, DeskUnderTest.item([("reliability", "C"), seen]), by: other)
            #expect(merged.status == .seeOther)
            let stored = try #require(try await desk.file(id).items.first)
            #expect(stored.version == 3 && stored.content.note == "First <a>" && stored.content.reliability == .c)
            for version in ["", "0", "9", "x"] {
                let unseen = try await desk.send(
                    path, DeskUnderTest.item([("note", "n"), ("version", version)]), by: other)
                #expect(unseen.status == .conflict, "\(version)")
            }
            let unknown = try await desk.send(
                "/desk/cases/\(id)/findings/\(UUID().uuidString.lowercased())", DeskUnderTest.item([seen]), by: other)
            #expect(unknown.status == .notFound)
        }
    }

    @Test func `is graded a second time by somebody else, who does not see the first grades`() async throws {
        try await DeskUnderTest.open { desk in
            let (one, other) = (try await desk.officer(), try await desk.officer([.secondReviewer]))
            let (id, _) = try await desk.opened(by: one)
            let item = try await desk.item(in: id, by: one)
            let path = "/desk/cases/\(id)/findings/\(item)/grade"
            #expect(
                (try await desk.page("/desk/cases/\(id)/findings", by: one)).shows("wants the grades of a second"),
                "it is a U2 case")
            let asked = try await desk.page(path, by: other)
            #expect(asked.status == .ok && !asked.shows(">B2<"))
            let grades = [("version", "1"), ("reliability", "C"), ("credibility", "4")]
            #expect(try await desk.send(path, grades, by: one).status == .conflict, "these are his own")
            #expect(try await desk.send(path, [("version", "2")] + grades.dropFirst(), by: other).status == .conflict)
            let unknown = [("version", "1"), ("reliability", "Z"), ("credibility", "9")]
            #expect(try await desk.send(path, unknown, by: other).status == .unprocessable)
            #expect(try await desk.send(path, grades, by: other).status == .seeOther)
            let page = try await desk.page("/desk/cases/\(id)/findings", by: one)
            #expect(page.shows("Two officers graded this item differently") && page.shows("Second grader: C4"))
            #expect(page.shows("id=\"suggested-status\" value=\"V2\""), "the first grades count")
        }
    }

    @Test func `of the older table is read beside the new ones, and becomes a record when something changes`()
        async throws
    {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let old = FindingID(UUID())
            let files = CaseFiles(caseKeys: CaseKeys(try ServiceKeys(.verification, files: desk.house.keys)))
            let sealed = try await desk.database.transaction { transaction in
                try await DeskQueries.see([.headquarters], in: &transaction)
                let content = FindingContent(
                    item: GradedItem(
                        sourceType: .lawyer, reliability: .b, credibility: .probablyTrue, independenceGroup: "old",
                        supports: [.act]), note: "Kept <before>")
                return try await files.row(id, in: &transaction).sealing.seal(
                    content, SealContext(table: "findings", column: "sealed", row: old.uuid))
            }
            try await desk.house.owner.execute(
                """
                INSERT INTO verification.findings (id, case_id, recorded_at, recorded_by, sealed)
                VALUES (\(old.uuid), \(id.uuid), now(), \(officer.id), \(sealed))
                """)
            #expect((try await desk.page("/desk/cases/\(id)/findings", by: officer)).shows("Kept &lt;before&gt;"))
            _ = try await desk.item([("independence_group", "new")], in: id, by: officer)
            let stored = try await desk.house.owner.query("SELECT 1 FROM verification.case_records WHERE kind = 'ITEM'")
            #expect(stored.count == 2)
            let items = try await desk.file(id).items
            #expect(items.map(\.id).contains(RecordID(old.uuid)) && items.count == 2)
            #expect(try await desk.file(id).suggestion.status == .v3)
            let path = "/desk/cases/\(id)/findings/\(old)/remove"
            let removed = try await desk.send(path, [("version", "1"), ("reason", "Old.")], by: officer)
            #expect(removed.status == .seeOther)
            #expect(try await desk.file(id).items.count == 1)
        }
    }

    @Test(arguments: [CaseStatus.dormant, .received] + CaseStatus.allCases.filter(\.isTerminal))
    func `is not recorded where nothing can be found out`(status: CaseStatus) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            try await desk.put(id, into: status)
            let before = try await desk.rows()
            let response = try await desk.record(DeskUnderTest.finding(), in: id, by: officer)
            #expect(response.status == .conflict)
            #expect(try await desk.rows() == before)
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct `What items of a case say together` {
    @Test func `is contested until a person says how and why a contradiction is resolved`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, items) = try await desk.corroborated(by: officer)
            let denial = try await desk.item(
                [
                    ("supports", ""), ("contradicts", "ACT"), ("source_type", "STATE"), ("credibility", "3"),
                    ("independence_group", "State"),
                ], in: id, by: officer)
            let registered = try await desk.file(id).assessment.contradictions
            let one = try #require(registered.first)
            #expect(registered.count == 1 && one.content.state == .proposed)
            #expect(Set(one.content.items) == Set(items + [denial]))
            let contested = try await desk.page("/desk/cases/\(id)/findings", by: officer)
            #expect(contested.shows("id=\"contested\" value=\"true\""))
            #expect(contested.shows("id=\"suggested-status\" value=\"V5\""))
            let path = "/desk/cases/\(id)/contradictions/\(one.id)"
            let fields = [("version", "1"), ("differs", "FACT"), ("state", "RESOLVED")]
            for missing in [[], [("how", "By the remand order.")], [("why", "It proves it.")]] {
                let response = try await desk.send(path, fields + missing, by: officer)
                #expect(response.status == .unprocessable)
            }
            let whole = fields + [("how", "By the remand order."), ("why", "It proves the arrest.")]
            #expect(try await desk.send(path, whole, by: officer).status == .seeOther)
            let resolved = try await desk.page("/desk/cases/\(id)/findings", by: officer)
            #expect(resolved.shows("id=\"contested\" value=\"false\""))
            #expect(resolved.shows("id=\"suggested-status\" value=\"V3\""))
            let open = [("version", "2"), ("differs", "FACT"), ("state", "OPEN")]
            #expect(try await desk.send(path, open, by: officer).status == .seeOther)
            #expect(try await desk.file(id).suggestion.status == .v5)
        }
    }

    @Test func `is registered by hand where two items differ`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, items) = try await desk.corroborated(by: officer)
            let path = "/desk/cases/\(id)/contradictions"
            let two = items.map { ("items", "\($0)") }
            let bad: [[(String, String)]] = [
                [two[0], ("claim", "ACT"), ("differs", "DATE")], two + [("claim", "X"), ("differs", "DATE")],
                two + [("claim", "ACT"), ("differs", "COLOUR")],
                [("items", UUID().uuidString), two[0], ("claim", "ACT"), ("differs", "DATE")],
            ]
            for fields in bad {
                #expect(try await desk.send(path, fields, by: officer).status == .unprocessable, "\(fields)")
            }
            let whole = two + [("claim", "ACT"), ("differs", "DATE"), ("note", "Two <days>")]
            #expect(try await desk.send(path, whole, by: officer).status == .seeOther)
            let page = try await desk.page("/desk/cases/\(id)/findings", by: officer)
            #expect(page.shows("Two &lt;days&gt;"))
            #expect(page.shows("id=\"contested\" value=\"false\""), "both say that it happened")
        }
    }

    @Test func `is proposed to be one group by its text, and is not proposed again once a person has answered`()
        async throws
    {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let text =
                "Two white cars without plates stopped at the house before dawn and took him away to a place unknown"
            let one = try await desk.item([("quote", text)], in: id, by: officer)
            let other = try await desk.item(
                [("quote", "Reported: \(text)."), ("independence_group", "an NGO")], in: id, by: officer)
            let far = try await desk.item(
                [("quote", "The court ordered remand for fifteen days."), ("independence_group", "court")], in: id,
                by: officer)
            let proposed = "These two are nearly the same text"
            #expect((try await desk.page("/desk/cases/\(id)/findings", by: officer)).shows(proposed))
            #expect(try await desk.file(id).suggestion.independentLinesForAct == 3)
            let path = "/desk/cases/\(id)/groupings"
            let pair = [("one", "\(one)"), ("other", "\(other)")]
            for bad in [pair + [("answer", "MAYBE")], [pair[0], ("other", "\(one)"), ("answer", "CONFIRMED")]] {
                #expect(try await desk.send(path, bad, by: officer).status == .unprocessable)
            }
            #expect(try await desk.send(path, pair + [("answer", "CONFIRMED")], by: officer).status == .seeOther)
            #expect(try await desk.file(id).suggestion.independentLinesForAct == 2)
            let told = try await desk.item(
                [("told_by_item", "\(far)"), ("independence_group", "G9"), ("note", "")], in: id, by: officer)
            let asked = "One of these two is said to have told the other"
            #expect((try await desk.page("/desk/cases/\(id)/findings", by: officer)).shows(asked))
            let decline = [("one", "\(far)"), ("other", "\(told)"), ("answer", "DECLINED")]
            #expect(try await desk.send(path, decline, by: officer).status == .seeOther)
            let after = try await desk.page("/desk/cases/\(id)/findings", by: officer)
            #expect(!after.shows(asked) && !after.shows(proposed))
            #expect(try await desk.file(id).suggestion.independentLinesForAct == 3)
        }
    }

    @Test func `has groups of which an officer says who told them`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.corroborated(by: officer)
            let path = "/desk/cases/\(id)/groups"
            let fields = [("name", "the lawyer"), ("told_by", "Her <client>")]
            #expect(try await desk.send(path, [("name", "nobody"), fields[1]], by: officer).status == .unprocessable)
            #expect(try await desk.send(path, [fields[0]], by: officer).status == .unprocessable)
            #expect(try await desk.send(path, fields, by: officer).status == .seeOther)
            #expect((try await desk.page("/desk/cases/\(id)/findings", by: officer)).shows("Her &lt;client&gt;"))
            let again = [fields[0], ("told_by", "His <client>")]
            #expect(try await desk.send(path, again, by: officer).status == .seeOther)
            let page = try await desk.page("/desk/cases/\(id)/findings", by: officer)
            #expect(page.shows("His &lt;client&gt;") && !page.shows("Her &lt;client&gt;"))
        }
    }
}

struct `The order of act and cooperation` {
    private static func act(_ from: String, to: String? = nil, _ precision: String = "EXACT") -> Act {
        Act(act: "J01", date: DateSpan(from: from, to: to, precision: precision))
    }

    private static func cooperation(_ date: String, _ tense: String, _ precision: String = "EXACT") -> Cooperation {
        Cooperation(entity: "SP", tense: tense, date: DateSpan(from: date, precision: precision))
    }

    static let orders: [([Act], [Cooperation], DateOrderRule.Finding, Bool)] = [
        ([], [], .unclear, false),
        ([act("2026-01-15", to: "2026-03-20")], [cooperation("2026-01-12", "PAST")], .soonAfter, false),
        ([act("2025-12-01")], [cooperation("2025-12-04", "PAST")], .actFirst, false),
        ([act("2025-12-01"), act("2026-01-01")], [cooperation("2025-12-04", "PAST")], .soonAfter, false),
        ([act("2026-02-10")], [cooperation("2026-01-01", "PERCEIVED", "UNKNOWN")], .unclear, true),
        ([act("2025-12-01")], [cooperation("2025-12-04", "PERCEIVED")], .unclear, true),
        ([act("2025-07-09")], [cooperation("2025-03", "ONGOING", "MONTH")], .after, false),
    ]

    @Test(arguments: orders)
    func `is found from the records of both`(
        acts: [Act], cooperation: [Cooperation], finding: DateOrderRule.Finding, perceived: Bool
    ) {
        #expect(DateOrder(acts, cooperation) == DateOrder(finding: finding, isOnlyPerceived: perceived))
    }
}
