import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Web
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `The timeline of a case` {
    /// The codes of the entries, as a machine finds them.
    private func codes(_ page: Response, _ list: String = "timeline") -> [String] {
        let text = String(decoding: page.bytes, as: UTF8.self)
        guard let entries = text.components(separatedBy: "<ol id=\"\(list)\"").dropFirst().first else { return [] }
        return (entries.components(separatedBy: "</ol>").first ?? "").components(separatedBy: "<li>").dropFirst()
            .compactMap {
                $0.components(separatedBy: "<data value=\"").dropFirst().first?.components(separatedBy: "\"").first
            }
    }

    @Test func `has everything that changed in one order, with who and where to read more`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let person = try await desk.added(
                "people", [("unit", "INDIVIDUAL"), ("gender", "F"), ("display_name", "Not on it")], in: id, by: officer)
            let changed = try await desk.send(
                "/desk/cases/\(id)/people/\(person)", [("version", "1"), ("unit", "GROUP")], by: officer)
            #expect(changed.status == .seeOther)
            let removed = try await desk.send(
                "/desk/cases/\(id)/people/\(person)/remove", [("version", "2"), ("reason", "r")], by: officer)
            #expect(removed.status == .seeOther)
            #expect(try await desk.record(DeskUnderTest.finding(), in: id, by: officer).status == .seeOther)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/timeline"))
            #expect(page.status == .ok)
            let shown = codes(page)
            #expect(shown.last == "SUBMISSION")
            #expect(shown.count { $0 == "SUBJECT" } == 3)
            #expect(shown.contains("ITEM") && shown.contains("ACT") && shown.contains("STEP"))
            #expect(shown.firstIndex(of: "ITEM") ?? 99 < shown.firstIndex(of: "SUBJECT") ?? 0)
            #expect(page.shows("/desk/cases/\(id)/records/\(person)#version-3"))
            #expect(page.shows("/desk/submissions/\(submission)"))
            #expect(page.shows(" UTC (") && page.shows(" Geneva)"), "with the time of the house's place")
            #expect(!page.shows("Not on it"), "nothing sealed stands on it")
            let reader = try await desk.officer([.deskOfficer])
            let others = codes(await desk.respond(try reader.get("/desk/cases/\(id)/timeline")))
            #expect(shown.contains("DESCRIPTORS") && !others.contains("DESCRIPTORS"))
        }
    }

    @Test func `comes in pages that neither repeat nor lose anything`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            for _ in 1...4 { _ = try await desk.added("people", [("unit", "INDIVIDUAL")], in: id, by: officer) }
            let (all, paged) = try await desk.database.transaction { transaction in
                try await DeskQueries.see([.headquarters], in: &transaction)
                let all = try await ReadTimeline()(TimelineSources.changes, of: id, after: nil, in: &transaction)
                var keys: [String] = []
                var place: TimelinePlace?
                repeat {
                    let page = try await ReadTimeline()(
                        TimelineSources.changes, of: id, after: place, size: 2, in: &transaction)
                    keys += page.entries.map(\.key)
                    place = page.next.flatMap { TimelinePlace($0.text) }
                } while place != nil && keys.count < 100
                return (all.entries.map(\.key), keys)
            }
            #expect(all.count >= 8)
            #expect(paged == all)
            for place in ["", "x", "12", "x_y", "99999999999999999999_k"] {
                #expect(TimelinePlace(place) == nil, "\(place)")
                let path = "/desk/cases/\(id)/timeline?show=nothing&after=\(place)"
                #expect(await desk.respond(try officer.get(path)).status == .ok)
            }
        }
    }

    @Test func `tells who came to the case`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let other = try await desk.officer([.secondReviewer])
            #expect(await desk.respond(try other.get("/desk/cases/\(id)/people")).status == .ok)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/timeline?show=looks"))
            #expect(Array(codes(page).prefix(2)) == ["get.desk.cases.id.timeline", "get.desk.cases.id.people"])
            #expect(!codes(page).contains("SUBMISSION"))
        }
    }

    @Test func `has what happened in the world by its own dates`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.added(
                "people",
                [("unit", "INDIVIDUAL"), ("legal_status", "BAIL"), ("legal_status_date", "2025-07")], in: id,
                by: officer)
            _ = try await desk.added("acts", [("act", "L01"), ("date_from", "2025-07-09")], in: id, by: officer)
            _ = try await desk.added("cooperation", [("entity", "CCPR"), ("date", "2025")], in: id, by: officer)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/timeline?show=happened"))
            #expect(page.status == .ok)
            let order = ["value=\"CCPR\"", "value=\"BAIL\"", "value=\"L01\"", "value=\"OHCHR_HQ\""]
            let text = String(decoding: page.bytes, as: UTF8.self)
            let places = order.compactMap { text.range(of: $0)?.lowerBound }
            #expect(places.count == order.count && places == places.sorted())
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct `A case at a glance` {
    @Test func `says who, what, when and with whom, and leads to each section`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let person = try await desk.added(
                "people",
                [
                    ("unit", "INDIVIDUAL"), ("display_name", "A <b>"), ("legal_status", "BAIL"),
                    ("categories", "LAWYER"),
                ],
                in: id, by: officer)
            _ = try await desk.added(
                "acts",
                [
                    ("act", "L01"), ("date_from", "2025-07-09"), ("subjects", "\(person)"),
                    ("perpetrator_type", "ST_POLICE"),
                ],
                in: id, by: officer)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)"))
            #expect(page.status == .ok)
            for text in [
                "id=\"glance-people\"", "A &lt;b&gt;", "value=\"BAIL\"", "value=\"LAWYER\"", "id=\"glance-acts\"",
                "value=\"L01\"", "2025-07-09", "value=\"ST_POLICE\"", "value=\"OHCHR_HQ\"", "id=\"first-received\"",
                "value=\"SCREENING\"", "value=\"U2\"", "/desk/cases/\(id)/print",
            ] { #expect(page.shows(text), "\(text)") }
        }
    }

    @Test func `is put on paper whole, marked, and with who took it out`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            _ = try await desk.added("people", `The people of a case`.person, in: id, by: officer)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/print"))
            #expect(page.status == .ok)
            #expect(try await desk.audited(1) == ["get.desk.cases.id.print done"])
            for text in [
                "id=\"classification\"", "Strictly confidential", "Noureddine Al-Tajribi", "DEPRIVED_LIBERTY",
                "value=\"OHCHR_HQ\"", "id=\"happened\"",
            ] { #expect(page.shows(text), "\(text)") }
            let reader = try await desk.officer([.deskOfficer])
            let other = await desk.respond(try reader.get("/desk/cases/\(id)/print"))
            #expect(other.status == .ok && !other.shows("DEPRIVED_LIBERTY"), "nobody takes out what they may not read")
        }
    }
}
