/// What is wrong with a protocol, found when it is loaded: one that cannot be followed must not begin.
package enum ProtocolCheck {
    package enum Problem: String, Sendable, CaseIterable {
        case noSteps = "no_steps"
        case unknownEntity = "unknown_entity"
        case unknownTool = "unknown_tool"
        case titleWithoutEnglish = "title_without_english"
        case notADay = "not_a_day"
        case reviewBeforeAdoption = "review_before_adoption"
        case duplicateStep = "duplicate_step"
        case unknownStep = "unknown_step"
        case stepsInACircle = "steps_in_a_circle"
        case clockOutOfRange = "clock_out_of_range"
        case escalatesToItself = "escalates_to_itself"
        case versionOutOfRange = "version_out_of_range"
    }

    /// One problem and where it is: `steps.2.after`, as the file's reader knows it.
    package struct Finding: Sendable, Equatable {
        package let problem: Problem
        package let path: String

        package init(_ problem: Problem, _ path: String) {
            self.problem = problem
            self.path = path
        }
    }

    package static func check(_ one: EntityProtocol, lists: CodeLists) -> [Finding] {
        var findings: [Finding] = []
        func report(_ problem: Problem, _ path: String, when isWrong: Bool) {
            if isWrong { findings.append(Finding(problem, path)) }
        }
        report(.versionOutOfRange, "version", when: !(1...9999).contains(one.version))
        report(.titleWithoutEnglish, "title", when: one.title["en", default: ""].isEmpty)
        for (index, code) in one.entities.enumerated() {
            report(.unknownEntity, "entities.\(index)", when: !lists.contains(code, in: "un_entity"))
        }
        for (index, code) in one.tools.enumerated() {
            report(.unknownTool, "tools.\(index)", when: !lists.contains(code, in: "action_type"))
        }
        report(.notADay, "adopted", when: !isDay(one.adopted))
        report(.notADay, "review", when: !isDay(one.review))
        for (index, day) in one.holidays.enumerated() { report(.notADay, "holidays.\(index)", when: !isDay(day)) }
        report(
            .reviewBeforeAdoption, "review",
            when: isDay(one.adopted) && isDay(one.review) && one.review <= one.adopted)
        report(.noSteps, "steps", when: one.steps.isEmpty)
        let known = Set(one.steps.map(\.id))
        var seen: Set<String> = []
        for (index, step) in one.steps.enumerated() {
            let path = "steps.\(index)"
            report(.duplicateStep, "\(path).id", when: !seen.insert(step.id).inserted)
            report(.titleWithoutEnglish, "\(path).title", when: step.title["en", default: ""].isEmpty)
            report(.unknownStep, "\(path).after", when: !known.isSuperset(of: step.after))
            report(.stepsInACircle, "\(path).after", when: leadsBack(step.id, one.steps))
            report(.escalatesToItself, "\(path).escalates_to", when: step.escalatesTo == step.role)
            if let clock = step.clock {
                report(
                    .clockOutOfRange, "\(path).clock",
                    when: !(1...3650).contains(clock.amount) || !(0...10).contains(clock.extensions))
            }
        }
        return findings
    }

    private static func isDay(_ text: String) -> Bool {
        guard let day = ReportedDate(typed: text) else { return false }
        return day.precision == "EXACT" && day.text == text
    }

    /// Whether a step waits, over however many others, for itself.
    private static func leadsBack(_ id: String, _ steps: [ProtocolStep]) -> Bool {
        let before = Dictionary(steps.map { ($0.id, $0.after) }, uniquingKeysWith: { first, _ in first })
        var reached: Set<String> = []
        var next = before[id] ?? []
        while let one = next.popLast() {
            if one == id { return true }
            if reached.insert(one).inserted { next += before[one] ?? [] }
        }
        return false
    }
}
