import CaseModel
import Foundation
import Testing

@Suite struct DeadlineTests {
    private static func time(_ text: String) throws -> Date {
        try #require(EventCoding.date(of: text.contains("T") ? text : text + "T09:00:00Z"))
    }

    private static func window(
        _ communication: StateCommunication, sent: String = "2026-01-17", delivered: String? = "2026-01-17",
        terms: StateTerms? = nil, replies: [(String, Set<StateReplyType>)] = []
    ) throws -> StateWindow {
        StateWindow(
            communication, state: "QAA", terms: terms, sentAt: try time(sent), deliveredAt: try delivered.map(time),
            replies: try replies.map { StateReply(receivedAt: try time($0.0), types: $0.1) })
    }

    @Test(
        arguments: [
            (.urgentAppeal, "2026-03-18", "2026-03-18"), (.allegationLetter, "2026-03-18", "2026-03-18"),
            (.otherLetter, nil, "2026-01-19"), (.noteVerbale, "2026-02-16", nil), (.letter, nil, nil),
        ] as [(StateCommunication, String?, String?)])
    func `each communication has its usual limits`(
        communication: StateCommunication, due: String?, publicFrom: String?
    ) throws {
        let window = try Self.window(communication)
        #expect(window.dueDay == due && window.publicFromDay == publicFrom)
    }

    @Test func `the window opens with delivery and publication is counted from sending`() throws {
        let late = try Self.window(.allegationLetter, delivered: "2026-01-27")
        #expect(late.dueDay == "2026-03-28" && late.publicFromDay == "2026-03-18")
        let lost = try Self.window(.noteVerbale, delivered: nil)
        #expect(lost.due == nil && lost.reminders.isEmpty)
        #expect(try !lost.isOver(at: Self.time("2030-01-01")), "nothing elapses that never began")
    }

    @Test func `the last day belongs to the State, over a leap day and a change of the clocks`() throws {
        for (sent, last, next) in [
            ("2028-01-15T23:59:59Z", "2028-03-15T23:59:59Z", "2028-03-16T00:00:00Z"),
            ("2026-02-20T00:00:00Z", "2026-04-21T23:59:59Z", "2026-04-22T00:00:00Z"),
        ] {
            let window = try Self.window(.urgentAppeal, sent: sent, delivered: sent)
            #expect(try !window.isOver(at: Self.time(last)) && !window.isOverdue(at: Self.time(last)))
            #expect(try window.isOver(at: Self.time(next)) && window.isOverdue(at: Self.time(next)))
        }
    }

    @Test func `a house that counts working days gets them`() throws {
        let terms = StateTerms(reply: StepClock(amount: 5, unit: .workingDays), publication: nil)
        // A Friday; the Monday after is a holiday.
        var window = try Self.window(.letter, sent: "2026-03-06", delivered: "2026-03-06", terms: terms)
        #expect(window.dueDay == "2026-03-13")
        window.holidays = ["2026-03-09"]
        #expect(window.dueDay == "2026-03-16")
    }

    @Test(arguments: StateReplyType.allCases)
    func `a reply ends the window if it says something of the matter`(type: StateReplyType) throws {
        let silent: Set<StateReplyType> = [.none, .acknowledgement, .moreTime, .late]
        let window = try Self.window(.noteVerbale, replies: [("2026-01-20", [type])])
        #expect(try window.isOver(at: Self.time("2026-01-21")) != silent.contains(type))
        #expect(try !window.isOver(at: Self.time("2026-01-19")), "not before it came")
    }

    @Test func `a late reply is late whatever else it is, and still an answer`() throws {
        let window = try Self.window(.noteVerbale, replies: [("2026-02-16", [.partial]), ("2026-02-17", [.rejection])])
        #expect(window.replies.map(window.isLate) == [false, true])
        let overdue = try Self.window(.noteVerbale, replies: [("2026-02-20", [.substantive])])
        #expect(try overdue.isOverdue(at: Self.time("2026-02-19")) && !overdue.isOverdue(at: Self.time("2026-02-21")))
    }

    @Test func `reminders fall at half and nine tenths of the window that stands`() throws {
        var window = try Self.window(.allegationLetter)
        func days() -> [String] { window.reminders.map { String(EventCoding.text(of: $0).prefix(10)) } }
        #expect(days() == ["2026-02-16", "2026-03-12"])
        window.extendedTo = [try Self.time("2026-04-17")]
        #expect(window.dueDay == "2026-04-17" && days() == ["2026-03-03", "2026-04-08"])
        #expect(window.publicFromDay == "2026-03-18", "an extension moves no publication")
    }

