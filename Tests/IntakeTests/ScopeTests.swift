import CaseModel
import Foundation
import HTTP
@testable import Intake
import TestSupport
import Testing
import Web

@Suite(.timeLimit(.minutes(15))) struct `Somebody who sees no link to the UN` {
    static let typed = [
        ("narrative", "My landlord <b>hit</b> me."), ("un_link", "NO"), ("dangers", "THREAT_TO_LIFE"),
        ("acts", "V06"), ("acts", "T01"),
    ]

    @Test func `is told what this place is for, and keeps all that was typed`() async throws {
        try await PublicDoorUnderTest.open { door in
            let page = try await door.report(Self.typed)
            #expect(page.status == .ok)
            #expect(page.shows("Is this the right place?"))
            for (name, value) in Self.typed {
                let kept = HTML.input([.type("hidden"), .name(name), .value(value)]).markup
                #expect(page.shows(kept), "\(name)")
            }
            #expect(try await door.rows() == [0, 0])
            let token = try #require(page.value(of: "form-token"))
            let back = await door.router.respond(
                to: try .form("/en/report", [("form-token", token), ("do", "back")] + Self.typed))
            #expect(back.status == .ok)
            #expect(back.shows("My landlord &lt;b&gt;hit&lt;/b&gt; me."))
            #expect(back.shows("value=\"V06\" checked"))
            let again = try #require(back.value(of: "form-token"))
            let sent = await door.router.respond(
                to: try .form("/en/report", [("form-token", again), ("do", "send-anyway")] + Self.typed))
            #expect(sent.receiptCode != nil)
            let event = try #require(try await door.house.told(by: .intake).first)
            #expect(try door.content(event).unLink == .no, "officers see what was answered")
        }
    }

    @Test(arguments: [
        ("cooperation", "I had met a rapporteur."), ("un_entity", "SP"), ("limbs", "OP4D"), ("activities", "MET_VISIT"),
    ])
    func `is not asked where something else hints at it`(name: String, value: String) async throws {
        try await PublicDoorUnderTest.open { door in
            let answer = try await door.report(Self.typed + [(name, value)])
            #expect(answer.receiptCode != nil)
        }
    }

    @Test func `is told first what else is wrong`() async throws {
        try await PublicDoorUnderTest.open { door in
            let page = try await door.report([("narrative", ""), ("un_link", "NO"), ("happened", "2999-01-01")])
            #expect(page.status == .unprocessable)
            #expect(page.shows("id=\"error-narrative\"") && page.shows("id=\"error-happened\""))
        }
    }
}
