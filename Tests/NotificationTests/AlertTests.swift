import Accounts
import CaseModel
import Foundation
import HTTP
@testable import Notification
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `An alert` {
    @Test func `is kept once with one mail for each focal point, however often it comes`() async throws {
        try await BureauUnderTest.open { bureau in
            try await bureau.focalPoint("hq@un.example")
            try await bureau.focalPoint("two@un.example", "UNHCR")
            try await bureau.focalPoint("other@un.example", "UNDP")
            try await bureau.focalPoint("gone@un.example", active: false)
            let alert = AlertRaised(
                alertID: AlertID(UUID()), raisedAt: .now, urgency: .u1, compartment: try #require(Compartment("UNHCR")),
                submissionID: SubmissionID(UUID()))
            for _ in 0..<2 { try await TakeAlert().take(alert, in: bureau.database) }
            #expect(try await bureau.house.count("notification", "alerts") == 1)
            #expect(try await bureau.mails() == ["0 due", "0 due"], "its compartment's and headquarters'")
        }
    }

    @Test func `comes of an opened case, once`() async throws {
        try await BureauUnderTest.open { bureau in
            try await bureau.focalPoint("hq@un.example")
            let opened = CaseOpened(
                caseID: CaseID(UUID()), openedAt: .now, urgency: .u2, compartment: .headquarters,
                submissionIDs: [SubmissionID(UUID())], sealedFigures: SealedPart([1]))
            let id = UUID()
            for _ in 0..<2 { try await TellOfCase().take(opened, id: id, in: bureau.database) }
            #expect(try await bureau.house.count("notification", "alerts") == 1)
            #expect(try await bureau.mails() == ["0 due"])
        }
    }

    @Test func `about nothing is refused`() async throws {
        try await BureauUnderTest.open { bureau in
            let alert = AlertRaised(
                alertID: AlertID(UUID()), raisedAt: .now, urgency: .u1, compartment: .headquarters)
            await #expect(throws: (any Error).self) { try await TakeAlert().take(alert, in: bureau.database) }
            let alerts = try await bureau.house.count("notification", "alerts")
            #expect(alerts == 0)
        }
    }

    @Test(arguments: Role.allCases)
    func `is listed for those who may read alerts, and for nobody else`(role: Role) async throws {
        try await BureauUnderTest.open { bureau in
            #expect(bureau.router.routes.map { "\($0.method.rawValue) \($0.pattern)" } == ["GET /notifications"])
            let staff = try await TestStaff.signIn([role], in: bureau.house)
            let response = await bureau.router.respond(to: try staff.get("/notifications"))
            let allowed = Permissions.standard.allows(.readAlerts, [role])
            #expect(response.status == (allowed ? .ok : .forbidden))
            #expect(try await bureau.house.count("notification", "audit_entries") == 1)
        }
    }

    @Test func `is listed within its compartment, with what became of its mails`() async throws {
        try await BureauUnderTest.open { bureau in
            try await bureau.focalPoint("hq@un.example")
            try await bureau.focalPoint("second@un.example")
            try await bureau.alerted(.u1)
            try await bureau.alerted(.u4, try #require(Compartment("UNHCR")))
            let staff = try await TestStaff.signIn([.focalPoint], in: bureau.house)
            let page = await bureau.router.respond(to: try staff.get("/notifications"))
            #expect(page.shows("<td>U1</td><td>OHCHR_HQ</td><td>0</td><td>2</td><td>0</td>"))
            #expect(!page.shows("UNHCR"))
        }
    }

    @Test func `is nothing for somebody who is not signed in`() async throws {
        try await BureauUnderTest.open { bureau in
            let response = await bureau.router.respond(to: try Request(.get, "/notifications"))
            #expect(response.headers["Location"] == "/account/sign-in?next=%2Fnotifications")
        }
    }

    @Test func `is told of in English and Arabic completely`() throws {
        #expect(try PhraseCheck("Notification", folder: "Services/Notification").problems() == [])
    }
}
