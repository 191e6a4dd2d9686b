import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
@testable import Reporting
import ServiceRuntime
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `The figures` {
    @Test func `count cases in several ways`() {
        var figures = Figures()
        #expect(figures == Figures())
        figures.count(urgency: "U1", findings: 2, isDecided: true, known: known("CHE", .v3))
        figures.count(urgency: "U1", findings: 0, isDecided: false, known: known("CHE", .v0))
        figures.count(urgency: "U3", findings: 1, isDecided: true, known: known(nil, .v3))
        figures.count(urgency: "U3", findings: 1, isDecided: true, known: nil)
        #expect(figures.cases == 4)
        #expect(figures.decided == 3)
        #expect(figures.findings == 4)
        #expect(figures.byUrgency == ["U1": 2, "U3": 2])
        #expect(figures.byVerification == [.v3: 2], "decided cases only")
        #expect(figures.byState == ["CHE": 2, nil: 1])
        #expect(figures.erased == 1)
    }

    @Test func `open each case with its own key, and still count one whose key is destroyed`() async throws {
        try await withFigures { house, router, count in
            let first = try await project(known("CHE", .v2), in: house)
            let second = try await project(known("FRA", .v0), in: house)
            var figures = try await count()
            #expect(figures.byState == ["CHE": 1, "FRA": 1])
            #expect(figures.erased == 0)
            let verification = house.database.pool(as: "amparo_verification_app", connections: 1)
            let keys = CaseKeys(try ServiceKeys(.verification, files: house.keys))
            let gone = try await verification.transaction { try await keys.destroy(first.uuid, in: &$0) }
            await verification.close()
            #expect(gone == 3)
            figures = try await count()
            #expect(figures.cases == 2)
            #expect(figures.erased == 1)
            #expect(figures.byState == ["FRA": 1])
            // What lies sealed for another case does not open in this one's place.
            try await house.owner.execute(
                """
                UPDATE reporting.cases SET sealed = (SELECT sealed FROM reporting.cases WHERE id = \(first.uuid))
                WHERE id = \(second.uuid)
                """)
            #expect(try await count().erased == 2)
        }
    }

    @Test func `leave out a case whose people do not want to be counted, also when its key is destroyed`() async throws
    {
        try await withFigures { house, _, count in
            var ids: [CaseID] = []
            for state in ["CHE", "FRA", "KEN"] { ids.append(try await project(known(state, .v2), in: house)) }
            try await tell(ids[0], isCounted: true, in: house)
            try await tell(ids[1], isCounted: false, in: house)
            #expect(try await count().byState == ["CHE": 1, "KEN": 1])
            let reporting = house.database.pool(as: "amparo_reporting_app", connections: 1)
            for _ in 0..<2 {
                try await ProjectWithdrawal().take(ConsentWithdrawn(caseID: ids[2], changedAt: .now), in: reporting)
            }
            await reporting.close()
            #expect(try await count().byState == ["CHE": 1], "until it is told what was withdrawn")
            try await tell(ids[2], isCounted: true, in: house)
            #expect(try await count().byState == ["CHE": 1, "KEN": 1])
            // What was said of one case counts for no other.
            try await house.owner.execute(
                """
                UPDATE reporting.cases SET sealed_consent = (
                    SELECT sealed_consent FROM reporting.cases WHERE id = \(ids[0].uuid)) WHERE id = \(ids[1].uuid)
                """)
            #expect(try await count().byState == ["CHE": 1, "KEN": 1])
            let verification = house.database.pool(as: "amparo_verification_app", connections: 1)
            let keys = CaseKeys(try ServiceKeys(.verification, files: house.keys))
            _ = try await verification.transaction { try await keys.destroy(ids[1].uuid, in: &$0) }
            await verification.close()
            let figures = try await count()
            #expect(figures.cases == 2 && figures.erased == 0)
        }
    }

    @Test func `are shown with one more case for each that is opened`() async throws {
        try await withFigures { house, router, _ in
            let staff = try await TestStaff.signIn([.reportEditor], in: house)
            let empty = await router.respond(to: try staff.get("/figures"))
            #expect(empty.status == .ok)
            #expect(!empty.shows("id=\"figure-cases\""))
            _ = try await project(known("CHE", .v2), in: house)
            _ = try await project(known("CHE", .v2), in: house)
            let page = await router.respond(to: try staff.get("/figures"))
            #expect(page.shows("id=\"figure-cases\">2<"))
            #expect(page.shows("Switzerland"))
        }
    }

    @Test(arguments: Role.allCases)
    func `are shown to those who may read them, and to nobody else`(role: Role) async throws {
        try await withFigures { house, router, _ in
            #expect(router.routes.map { "\($0.method.rawValue) \($0.pattern)" } == ["GET /figures"])
            let staff = try await TestStaff.signIn([role], in: house)
            let response = await router.respond(to: try staff.get("/figures"))
            #expect(response.status == (Permissions.standard.allows(.readFigures, [role]) ? .ok : .forbidden))
            #expect(try await house.count("reporting", "audit_entries") == 1)
            let nobody = await router.respond(to: try Request(.get, "/figures"))
            #expect(nobody.headers["Location"] == "/account/sign-in?next=%2Ffigures")
        }
    }

    @Test func `are told in English and Arabic completely`() throws {
        #expect(try PhraseCheck("Reporting", folder: "Services/Reporting").problems() == [])
    }

    // MARK: Support

    private func known(_ state: String?, _ verification: VerificationStatus) -> CaseFigures {
        var figures = CaseFigures(
            caseID: CaseID(UUID()), openedAt: .now, status: .verifying, verification: verification, urgency: .u2,
            compartment: .headquarters)
        figures.stateOfAct = state
        return figures
    }

    private func withFigures(
        _ body: (TestHouse, Router, CountFigures) async throws -> Void
    ) async throws {
        try await TestHouse.lend { house in
            let app = try await ReportingApp(settings: house.settings(), logger: TestHouse.quiet)
            let pool = try #require(app.services.compactMap { $0 as? Database }.first)
            let keys = CaseKeys(try ServiceKeys(.reporting, files: house.keys))
            try await running(pool) {
                try await body(house, app.router, CountFigures(database: pool, caseKeys: keys))
            }
        }
    }

    /// How everybody in a case stands to being counted, as Verification would tell of it.
    private func tell(_ id: CaseID, isCounted: Bool, in house: TestHouse) async throws {
        let verification = house.database.pool(as: "amparo_verification_app", connections: 1)
        let reporting = house.database.pool(as: "amparo_reporting_app", connections: 1)
        let keys = CaseKeys(try ServiceKeys(.verification, files: house.keys))
        let key = try #require(try await verification.transaction { try await keys.find(for: id.uuid, in: &$0) })
        let sealed = try key.part(.figures).seal(
            Padding.pad(try EventCoding.encode(StatisticsConsent(isCounted: isCounted))),
            context: SealContext(table: "cases", column: "sealed_consent", row: id.uuid))
        let event = ConsentChanged(
            caseID: id, changedAt: .now, sealedConsent: SealedPart([1]), sealedStatistics: SealedPart(sealed))
        for _ in 0..<2 { try await ProjectConsent().take(event, in: reporting) }
        await verification.close()
        await reporting.close()
    }

    /// A case as Verification would tell of it, with its key.
    private func project(_ figures: CaseFigures, in house: TestHouse) async throws -> CaseID {
        let verification = house.database.pool(as: "amparo_verification_app", connections: 1)
        let reporting = house.database.pool(as: "amparo_reporting_app", connections: 1)
        let keys = CaseKeys(try ServiceKeys(.verification, files: house.keys))
        let key = try await verification.transaction { try await keys.create(for: figures.caseID.uuid, in: &$0) }
        let sealed = try key.part(.figures).seal(
            Padding.pad(try EventCoding.encode(figures)),
            context: SealContext(table: "cases", column: "figures", row: figures.caseID.uuid))
        try await ProjectOpening().take(
            CaseOpened(
                caseID: figures.caseID, openedAt: figures.openedAt, urgency: figures.urgency,
                compartment: .headquarters, submissionIDs: [], sealedFigures: SealedPart(sealed)),
            in: reporting)
        await verification.close()
        await reporting.close()
        return figures.caseID
    }
}
