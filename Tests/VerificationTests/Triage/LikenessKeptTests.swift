import CaseModel
import Foundation
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `What a submission is compared by` {
    static let text = "On 10 February 2026 the police raided the office of Casa Exemplar because it works with the UN."

    @Test func `is written and read as it was`() throws {
        let features = [
            LikenessFeatures(
                names: .init(
                    words: [1, .max], inside: [11], full: [12], initials: [13], partial: [14], variants: [15, 16],
                    uncased: [17]), days: [7], shingles: [2, 3, 5], state: 9, entities: [], event: nil,
                places: [18], acts: [19, 20]),
            LikenessFeatures(names: .init(), days: [], shingles: [], state: nil, entities: [4], event: 8),
        ]
        for one in features {
            let bytes = FeatureBytes.write(one)
            #expect(FeatureBytes.read(bytes) == one)
            for count in 0..<bytes.count { #expect(FeatureBytes.read(Array(bytes.prefix(count))) == nil) }
            #expect(FeatureBytes.read(bytes + [0]) == nil)
        }
        #expect(FeatureBytes.read([3] + FeatureBytes.write(features[0]).dropFirst()) == nil)
    }

    @Test func `is kept once, however often it arrives, and holds none of its words`() async throws {
        try await DeskUnderTest.open { desk in
            let submission = try desk.submission(narrative: Self.text)
            for _ in 0..<2 { try await desk.receive.take(submission, in: desk.system) }
            #expect(try await desk.house.count("verification", "likeness") == 1)
            #expect(try await desk.house.count("verification", "compartment_keys") == 1)
            let tokens = try await desk.house.count("verification", "likeness_tokens")
            #expect(tokens > LikenessTokens.shingles)
            let row = try #require(try await desk.house.owner.first("SELECT features FROM verification.likeness"))
            let features = try #require(FeatureBytes.read(try row.get("features")))
            #expect(features.days.count == 1)
            #expect(!features.names.all.isEmpty)
            // Under another key the same text is something else.
            let content = try OpenSubmission(keys: .init(.verification, files: desk.house.keys))(
                submission.sealedSubmission.bytes, of: submission.submissionID)
            let other = try ReadFeatures(lists: CodeLists.bundled())(content, under: .init())
            #expect(other.names.all.count == features.names.all.count)
            #expect(other.names.all.isDisjoint(with: features.names.all))
        }
    }

    @Test func `is nothing where the submission cannot be opened, which is on the desk all the same`() async throws {
        try await DeskUnderTest.open { desk in
            let whole = try desk.submission(narrative: Self.text)
            let broken = SubmissionReceived(
                submissionID: whole.submissionID, mailboxID: whole.mailboxID, receivedAt: whole.receivedAt,
                urgency: whole.urgency, evidenceIDs: [], sealedSubmission: SealedPart([1, 2, 3]))
            try await desk.receive.take(broken, in: desk.system)
            #expect(try await desk.house.count("verification", "submissions") == 1)
            #expect(try await desk.house.count("verification", "likeness") == 0)
        }
    }

    @Test func `makes a campaign of the fifth copy, and takes in what follows`() async throws {
        try await DeskUnderTest.open { desk in
            var copies: [SubmissionID] = []
            for number in 1...7 {
                copies.append(try await desk.arrived(narrative: "\(Self.text) #hashtag\(number)"))
                let campaigns = try await desk.house.count("verification", "campaigns")
                #expect(campaigns == (number < LikenessRule.campaign ? 0 : 1), "\(number)")
            }
            _ = try await desk.arrived(narrative: "Somebody else was dismissed from a school after a speech in May.")
            let rows = try await desk.house.owner.query(
                "SELECT id FROM verification.submissions WHERE campaign_id = \(copies[0].uuid)")
            #expect(Set(try rows.map { SubmissionID(try $0.get("id", as: UUID.self)) }) == Set(copies))
            // A copy's names are those of the first.
            let found = try await desk.house.owner.query(
                "SELECT count(*) AS n FROM verification.likeness_tokens WHERE submission_id = \(copies[1].uuid)")
            #expect(try found[0].get("n", as: Int.self) <= LikenessTokens.shingles)
        }
    }
}
