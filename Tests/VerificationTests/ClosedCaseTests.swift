import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
@testable import Verification
import Web

@Suite(.timeLimit(.minutes(15))) struct `A closed case` {
    /// What goes on when a case is closed, and why. Every other route that changes something of a case refuses.
    static let goesOn: [String: String] = [
        "POST /desk/cases/{id}/status": "it is reopened here",
        "POST /desk/cases/{id}/reviews/{record}": "a second person signs the reopening",
        "POST /desk/cases/{id}/reviews/{record}/author": "its author takes it back",
        "POST /desk/cases/{id}/consent": "what somebody withdraws counts at once",
        "POST /desk/cases/{id}/consent/take": "what came through the mailbox is such a word",
        "POST /desk/cases/{id}/consent/{record}/sign": "it is about such a word",
        "POST /desk/cases/{id}/consent/mosaic": "it asks and changes nothing",
        "POST /desk/cases/{id}/notices/{notice}": "somebody has seen it",
        "POST /desk/cases/{id}/check-ins/{record}/met": "somebody said that they are safe",
        "POST /desk/cases/{id}/check-ins/{record}/stop": "nobody is asked for ever",
        "POST /desk/cases/{id}/dissents": "a decision may have closed it",
        "POST /desk/cases/{id}/screen": "it may turn out to be out of scope later",
        "POST /desk/cases/{id}/officer": "somebody answers for it",
        "POST /desk/cases/{id}/own-notes": "they are not the case's",
        "POST /desk/cases/{id}/own-notes/{note}": "they are not the case's",
        "POST /desk/cases/{id}/own-notes/{note}/remove": "they are not the case's",
        "POST /desk/evidence/{file}/original": "it reads",
        "POST /desk/evidence/{file}/custody": "the chain of custody goes on",
    ]

    @Test func `is changed by nothing but what is named, and each refusal says why`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer([.caseOfficer, .secondReviewer])
            let at = try await StandingCase.made(in: desk, by: officer)
            try await desk.put(at.id, into: .closedResolved)
            let forms = at.forms
            let routes = `Who may do what at the desk`.routes.keys.filter {
                $0.hasPrefix("POST /desk/cases/{id}/") || $0.hasPrefix("POST /desk/evidence/{file}/")
            }
            #expect(Set(forms.keys).union(Self.goesOn.keys) == Set(routes), "every route is one or the other")
            #expect(Set(forms.keys).isDisjoint(with: Self.goesOn.keys))
            let words = try Phrases(folders: [VerificationApp.phrases]).words(.english)
            let reasons = [words(Phrase("record.case_closed")), words(Phrase("protocol.refused.closed"))]
            let before = try await StandingCase.rows(desk)
            let version = try await desk.version(of: at.id)
            for (route, form) in forms.sorted(by: { $0.key < $1.key }) {
                let answer = try await desk.send(form, to: at.path(route), by: officer)
                #expect(answer.status == .conflict, "\(route)")
                #expect(reasons.contains { answer.shows($0) }, "\(route)")
                #expect(try await StandingCase.rows(desk) == before, "\(route)")
            }
            #expect(try await desk.version(of: at.id) == version)
            #expect(try desk.stored().count == 1, "a file that was refused does not stay")
        }
    }

    @Test func `still hears what its people say, and those who see it otherwise`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let at = try await StandingCase.made(in: desk, by: officer)
            try await desk.put(at.id, into: .closedUnsubstantiated)
            let place = "/desk/cases/\(at.id)"
            let withdrawn = DeskUnderTest.consent(of: at.people[0], [("CP12_STATS", "WITHDRAWN")])
            for (path, fields) in [
                ("\(place)/consent", withdrawn), ("\(place)/dissents", [("text", "It did happen.")]),
                ("\(place)/own-notes", [("own_text", "Mine")]),
                (
                    "/desk/evidence/\(at.file)/custody",
                    [("kind", "TRANSFERRED"), ("recipient", "The archive"), ("reason", "It is closed.")]
                ),
            ] as [(String, [(String, String)])] {
                #expect(try await desk.send(path, fields, by: officer).status == .seeOther, "\(path)")
            }
            let next = ("next", "SCREENING")
            let reopening = try await desk.send(
                "\(place)/status", [("version", try await desk.version(of: at.id)), next, ("reason", "r")], by: officer)
            #expect(reopening.status == .seeOther)
            #expect(try await desk.status(of: at.id) == "CLOSED_UNSUBSTANTIATED", "until somebody else has signed")
        }
    }
}
