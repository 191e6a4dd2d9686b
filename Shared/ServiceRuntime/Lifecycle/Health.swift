import Synchronization

/// Whether a process can do its work now: named checks, run when somebody asks.
package final class Health: Sendable {
    /// Returns nil when the part works, otherwise a short code for why not.
    package typealias Check = @Sendable () async -> String?

    private let checks = Mutex<[(name: String, check: Check)]>([])
    private let open = Mutex<[Int: Question]>([:])

    package init() {}

    package func add(_ name: StaticString, _ check: @escaping Check) {
        checks.withLock { $0.append((name.description, check)) }
    }

    /// Runs all checks at the same time; one that has not answered after `deadline` counts as `timeout`, whether or not it
    /// heeds cancellation. While a check is busy with an earlier question, who asks again waits for the same answer.
    package func report(deadline: Duration = .seconds(2)) async -> HealthReport {
        let asked = checks.withLock { $0 }.enumerated().map { (name: $1.name, question: ask($1.check, number: $0)) }
        let late = Gate()
        let timer = Task {
            try? await Task.sleep(for: deadline)
            late.open()
        }
        defer { timer.cancel() }
        var parts: [HealthReport.Part] = []
        for (name, question) in asked {
            parts.append(.init(name: name, problem: await question.problem(orWhen: late)))
        }
        return HealthReport(parts: parts)
    }

    private func ask(_ check: @escaping Check, number: Int) -> Question {
        let (question, isNew) = open.withLock { open in
            if let question = open[number] { return (question, false) }
            let question = Question()
            open[number] = question
            return (question, true)
        }
        guard isNew else { return question }
        Task {
            let problem = await check()
            open.withLock { _ = $0.removeValue(forKey: number) }
            question.answer(problem)
        }
        return question
    }
}

/// A check that has been asked and will answer, perhaps too late.
private final class Question: Sendable {
    private let given = Mutex<String?>(nil)
    private let answered = Gate()

    func answer(_ problem: String?) {
        given.withLock { $0 = problem }
        answered.open()
    }

    func problem(orWhen late: Gate) async -> String? {
        await withTaskGroup { group in
            group.addTask { await self.answered.wait() }
            group.addTask { await late.wait() }
            await group.next()
            group.cancelAll()
        }
        return answered.isOpen ? given.withLock { $0 } : "timeout"
    }
}
