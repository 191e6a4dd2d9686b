import ServiceRuntime
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct `A group of services` {
    private let steps = Lines()
    private let log = Lines()
    private let stopping = Gate()

    private var logger: Logger { Logger(service: "test", minimum: .debug, sink: { [log] in log.add($0) }) }

    @Test func `each starts when the one before it serves, and stops in the reverse order`() async throws {
        let last = Gate()
        let services: [any Service] = [
            Recorded(name: "one", steps: steps), Recorded(name: "two", steps: steps),
            Recorded(name: "three", steps: steps, started: last),
        ]
        async let run: Void = ServiceGroup(services, logger: logger).run(until: stopping)
        await last.wait()
        stopping.open()
        try await run
        #expect(
            steps.all == ["one starts", "two starts", "three starts", "three stops", "two stops", "one stops"])
    }

    @Test func `one that returns unasked ends the group with its name`() async {
        let services: [any Service] = [
            Recorded(name: "pool", steps: steps), Scripted(name: "relay") { $0.started() },
        ]
        let error = await #expect(throws: ServiceEndedEarly.self) {
            try await ServiceGroup(services, logger: logger).run(until: stopping)
        }
        #expect(error?.service == "relay")
        #expect(steps.all == ["pool starts", "pool stops"])
        #expect(log.all.contains { $0.contains("ended by itself") && $0.contains("\"part\":\"relay\"") })
    }

    @Test func `one that fails while starting keeps the later ones from starting and its error comes out`() async {
        let services: [any Service] = [
            Recorded(name: "pool", steps: steps),
            Scripted(name: "schema") { _ in throw StartFailure("The schema is behind.", code: "schema-behind") },
            Recorded(name: "server", steps: steps),
        ]
        let error = await #expect(throws: StartFailure.self) {
            try await ServiceGroup(services, logger: logger).run(until: stopping)
        }
        #expect(error?.code == "schema-behind")
        #expect(steps.all == ["pool starts", "pool stops"])
    }

    @Test func `one that does not stop is cancelled after its grace`() async throws {
        let cancelled = Mutex(false)
        let stubborn = Scripted(name: "stubborn") { lifetime in
            lifetime.started()
            let never = Gate()
            await never.wait()
            cancelled.withLock { $0 = Task.isCancelled }
        }
        let started = Gate()
        let services: [any Service] = [stubborn, Recorded(name: "other", steps: steps, started: started)]
        async let run: Void = ServiceGroup(services, logger: logger, grace: .milliseconds(30)).run(until: stopping)
        await started.wait()
        stopping.open()
        try await run
        #expect(cancelled.withLock { $0 })
    }

    @Test func `one that ignores even cancellation is left behind and named`() async throws {
        let release = Gate()
        let deaf = Scripted(name: "deaf") { lifetime in
            lifetime.started()
            await Task { await release.wait() }.value
        }
        let started = Gate()
        let services: [any Service] = [deaf, Recorded(name: "other", steps: steps, started: started)]
        async let run: Void = ServiceGroup(services, logger: logger, grace: .milliseconds(30)).run(until: stopping)
        await started.wait()
        stopping.open()
        try await run
        #expect(log.all.contains { $0.contains("did not stop") && $0.contains("\"part\":\"deaf\"") })
        release.open()
    }

    @Test func `where the caller is cancelled the parts still stop in order`() async throws {
        let started = Gate()
        let services: [any Service] = [
            Recorded(name: "one", steps: steps), Recorded(name: "two", steps: steps, started: started),
        ]
        let run = Task { [stopping, logger] in try await ServiceGroup(services, logger: logger).run(until: stopping) }
        await started.wait()
        run.cancel()
        try await run.value
        #expect(steps.all == ["one starts", "two starts", "two stops", "one stops"])
    }
}

@Suite(.timeLimit(.minutes(15))) struct `Waiting` {
    @Test func `a pause is cut short when the service is told to stop`() async {
        let lifetime = Lifetime()
        async let rested = lifetime.pause(.seconds(300))
        lifetime.stop()
        #expect(await rested == false)
        #expect(await lifetime.pause(.seconds(300)) == false)
    }

    @Test func `a pause that is over says so`() async {
        #expect(await Lifetime().pause(.milliseconds(1)))
    }

    @Test func `a cancelled pause ends and says false, so that no loop spins`() async {
        let task = Task { await Lifetime().pause(.seconds(300)) }
        task.cancel()
        #expect(await task.value == false)
    }

    @Test func `an opened gate lets all through, those who come later too`() async {
        let gate = Gate()
        let waiting = (0..<20).map { _ in Task { await gate.wait() } }
        gate.open()
        for task in waiting { await task.value }
        await gate.wait()
        #expect(gate.isOpen)
    }

    @Test func `a cancelled wait ends although the gate stays shut`() async {
        let gate = Gate()
        for _ in 0..<200 {
            let task = Task { await gate.wait() }
            task.cancel()
            await task.value
        }
        #expect(!gate.isOpen)
    }
}

/// Writes down when it starts and stops.
struct Recorded: Service {
    let name: String
    let steps: Lines
    var started = Gate()

    func run(_ lifetime: Lifetime) async throws {
        steps.add("\(name) starts")
        lifetime.started()
        started.open()
        await lifetime.untilStopping()
        steps.add("\(name) stops")
    }
}

struct Scripted: Service {
    let name: String
    let body: @Sendable (Lifetime) async throws -> Void

    func run(_ lifetime: Lifetime) async throws { try await body(lifetime) }
}
