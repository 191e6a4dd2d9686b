import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification
import Web

@Suite(.timeLimit(.minutes(15))) struct `Somebody at the desk who means harm` {
    @Test func `changes nothing from another compartment, whatever addresses they know`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .secondReviewer])
            let at = try await StandingCase.made(in: desk, by: officer)
            let stranger = try await desk.officer(
                [.caseOfficer, .secondReviewer, .asg], try #require(Compartment("UNHCR")))
            let before = try await StandingCase.rows(desk)
            for (route, form) in at.forms.sorted(by: { $0.key < $1.key }) {
                let answer = try await desk.send(form, to: at.path(route), by: stranger)
                #expect(answer.status == .notFound, "\(route)")
                #expect(try await StandingCase.rows(desk) == before, "\(route)")
            }
            for route in `Who may do what at the desk`.routes.keys
            where route.hasPrefix("GET /desk/cases/{id}") && !route.contains("{note}") {
                let record = route.contains("/{record}") ? record(of: route, at) : ""
                let path = route.dropFirst("GET ".count).replacing("{id}", with: "\(at.id)")
                    .replacing("{record}", with: record)
                let answer = await desk.respond(try stranger.get(String(path)))
                #expect(answer.status == .notFound, "\(route)")
            }
            #expect(try desk.stored().count == 1)
        }
    }

    @Test func `does not reach the records of one case by the address of another`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .secondReviewer])
            let at = try await StandingCase.made(in: desk, by: officer)
            let before = try await StandingCase.rows(desk)
            for (route, form) in at.forms.sorted(by: { $0.key < $1.key }) where route.contains("{record}") {
                let answer = try await desk.send(form, to: at.path(route, in: at.other), by: officer)
                #expect(answer.status == .notFound, "\(route)")
                #expect(try await StandingCase.rows(desk) == before, "\(route)")
            }
            for route in `Who may do what at the desk`.routes.keys
            where route.hasPrefix("GET /desk/cases/{id}/") && route.contains("{record}") {
                let path = String(route.dropFirst("GET ".count)).replacing("{record}", with: record(of: route, at))
                // A history is of a record of any kind, and there is no review here to look at.
                guard !route.contains("/reviews/") else { continue }
                let own = await desk.respond(try officer.get(path.replacing("{id}", with: "\(at.id)")))
                let elsewhere = await desk.respond(try officer.get(path.replacing("{id}", with: "\(at.other)")))
                #expect([own.status, elsewhere.status] == [.ok, .notFound], "\(route)")
                #expect(own.headers["Cache-Control"] == "no-store", "\(route)")
            }
        }
    }

    /// A record that a route of one can be about.
    private func record(of route: String, _ at: StandingCase) -> String {
        let form =
            at.forms[route.replacing("GET ", with: "POST ")]
            ?? at.forms.first { key, form in
                key.hasPrefix(route.replacing("GET ", with: "POST ")) && !form.record.isEmpty
            }?.value
        return form.map(\.record) ?? at.records["NOTE"] ?? ""
    }

    @Test func `gets an answer to any number in a form, and the service goes on`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let at = try await StandingCase.made(in: desk, by: officer)
            let before = try await StandingCase.rows(desk)
            let numbers = [
                "9223372036854775807", "-9223372036854775808", "2147483648", "99999999999999999999", "nan", "",
            ]
            for (route, form) in at.forms where form.fields.contains(where: { $0.0 == "version" }) {
                let path = at.path(route)
                for number in route.hasSuffix("/{record}") ? numbers : [numbers[0]] {
                    let fields = form.fields.filter { $0.0 != "version" } + [("version", number)]
                    let answer = try await desk.send(.init(record: form.record, fields: fields), to: path, by: officer)
                    #expect(answer.status.rawValue < 500, "\(route) \(number)")
                }
            }
            for number in numbers {
                let more = [("more", "perpetrator"), ("perpetrator.rows", number)]
                let rows = try await desk.send("/desk/cases/\(at.id)/acts", more, by: officer)
                #expect(rows.status == .ok, "\(number)")
                for path in [
                    "/desk/cases/\(at.id)/timeline?after=\(number)_x", "/desk?page=\(number)",
                    "/desk/cases/\(at.id)/consent?at=\(number)",
                ] {
                    #expect(await desk.respond(try officer.get(path)).status == .ok, "\(path)")
                }
            }
            let after = try await StandingCase.rows(desk)
            #expect(after["cases"] == before["cases"] && after["messages_to_sources"] == before["messages_to_sources"])
        }
    }

    @Test func `does not sign their own work that a colleague proposes, by handover or a second role`() async throws {
        try await DeskUnderTest.open { desk in
            let both = Set<Role>([.caseOfficer, .secondReviewer])
            let (officer, helper, deputy) = (
                try await desk.officer(both), try await desk.officer(both), try await desk.officer(both)
            )
            let (id, _) = try await desk.corroborated(by: officer)
            _ = try await desk.item([("independence_group", "another")], in: id, by: helper)
            let given = try await desk.send(
                "/desk/cases/\(id)/officer",
                [("officer", "\(deputy.id.uuidString.lowercased())"), ("officer_seen", "\(officer.id)"), ("note", "")],
                by: officer)
            #expect(given.status == .seeOther)
            let proposed = try await desk.decide(
                id, version: try await desk.version(of: id), status: "V4_REASONABLE_GROUNDS", by: deputy)
            #expect(proposed.status == .seeOther)
            let step = try #require(try await desk.steps(id).last)
            let path = "/desk/cases/\(id)/reviews/\(step.id)"
            let sign = [("version", "1"), ("answer", "SIGN")]
            let phrases = try Phrases(folders: [VerificationApp.phrases]).words(.english)
            for (person, refusal) in [
                (officer, CaseRefusal.ownWork), (helper, .ownWork), (deputy, .ownReview),
            ] {
                let before = try await desk.rows()
                let answer = try await desk.send(path, sign, by: person)
                #expect(answer.status == .conflict && answer.shows(phrases(refusal.phrase)), "\(refusal)")
                #expect(try await desk.audited(1) == ["case.answer-step denied \(refusal.code)"])
                #expect(try await desk.rows() == before)
            }
            #expect(try await desk.status(of: id) == "VERIFYING")
            // The same person in two sessions signs once; whoever did nothing of it may.
            let reviewer = try await desk.officer([.secondReviewer])
            async let one = desk.send(path, sign, by: reviewer)
            async let two = desk.send(path, sign, by: reviewer)
            let answers = try await [one.status, two.status]
            #expect(Set(answers.map(\.rawValue)) == [303, 409])
            #expect(try await desk.status(of: id) == "VERIFIED")
        }
    }

    @Test func `does not sign a risk that they wrote, though somebody else has saved it since`() async throws {
        try await DeskUnderTest.open { desk in
            let both = Set<Role>([.caseOfficer, .secondReviewer])
            let (officer, colleague) = (try await desk.officer(both), try await desk.officer(both))
            let (id, _) = try await desk.opened(by: officer)
            let fields = `The assessment of a risk`.fields()
            let risk = try await desk.added("risk", fields, in: id, by: officer)
            let saved = try await desk.send(
                "/desk/cases/\(id)/risk/\(risk)", fields + [("version", "1"), ("addressee", "The mission")],
                by: colleague)
            #expect(saved.status == .seeOther)
            for person in [officer, colleague] {
                let answer = try await desk.send(
                    "/desk/cases/\(id)/risk/\(risk)/sign", [("version", "2")], by: person)
                #expect(answer.status == .conflict)
                #expect(try await desk.audited(1) == ["risk.sign denied own-review"])
            }
            let reviewer = try await desk.officer([.secondReviewer])
            let path = "/desk/cases/\(id)/risk/\(risk)/sign"
            #expect(try await desk.send(path, [("version", "1")], by: reviewer).status == .conflict, "it was changed")
            #expect(try await desk.send(path, [("version", "2")], by: reviewer).status == .seeOther)
        }
    }

    @Test func `makes no own note unreadable by the address of another case, and takes nobody's room`() async throws {
        try await DeskUnderTest.open { desk in
            let (officer, colleague) = (try await desk.officer(), try await desk.officer())
            let (id, _) = try await desk.opened(by: officer)
            let (other, _) = try await desk.opened(by: officer)
            let kept = try await desk.send("/desk/cases/\(id)/own-notes", [("own_text", "Mine <alone>")], by: officer)
            #expect(kept.status == .seeOther)
            let note = try #require(
                try await desk.house.owner.first("SELECT id::text AS id FROM verification.own_notes")?
                    .get("id", as: String.self))
            for path in ["/desk/cases/\(other)/own-notes/\(note)", "/desk/cases/\(other)/own-notes/\(note)/remove"] {
                #expect(try await desk.send(path, [("own_text", "x")], by: officer).status == .notFound)
            }
            let page = try await desk.page("/desk/cases/\(id)/notes", by: officer)
            #expect(page.status == .ok && page.shows("Mine &lt;alone&gt;"))
            // What a colleague shares with everybody leaves room for one's own.
            for place in 0..<SavedSearches.most {
                let shared = try await desk.send(
                    "/desk/search/saved", [("words", "night"), ("name", "s\(place)"), ("shared", "yes")], by: colleague)
                #expect(shared.status == .seeOther)
            }
            let own = try await desk.send("/desk/search/saved", [("words", "night"), ("name", "own")], by: officer)
            #expect(own.status == .seeOther)
            #expect((try await desk.page("/desk/search", by: officer)).shows("own"))
        }
    }
}
