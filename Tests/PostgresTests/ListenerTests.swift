import Postgres
import ServiceRuntime
import TestSupport
import Testing

struct ListenerTests {
    @Test func `a notification wakes, and so does a new connection`() async throws {
        let test = try await TestDatabase.create()
        let database = test.owner(connections: 1)
        let listener = Listener(
            test.configuration(as: "amparo_intake_app"), channels: ["work"],
            logger: Logger(service: "test", sink: { _ in }), metrics: Metrics())
        let lifetime = Lifetime()
        let running = Task { try await listener.run(lifetime) }
        await lifetime.untilStarted()
        var wakeUps = listener.wakeUps(on: "work").makeAsyncIterator()
        try await database.transaction { tx in try await tx.notify("work") }
        let wakeUp1: Void? = await wakeUps.next()
        #expect(wakeUp1 != nil)
        try await database.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '%-listener'")
        let wakeUp2: Void? = await wakeUps.next()
        #expect(wakeUp2 != nil)
        try await database.transaction { tx in try await tx.notify("work") }
        let wakeUp3: Void? = await wakeUps.next()
        #expect(wakeUp3 != nil)
        lifetime.stop()
        try await running.value
        await database.close()
    }
}
