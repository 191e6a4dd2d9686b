import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing

extension EndToEnd {
    @Test(arguments: ["en", "ar"])
    func `what somebody tells reaches the desk, becomes a case, and comes back answered`(
        language: String
    ) async throws {
        var story = try await Story(try await Stack.shared())
        try await story.walk(language: language)
    }

    @Test func `what a program submits reaches the desk, and its receipt opens a mailbox`() async throws {
        let stack = try await Stack.shared()
        let officer = try await StaffWalk.signIn("officer", to: stack)
        let (id, code) = try await SubmitterWalk.post(to: stack)
        let wanted = id.uuidString.lowercased()
        try await expectEventually("it lies on the desk") { try await officer.waiting().contains(wanted) }
        let mailbox = try await SubmitterWalk(stack).comeBack(with: code)
        #expect(mailbox.status == 200)
        let unknown = try await SubmitterWalk(stack).comeBack(with: "00000-00000-00000-00000-0")
        #expect(unknown.status == 422)
    }

    @Test func `a submission about a life in danger alerts a person without a case`() async throws {
        let stack = try await Stack.shared()
        let cases = try await stack.count("SELECT count(*) FROM verification.cases")
        let (id, _) = try await SubmitterWalk.post(to: stack, dangers: ["THREAT_TO_LIFE"])
        let about: SQL = """
            SELECT count(*) FROM notification.alerts JOIN notification.alert_mails ON alert_id = alerts.id
            WHERE about = 'submission' AND subject = \(id) AND urgency = 'U1' AND sent_at IS NOT NULL
            """
        try await expectEventually("an alert goes out") { try await stack.count(about) == 1 }
        let casesAfter = try await stack.count("SELECT count(*) FROM verification.cases")
        #expect(casesAfter == cases)
        let mails = try await stack.caughtMails()
        let urgent = try #require(mails.first)
        #expect(!urgent.raw.contains(id.uuidString.lowercased()))
        let focal = try await StaffWalk.signIn("focal", to: stack)
        let page = try await focal.page("/notifications", of: .notification)
        #expect(page.status == 200 && page.text.contains("<td>U1</td>"))
    }

    @Test func `what cannot be accepted comes back with what was typed, and nothing is stored`() async throws {
        let stack = try await Stack.shared()
        let before = try await stack.effectsAtRest()
        var client = stack.client(of: .intake)
        let page = try await client.get("/en/report")
        let place = stack.markers.plant("place of a refused form")
        let answer = try await client.submit(page, to: "/en/report", ["narrative": "", "place": place])
        #expect(answer.status == 422)
        #expect(answer.text.contains(place) && answer.text.contains("id=\"error-narrative\""))
        let broken = try await client.post("/api/submissions", json: "{\"narrative\": 1")
        #expect(broken.status == 400)
        #expect(broken.headers["Content-Type"]?.hasPrefix("application/problem+json") == true)
        let after = try await stack.effects()
        #expect(after == before)
    }

    @Test func `nobody reads a staff page without having signed in, nor beyond their role`() async throws {
        let stack = try await Stack.shared()
        for (path, service) in [
            ("/desk", Stack.Service.verification), ("/notifications", .notification), ("/figures", .reporting),
        ] {
            var stranger = stack.client(of: service)
            let answer = try await stranger.get(path)
            #expect([303, 401, 403].contains(answer.status), "\(path)")
        }
        let focal = try await StaffWalk.signIn("focal", to: stack)
        let figures = try await focal.page("/figures", of: .reporting)
        #expect(figures.status == 200)
        let editor = try await StaffWalk.signIn("editor", to: stack)
        let desk = try await editor.page("/desk")
        #expect(desk.status == 403)
    }
}
