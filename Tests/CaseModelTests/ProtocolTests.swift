import CaseModel
import Foundation
import Testing

@Suite struct ProtocolTests {
    private static let start = Date(timeIntervalSince1970: 1_772_791_200)  // Friday, 6 March 2026, 10:00
    private static let officer = StaffID(UUID())

    private static func hours(_ count: Double) -> Date { start.addingTimeInterval(count * 3600) }

    private static let definition = EntityProtocol(
        code: "FIELD_PRESENCE", version: 1, title: ["en": "Field presence"], entities: ["OHCHR_FIELD"],
        adopted: "2026-01-01", review: "2027-01-01", holidays: ["2026-03-09"], tools: ["A03", "A17"],
        steps: [
            ProtocolStep(
                id: "acknowledge", title: ["en": "Acknowledge"], role: .caseOfficer,
                clock: StepClock(amount: 24, unit: .hours), escalatesTo: .headOfPresence),
            ProtocolStep(
                id: "interview", title: ["en": "Interview"], role: .caseOfficer,
                clock: StepClock(amount: 5, unit: .workingDays, mayStop: true, extensions: 1), after: ["acknowledge"]),
        ])

    private static func event(_ step: String, _ kind: StepEvent.Kind, _ at: Date, reason: String = "why") -> StepEvent {
        StepEvent(step: step, kind: kind, at: at, by: officer, reason: reason)
    }

    @Test func `a step begins when those before it are over, and its clock with it`() throws {
        var run = ProtocolRun(Self.definition, openedAt: Self.start)
        #expect(run.state(of: "acknowledge")?.due == Self.hours(24))
        #expect(run.state(of: "interview")?.status == .waiting)
        #expect(throws: ProtocolRun.Refusal.stepWaits) { try run.add(Self.event("interview", .done, Self.hours(1))) }
        try run.add(Self.event("acknowledge", .done, Self.hours(2), reason: ""))
        #expect(run.state(of: "acknowledge")?.status == .done)
        // Five working days after a Friday, a holiday on Monday: Monday of the week after next ends it.
        #expect(run.state(of: "interview")?.due == EventCoding.date(of: "2026-03-17T00:00:00Z"))
        #expect(run.state(of: "interview")?.isOverdue(at: Self.hours(24 * 20)) == true)
    }

    @Test func `a clock that stood ends later, and an extension is its own length`() throws {
        var run = ProtocolRun(Self.definition, openedAt: Self.start)
        try run.add(Self.event("acknowledge", .skipped, Self.start))
        try run.add(Self.event("interview", .stopped, Self.hours(24)))
        #expect(run.state(of: "interview")?.due == nil && run.state(of: "interview")?.isStopped == true)
        try run.add(Self.event("interview", .resumed, Self.hours(24 * 8)))
        #expect(run.state(of: "interview")?.due == EventCoding.date(of: "2026-03-21T00:00:00Z"))
        try run.add(Self.event("interview", .extended, Self.hours(24 * 9)))
        #expect(run.state(of: "interview")?.due == EventCoding.date(of: "2026-03-28T00:00:00Z"))
        #expect(throws: ProtocolRun.Refusal.noExtensionLeft) {
            try run.add(Self.event("interview", .extended, Self.hours(24 * 10)))
        }
    }

    @Test(arguments: [
        ("nowhere", StepEvent.Kind.done, "", ProtocolRun.Refusal.unknownStep),
        ("acknowledge", .skipped, " ", .reasonMissing),
        ("acknowledge", .reopened, "why", .stepIsOpen), ("acknowledge", .stopped, "why", .clockMayNotStop),
        ("acknowledge", .resumed, "", .clockRuns), ("acknowledge", .extended, "why", .noExtensionLeft),
        ("interview", .stopped, "why", .stepWaits),
    ])
    func `what may not happen is refused and changes nothing`(
        step: String, kind: StepEvent.Kind, reason: String, refusal: ProtocolRun.Refusal
    ) {
        var run = ProtocolRun(Self.definition, openedAt: Self.start)
        #expect(throws: refusal) { try run.add(Self.event(step, kind, Self.hours(1), reason: reason)) }
        #expect(run.events.isEmpty)
    }

    @Test func `a step is opened again, and so wait those after it`() throws {
        var run = ProtocolRun(Self.definition, openedAt: Self.start)
        try run.add(Self.event("acknowledge", .done, Self.hours(1)))
        try run.add(Self.event("acknowledge", .reopened, Self.hours(2)))
        #expect(run.state(of: "acknowledge")?.status == .open && run.state(of: "interview")?.status == .waiting)
    }

    @Test func `a protocol that cannot be followed is told why`() throws {
        let lists = try CodeLists.bundled()
        #expect(ProtocolCheck.check(Self.definition, lists: lists).isEmpty)
        let table: [((inout EntityProtocol) -> Void, ProtocolCheck.Finding)] = [
            ({ $0.steps = [] }, .init(.noSteps, "steps")),
            ({ $0.entities = ["NATO"] }, .init(.unknownEntity, "entities.0")),
            ({ $0.tools = ["A03", "B1"] }, .init(.unknownTool, "tools.1")),
            ({ $0.title = [:] }, .init(.titleWithoutEnglish, "title")),
            ({ $0.adopted = "soon" }, .init(.notADay, "adopted")),
            ({ $0.holidays = ["2026-02-30"] }, .init(.notADay, "holidays.0")),
            ({ $0.review = "2025-01-01" }, .init(.reviewBeforeAdoption, "review")),
            (
                {
                    $0.steps[1].id = "acknowledge"; $0.steps[1].after = []
                }, .init(.duplicateStep, "steps.1.id")
            ),
            ({ $0.steps[1].after = ["x"] }, .init(.unknownStep, "steps.1.after")),
            ({ $0.steps[1].after = ["interview"] }, .init(.stepsInACircle, "steps.1.after")),
            ({ $0.steps[0].clock?.amount = 0 }, .init(.clockOutOfRange, "steps.0.clock")),
            ({ $0.steps[0].escalatesTo = .caseOfficer }, .init(.escalatesToItself, "steps.0.escalates_to")),
            ({ $0.version = 0 }, .init(.versionOutOfRange, "version")),
        ]
        for (change, finding) in table {
            var changed = Self.definition
            change(&changed)
            #expect(ProtocolCheck.check(changed, lists: lists) == [finding])
        }
    }
}