    @Test func `a window is extended once, to a later day, and while it is open`() throws {
        var window = try Self.window(.noteVerbale)
        func problem(to end: String, at now: String) throws -> ExtensionRule.Problem? {
            ExtensionRule.problem(window, to: try Self.time(end), now: try Self.time(now))
        }
        #expect(try problem(to: "2026-03-02", at: "2026-02-16") == nil)
        #expect(try problem(to: "2026-02-16", at: "2026-02-01") == .notLater)
        #expect(try problem(to: "2026-03-02", at: "2026-02-17") == .tooLate)
        window.extendedTo = [try Self.time("2026-03-02")]
        #expect(try problem(to: "2026-03-20", at: "2026-02-20") == .tooOften)
        window.terms.reply?.extensions = 2
        #expect(try problem(to: "2026-03-20", at: "2026-02-20") == nil)
        window.deliveredAt = nil
        #expect(try problem(to: "2026-03-20", at: "2026-02-20") == .notOpen)
    }

    @Test func `silence leads from a reminder to a higher level to the public, thirty days each`() throws {
        let window = try Self.window(.noteVerbale)
        let now = try Self.time("2026-06-01")
        func next(_ taken: [ActionType: String] = [:]) throws -> NoReplyRule.Step? {
            NoReplyRule.next(after: window, taken: try taken.mapValues(Self.time), now: now)
        }
        #expect(try next() == .init(tool: .a05, from: Self.time("2026-03-18")))
        #expect(try next([.a05: "2026-04-01"]) == .init(tool: .a04, from: Self.time("2026-05-01")))
        #expect(try next([.a05: "2026-04-01", .a04: "2026-05-02"]) == .init(tool: .a13, from: Self.time("2026-06-01")))
        #expect(try next([.a05: "2026-04-01", .a04: "2026-05-02", .a13: "2026-06-01"]) == nil)
        let answered = try Self.window(.noteVerbale, replies: [("2026-05-01", [.justification])])
        #expect(NoReplyRule.next(after: answered, now: now) == nil)
        #expect(NoReplyRule.next(after: try Self.window(.otherLetter), now: now) == nil)
    }

    @Test func `all times of a communication stand in their order, and an answer leaves its publication`() throws {
        let now = try Self.time("2026-02-01")
        let open = Deadline.all(of: try Self.window(.allegationLetter), now: now)
        #expect(
            open.map(\.kind) == [.reminder, .reminder, .publicFrom, .stateReplyDue, .noReply] as [Deadline.Kind]
                || open.map(\.kind) == [.reminder, .reminder, .stateReplyDue, .publicFrom, .noReply])
        #expect(open.map(\.at) == open.map(\.at).sorted())
        let answered = try Self.window(.allegationLetter, replies: [("2026-01-20", [.substantive])])
        #expect(Deadline.all(of: answered, now: now).map(\.kind) == [.publicFrom])
    }

    @Test(
        arguments: [
            (.u1, nil, 1), (.u1, 10, 1), (.u1, 0.5, 0.5), (.u2, nil, 30), (.u3, 7, 7), (.u4, 90, 30),
        ] as [(Urgency, Double?, Double)])
    func `doing nothing is looked at again`(urgency: Urgency, asked: Double?, days: Double) {
        let asked = asked.map { InventedCase.now.addingTimeInterval($0 * 86_400) }
        let review = Deadline.reviewOfInaction(urgency, decidedAt: InventedCase.now, asked: asked)
        #expect(review == Deadline(.inactionReview, at: InventedCase.now.addingTimeInterval(days * 86_400)))
    }

    @Test(arguments: [
        ("2026-06-01", "2026-06-01"..."2026-11-30", "2027-01-31"),
        ("2026-11-30", "2026-06-01"..."2026-11-30", "2027-01-31"),
        ("2026-12-01", "2026-12-01"..."2027-02-28", "2027-04-30"),
        ("2028-02-29", "2027-12-01"..."2028-02-29", "2028-04-30"),
        ("2026-03-01", "2026-03-01"..."2026-05-31", "2026-07-31"),
        ("2026-05-31", "2026-03-01"..."2026-05-31", "2026-07-31"),
    ])
    func `a communication stands in one of three reports a year`(
        sent: String, covered: ClosedRange<String>, until: String
    ) throws {
        let report = try #require(CommunicationsReport.covering(try Self.time(sent)))
        #expect(report.sent == covered && report.repliesUntil == until)
    }

    @Test func `every day stands in one report, and replies are taken two months longer`() throws {
        var day = try Self.time("2026-01-01")
        for _ in 0..<1200 {
            let report = try #require(CommunicationsReport.covering(day))
            #expect(report.sent.contains(String(EventCoding.text(of: day).prefix(10))))
            #expect(report.sent.upperBound < report.repliesUntil)
            day.addTimeInterval(86_400)
        }
    }

    @Test func `a window reads as it was written`() throws {
        let window = try Self.window(.urgentAppeal, replies: [("2026-03-02", [.noSuchPerson, .late])])
        #expect(try EventCoding.decode(StateWindow.self, from: EventCoding.encode(window)) == window)
    }
}
