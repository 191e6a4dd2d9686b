import CaseModel
import Foundation
import HTTP
import Postgres
import ServiceRuntime
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `What a submission is compared by is made anew` {
    private static let late = "I have to add his name: Noureddine Al-Tajribi. It was on 15 January 2026."

    private func remake(_ desk: DeskUnderTest) throws -> (RemakeLikeness, Metrics) {
        let metrics = Metrics()
        let keys = try ServiceKeys(.verification, files: desk.house.keys)
        let remake = RemakeLikeness(
            keep: KeepLikeness(keys: keys, lists: try CodeLists.bundled()),
            sources: SourceFiles(open: OpenSubmission(keys: keys), caseKeys: CaseKeys(keys)),
            entries: EntrySealing(keys: keys), database: desk.database, system: desk.system, metrics: metrics)
        return (remake, metrics)
    }

    private func all(_ remake: RemakeLikeness) async throws {
        while try await remake.next() {}
    }

    private func alike(_ id: SubmissionID, _ desk: DeskUnderTest, _ officer: TestStaff) async throws -> Bool {
        let page = await desk.respond(try officer.get("/desk/submissions/\(id)"))
        #expect(page.status == .ok)
        return page.text.contains("data-proposed-submission")
    }

    @Test func `when its source writes more, however often that arrives`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let one = try await desk.arrived(narrative: `What may tell of the same`.english)
            let vague = try await desk.arrived(narrative: "They took my brother. I am afraid to say more now.")
            #expect(try await !alike(vague, desk, officer))
            let update = try await desk.update(of: vague) { $0.text = Self.late }
            for _ in 0..<2 { try await desk.receiveUpdate.take(update, in: desk.system) }
            #expect(try await desk.house.count("verification", "likeness_queue") == 1)
            let (remake, metrics) = try remake(desk)
            try await all(remake)
            #expect(try await desk.house.count("verification", "likeness_queue") == 0)
            #expect(metrics.prometheusText().contains("amparo_likeness_waiting 0"))
            #expect(try await alike(vague, desk, officer))
            #expect(try await alike(one, desk, officer))
        }
    }

    @Test func `where it was stored before there were features, or with others, and goes on where it was stopped`()
        async throws
    {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let one = try await desk.arrived(narrative: `What may tell of the same`.english)
            let same = try await desk.arrived(narrative: `What may tell of the same`.arabic)
            let tokens = try await desk.house.count("verification", "likeness_tokens")
            try await desk.asOwner("DELETE FROM likeness_tokens WHERE submission_id = \(one.uuid)")
            try await desk.asOwner("DELETE FROM likeness WHERE submission_id = \(one.uuid)")
            try await desk.asOwner("UPDATE likeness SET edition = 1")
            #expect(try await !alike(same, desk, officer))
            let (remake, _) = try remake(desk)
            #expect(try await remake.queueMissing() == 2)
            #expect(try await remake.queueMissing() == 0)
            try await all(remake)
            #expect(try await remake.queueMissing() == 0)
            #expect(try await alike(same, desk, officer))
            #expect(try await desk.house.count("verification", "likeness_tokens") == tokens)
        }
    }

    @Test func `and a copy stays in its campaign, found by what its own source adds`() async throws {
        try await DeskUnderTest.open { desk in
            var copies: [SubmissionID] = []
            for _ in 0..<LikenessRule.campaign { copies.append(try await desk.arrived(narrative: Self.letter)) }
            let one = try await desk.arrived(narrative: `What may tell of the same`.english)
            let update = try await desk.update(of: copies[2]) { $0.text = Self.late }
            try await desk.receiveUpdate.take(update, in: desk.system)
            let (remake, _) = try remake(desk)
            try await all(remake)
            let row = try #require(
                try await desk.house.owner.first(
                    "SELECT text_group FROM verification.likeness WHERE submission_id = \(copies[2].uuid)"))
            #expect(try row.get("text_group", as: UUID.self) == copies[0].uuid)
            let officer = try await desk.officer()
            #expect(try await alike(one, desk, officer))
        }
    }

    @Test func `but what cannot be opened waits no longer`() async throws {
        try await DeskUnderTest.open { desk in
            let whole = try desk.submission()
            try await desk.receive.take(
                SubmissionReceived(
                    submissionID: whole.submissionID, mailboxID: whole.mailboxID, receivedAt: whole.receivedAt,
                    urgency: whole.urgency, evidenceIDs: [], sealedSubmission: SealedPart([1, 2, 3])), in: desk.system)
            let (remake, _) = try remake(desk)
            #expect(try await remake.queueMissing() == 1)
            try await all(remake)
            #expect(try await desk.house.count("verification", "likeness_queue") == 0)
            #expect(try await desk.house.count("verification", "likeness") == 0)
        }
    }

    private static let letter =
        "We demand that the police return the computers of our union, which works with the United Nations, at once."

    @Test func `of what was told later, the newest counts`() {
        let long = String(repeating: "a", count: ReadFeatures.longest - 5)
        let later = ["first words", long, "newest"].map { LikenessFeatures.Later($0, toldAt: .now) }
        let kept = RemakeLikeness.bounded(later)
        #expect(kept.map(\.text) == ["newest", String(long.dropLast())])
    }
}
