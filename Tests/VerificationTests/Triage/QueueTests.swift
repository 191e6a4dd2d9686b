import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `The desk's queue` {
    private struct Made {
        let id: SubmissionID
        let urgency: Urgency
        let receivedAt: Date
        let isHere: Bool
        let isFolded: Bool
    }

    /// Submissions of every kind, written where they would lie: with and without a campaign, an officer, another compartment.
    private func fill(_ desk: DeskUnderTest, _ count: Int, _ seed: UInt64, officer: UUID) async throws -> [Made] {
        var generator = SeededGenerator(seed: seed)
        var made: [Made] = []
        let campaign = UUID()
        for number in 0..<count {
            let id = number == 0 ? campaign : UUID()
            let urgency = Urgency.allCases.randomElement(using: &generator) ?? .u1
            let received = Date(
                timeIntervalSince1970: 1_790_000_000 + Double(Int.random(in: 0...9_000_000, using: &generator)))
            let isHere = number == 0 || Int.random(in: 0..<8, using: &generator) > 0
            let isInCampaign = number > 0 && isHere && Int.random(in: 0..<3, using: &generator) == 0
            let holder = Bool.random(using: &generator) ? officer : nil
            try await desk.write(
                """
                INSERT INTO submissions
                    (id, received_at, told_at, urgency, mailbox_id, compartment, sealed, officer_id)
                VALUES (\(id), \(received), \(received), \(urgency.rawValue), \(UUID()),
                    \(isHere ? "OHCHR_HQ" : "UNHCR"), '\\x00', \(holder))
                """)
            if number == 0 {
                try await desk.write(
                    """
                    INSERT INTO campaigns (id, compartment, recognized_at)
                    VALUES (\(campaign), 'OHCHR_HQ', now())
                    """)
            }
            if isInCampaign {
                try await desk.write(
                    "UPDATE submissions SET campaign_id = \(campaign) WHERE id = \(id)")
            }
            made.append(
                Made(
                    id: SubmissionID(id), urgency: urgency, receivedAt: received, isHere: isHere,
                    isFolded: isInCampaign && urgency != .u1))
        }
        return made
    }

    @Test(arguments: [(1, 20), (2, 150), (3, 420)] as [(UInt64, Int)])
    func `hides no U1 in any view, on any page, however much waits`(seed: UInt64, count: Int) async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let made = try await fill(desk, count, seed, officer: officer.id)
            let urgent = Set(made.filter { $0.urgency == .u1 && $0.isHere }.map(\.id))
            let foreign = Set(made.filter { !$0.isHere }.map(\.id))
            for view in QueueView.allCases {
                for page in [1, 2, 9_999] {
                    let response = await desk.respond(try officer.get("/desk?view=\(view.rawValue)&page=\(page)"))
                    #expect(response.status == .ok)
                    let text = String(decoding: response.bytes, as: UTF8.self)
                    let table =
                        text.components(separatedBy: "id=\"u1\"").dropFirst().first?
                        .components(separatedBy: "</table>").first ?? ""
                    for id in urgent { #expect(table.contains("\(id)"), "\(view) \(page)") }
                    for id in foreign { #expect(!text.contains("\(id)")) }
                    let others =
                        text.components(separatedBy: "id=\"submissions\"").dropFirst().first?
                        .components(separatedBy: "</table>").first ?? ""
                    for id in urgent { #expect(!others.contains("/desk/submissions/\(id)"), "each stands there once") }
                }
            }
        }
    }

    @Test func `lists everything once, the most urgent and then the oldest first, page after page`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let made = try await fill(desk, 420, 7, officer: officer.id)
            let expected = made.filter { $0.isHere && $0.urgency != .u1 && !$0.isFolded }
                .sorted { ($0.urgency, $0.receivedAt, "\($0.id)") < ($1.urgency, $1.receivedAt, "\($1.id)") }.map(\.id)
            let staff = try await desk.staff(officer)
            var listed: [SubmissionID] = []
            for page in 1...10 {
                let seen = try await ReadQueue(desk: desk.desk)(.all, page: page, for: staff)
                listed += seen.queue.waiting.map(\.id)
                #expect(seen.queue.hasMore == (listed.count < expected.count), "\(page)")
                if !seen.queue.hasMore { break }
            }
            #expect(listed == expected)
            let first = try await ReadQueue(desk: desk.desk)(.all, page: 1, for: staff).queue
            let folded = made.filter(\.isFolded)
            #expect(first.campaigns.map(\.count.number) == [folded.count])
            #expect(first.campaigns.first?.urgency == folded.map(\.urgency).min())
            let unassigned = try await ReadQueue(desk: desk.desk)(.unassigned, page: 1, for: staff).queue
            #expect(unassigned.waiting.allSatisfy { $0.officer == nil })
            let mine = try await ReadQueue(desk: desk.desk)(.mine, page: 1, for: staff).queue
            #expect(!mine.waiting.isEmpty)
            #expect(mine.waiting.allSatisfy { $0.officer == StaffID(officer.id) && $0.urgency != .u1 })
        }
    }

    @Test func `shows which clock has run out, and why`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let head = try await desk.officer([.asg])
            let late = try await desk.arrived(.u2)
            let fresh = try await desk.arrived(.u2)
            try await desk.write(
                """
                UPDATE submissions SET received_at = received_at - interval '40 days',
                    told_at = told_at - interval '40 days' WHERE id = \(late.uuid)
                """)
            let staff = try await desk.staff(officer)
            let all = try await ReadQueue(desk: desk.desk)(.all, page: 1, for: staff)
            #expect(all.queue.waiting.map(\.id) == [late, fresh])
            #expect(all.queue.counts.overdue[.triage]?.number == 1)
            #expect(all.queue.counts.overdue[.feedback]?.number == 1)
            let overdue = try await ReadQueue(desk: desk.desk)(.overdue, page: 1, for: staff)
            #expect(overdue.queue.waiting.map(\.id) == [late])
            #expect(overdue.queue.untold.map(\.submission) == [late])
            let page = await desk.respond(try officer.get("/desk"))
            #expect(page.shows("data-overdue=\"triage decision feedback\""))
            #expect(page.shows("the limit is 24 hours") || page.shows("24 hours"))
            #expect(page.shows("id=\"escalated\""))
            // Who leads the house sees first what has run out.
            let escalated = await desk.respond(try head.get("/desk"))
            #expect(escalated.shows("\(late)"))
            #expect(!escalated.shows("\(fresh)"))
        }
    }

    @Test func `counts feedback from the last word to the source, and not once the case is closed`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, submission) = try await desk.opened(by: officer)
            let old = Date(timeIntervalSinceNow: -40 * 86_400)
            try await desk.write(
                "UPDATE submissions SET told_at = \(old) WHERE id = \(submission.uuid)")
            let staff = try await desk.staff(officer)
            func isUntold() async throws -> Bool {
                try await ReadQueue(desk: desk.desk)(.overdue, page: 1, for: staff).queue.untold
                    .contains { $0.submission == submission }
            }
            let before = try await isUntold()
            #expect(before)
            let sent = await desk.respond(
                try officer.post(
                    "/desk/submissions/\(submission)/messages",
                    ["message": "We are looking into it.", "message_kind": "MESSAGE", "message_language": "en"]))
            #expect(sent.status == .seeOther)
            let after = try await isUntold()
            #expect(!after)
            try await desk.write(
                "UPDATE submissions SET told_at = \(old) WHERE id = \(submission.uuid)")
            let again = try await isUntold()
            #expect(again)
            try await desk.write(
                "UPDATE cases SET status = 'CLOSED_UNRESOLVED' WHERE id = \(id.uuid)")
            let closed = try await isUntold()
            #expect(!closed)
            try await desk.write(
                "UPDATE cases SET status = 'SCREENING' WHERE id = \(id.uuid)")
            let reopened = try await isUntold()
            #expect(reopened)
        }
    }
}
