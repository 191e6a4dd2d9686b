import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `What may tell of the same` {
    static let english =
        "On 15 January 2026 officers took Noureddine Al-Tajribi from his house in the old town. He had met the Special Rapporteur."
    static let arabic = "في يوم ١٥/٠١/٢٠٢٦ اقتحم رجال منزل نور الدين التجريبي واقتادوه الى جهة مجهولة."
    static let other = "Vera Primerova was dismissed from her school in May 2025 after a speech in Geneva."

    private func proposals(_ desk: DeskUnderTest, _ path: String, _ officer: TestStaff) async throws -> String {
        let response = await desk.respond(try officer.get(path))
        #expect(response.status == .ok)
        return response.text
    }

    @Test func `is proposed across scripts, with its reasons, before and after there is a case`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let one = try await desk.arrived(narrative: Self.english)
            let same = try await desk.arrived(narrative: Self.arabic)
            let different = try await desk.arrived(narrative: Self.other)
            let page = try await proposals(desk, "/desk/submissions/\(same)", officer)
            #expect(page.contains("data-proposed-submission=\"\(one)\""))
            #expect(page.contains("value=\"same_names\"") && page.contains("value=\"same_day\""))
            #expect(!page.contains("data-proposed-submission=\"\(different)\""))
            let alone = try await proposals(desk, "/desk/submissions/\(different)", officer)
            #expect(!alone.contains("data-proposed-"))
            let id = try #require(try await desk.open(one, by: officer).leadsToCase)
            let later = try await proposals(desk, "/desk/submissions/\(same)", officer)
            #expect(later.contains("data-proposed-case=\"\(id)\""))
            let onCase = try await proposals(desk, "/desk/cases/\(id)/triage", officer)
            #expect(onCase.contains("data-proposed-submission=\"\(same)\""))
            #expect(!onCase.contains("data-proposed-submission=\"\(one)\""))
        }
    }

    @Test func `is not told to somebody of another compartment`() async throws {
        try await DeskUnderTest.open { desk in
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            _ = try await desk.arrived(narrative: Self.english)
            let same = try await desk.arrived(narrative: Self.arabic)
            let staff = try await desk.staff(stranger)
            let found = try await desk.desk.read(for: staff) { try await FindAlike()([same], of: nil, in: &$0) }
            #expect(found.isEmpty)
        }
    }

    @Test func `is linked, and the first receipt is kept`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let first = try await desk.arrived(narrative: Self.english)
            let second = try await desk.arrived(narrative: Self.arabic)
            let id = try #require(try await desk.open(second, by: officer).leadsToCase)
            let before = try #require(try await desk.firstReceived(id))
            let response = await desk.respond(
                try officer.post("/desk/submissions/\(first)/link", ["case": "\(id)"]))
            #expect(response.status == .seeOther)
            #expect(response.leadsToCase == id)
            #expect(try await desk.caseOf(first) == id)
            let after = try #require(try await desk.firstReceived(id))
            #expect(after < before)
            #expect(try await desk.lastFigures(of: id).submissions == 2)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)"))
            #expect(page.shows("id=\"first-received\""))
            #expect(page.shows("datetime=\"\(after.formatted(.iso8601))\""))
            let again = await desk.respond(
                try officer.post("/desk/submissions/\(first)/link", ["case": "\(id)"]))
            #expect(again.status == .conflict)
            let nowhere = await desk.respond(
                try officer.post("/desk/submissions/\(first)/link", ["case": "999999"]))
            #expect(nowhere.status == .unprocessable)
        }
    }

    @Test func `is linked by the case's number, by one of two officers at once`() async throws {
        try await DeskUnderTest.open { desk in
            let officers = [try await desk.officer(), try await desk.officer()]
            let (id, _) = try await desk.opened(by: officers[0])
            let number = try #require(
                try await desk.house.owner.first("SELECT number FROM verification.cases WHERE id = \(id.uuid)")?
                    .get("number", as: Int64.self))
            let submission = try await desk.arrived(narrative: Self.english)
            let statuses = try await withThrowingTaskGroup(of: Status.self, returning: [Int].self) { group in
                for officer in officers {
                    let request = try officer.post("/desk/submissions/\(submission)/link", ["case": "\(number)"])
                    group.addTask { await desk.respond(request).status }
                }
                return try await group.reduce(into: []) { $0.append($1.rawValue) }.sorted()
            }
            #expect(statuses == [303, 409])
        }
    }

    @Test func `makes one case of several, and of a campaign's rest what was asked for`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let one = try await desk.arrived(narrative: Self.english)
            let two = try await desk.arrived(narrative: Self.arabic)
            let id = try #require(try await desk.open(one, with: [two], by: officer).leadsToCase)
            #expect(try await desk.caseOf(two) == id)
            let opened = try #require(try await desk.told().last { $0.type == "case-opened.v1" }).read(CaseOpened.self)
            #expect(Set(opened.submissionIDs) == [one, two])
            let taken = try await desk.open(try await desk.arrived(), with: [two], by: officer)
            #expect(taken.status == .conflict)
            var copies: [SubmissionID] = []
            for number in 0..<6 {
                copies.append(
                    try await desk.arrived(
                        number == 3 ? .u1 : .u3, narrative: "\(LikenessKept.text) #hashtag\(number)"))
            }
            let page = await desk.respond(try officer.get("/desk"))
            #expect(page.shows("data-campaign=\"\(copies[0])\" data-count=\"5\""))
            let all = try #require(
                try await desk.open(copies[0], urgency: "U3", campaign: true, by: officer).leadsToCase)
            for (number, copy) in copies.enumerated() {
                // What may be about a life is never taken along unseen.
                #expect(try await desk.caseOf(copy) == (number == 3 ? nil : all), "\(number)")
            }
        }
    }

    @Test func `keeps why what may be about a life is less urgent, and refuses it without`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let urgent = try await desk.arrived(.u1, narrative: Self.english)
            let refused = try await desk.open(urgent, urgency: "U3", by: officer)
            #expect(refused.status == .unprocessable)
            #expect(refused.shows("id=\"error-urgency_reason\""))
            #expect(try await desk.rows()["cases"] == 0)
            #expect(try await desk.rows()["case_keys"] == 0)
            let id = try #require(
                try await desk.open(urgent, urgency: "U3", reason: "She is <free> again.", by: officer).leadsToCase)
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/triage"))
            #expect(page.shows("She is &lt;free&gt; again."))
            // A second one that is linked makes the case U1, unless somebody says why not.
            let silent = try await desk.arrived(.u1, narrative: Self.arabic)
            _ = await desk.respond(try officer.post("/desk/submissions/\(silent)/link", ["case": "\(id)"]))
            #expect(try await desk.urgency(of: id) == "U1")
            let (calm, _) = try await desk.opened(by: officer)
            let said = try await desk.arrived(.u1, narrative: Self.other)
            _ = await desk.respond(
                try officer.post(
                    "/desk/submissions/\(said)/link", ["case": "\(calm)", "urgency_reason": "An old letter."]))
            #expect(try await desk.urgency(of: calm) == "U2")
            let kept = await desk.respond(try officer.get("/desk/cases/\(calm)/triage"))
            #expect(kept.shows("An old letter."))
        }
    }

    @Test func `is not proposed again once somebody said that it is not the same`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let one = try await desk.arrived(narrative: Self.english)
            let same = try await desk.arrived(narrative: Self.arabic)
            let bare = await desk.respond(
                try officer.post("/desk/submissions/\(same)/different", ["submission": "\(one)"]))
            #expect(bare.status == .unprocessable)
            let said = await desk.respond(
                try officer.post(
                    "/desk/submissions/\(same)/different", ["submission": "\(one)", "reason": "Two brothers."]))
            #expect(said.status == .seeOther)
            for (page, other) in [(one, same), (same, one)] {
                let text = try await proposals(desk, "/desk/submissions/\(page)", officer)
                #expect(!text.contains("data-proposed-submission=\"\(other)\""))
            }
            let third = try await desk.arrived(narrative: "\(Self.english) His brother told us.")
            let id = try #require(try await desk.open(one, by: officer).leadsToCase)
            let text = try await proposals(desk, "/desk/submissions/\(third)", officer)
            #expect(text.contains("data-proposed-case=\"\(id)\""))
            _ = await desk.respond(
                try officer.post(
                    "/desk/submissions/\(third)/different", ["case": "\(id)", "reason": "Another day."]))
            for path in ["/desk/submissions/\(third)", "/desk/cases/\(id)/triage"] {
                let text = try await proposals(desk, path, officer)
                #expect(!text.contains("data-proposed-case=\"\(id)\""))
                #expect(!text.contains("data-proposed-submission=\"\(third)\""))
            }
        }
    }

    @Test func `is split again, to the desk or into a case of its own, and the counts follow`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let submissions = [
                try await desk.arrived(narrative: Self.english), try await desk.arrived(narrative: Self.arabic),
                try await desk.arrived(narrative: Self.other),
            ]
            let id = try #require(
                try await desk.open(submissions[0], with: Array(submissions.dropFirst()), by: officer).leadsToCase)
            let first = try await desk.firstReceived(id)
            let path = "/desk/cases/\(id)/split"
            let bare = await desk.respond(try officer.post(path, ["submission": "\(submissions[0])", "to": "DESK"]))
            #expect(bare.status == .unprocessable)
            let back = await desk.respond(
                try officer.post(
                    path, ["submission": "\(submissions[0])", "to": "DESK", "reason": "Another person."]))
            #expect(back.place == "/desk/submissions/\(submissions[0])")
            #expect(try await desk.caseOf(submissions[0]) == nil)
            #expect(try await desk.lastFigures(of: id).submissions == 2)
            let later = try #require(try await desk.firstReceived(id))
            #expect(later > first ?? .distantFuture)
            let new = await desk.respond(
                try officer.post(
                    path, ["submission": "\(submissions[2])", "to": "NEW", "reason": "Another act."]))
            let second = try #require(new.leadsToCase)
            #expect(second != id)
            #expect(try await desk.caseOf(submissions[2]) == second)
            #expect(try await desk.lastFigures(of: id).submissions == 1)
            let last = await desk.respond(
                try officer.post(path, ["submission": "\(submissions[1])", "to": "DESK", "reason": "r"]))
            #expect(last.status == .conflict)
            let foreign = await desk.respond(
                try officer.post(path, ["submission": "\(submissions[2])", "to": "DESK", "reason": "r"]))
            #expect(foreign.status == .conflict)
            let page = await desk.respond(try officer.get("/desk/submissions/\(submissions[0])"))
            #expect(page.shows("Another person."))
        }
    }

    @Test func `is closed as a duplicate of another case, which splitting undoes`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let one = try await desk.arrived(narrative: Self.english)
            let two = try await desk.arrived(narrative: Self.arabic)
            let original = try #require(try await desk.open(one, by: officer).leadsToCase)
            let duplicate = try #require(try await desk.open(two, by: officer).leadsToCase)
            let page = await desk.respond(try officer.get("/desk/cases/\(duplicate)/triage"))
            #expect(page.shows("data-proposed-case=\"\(original)\""))
            let own = await desk.respond(
                try officer.post("/desk/cases/\(duplicate)/duplicate", ["case": "\(duplicate)", "reason": "r"]))
            #expect(own.status == .conflict)
            let closed = await desk.respond(
                try officer.post("/desk/cases/\(duplicate)/duplicate", ["case": "\(original)", "reason": "The same."]))
            #expect(closed.leadsToCase == original)
            #expect(try await desk.status(of: duplicate) == "CLOSED_DUPLICATE")
            #expect(try await desk.caseOf(two) == original)
            #expect(try await desk.lastFigures(of: original).submissions == 2)
            #expect(try await desk.lastFigures(of: duplicate).status == .closedDuplicate)
            #expect(try await desk.lastFigures(of: duplicate).submissions == 0)
            // Nothing is linked to a case that is closed as a duplicate.
            let third = try await desk.arrived(narrative: Self.other)
            let wrong = await desk.respond(
                try officer.post("/desk/submissions/\(third)/link", ["case": "\(duplicate)"]))
            #expect(wrong.status == .conflict)
            let undone = await desk.respond(
                try officer.post(
                    "/desk/cases/\(original)/split", ["duplicate": "\(duplicate)", "reason": "Two acts."]))
            #expect(undone.leadsToCase == duplicate)
            #expect(try await desk.status(of: duplicate) == "SCREENING")
            #expect(try await desk.caseOf(two) == duplicate)
            #expect(try await desk.lastFigures(of: original).submissions == 1)
            let twice = await desk.respond(
                try officer.post(
                    "/desk/cases/\(original)/split", ["duplicate": "\(duplicate)", "reason": "Two acts."]))
            #expect(twice.status == .conflict)
        }
    }
}

private enum LikenessKept {
    static let text =
        "On 10 February 2026 the police raided the office of Casa Exemplar because it works with the UN."
}
