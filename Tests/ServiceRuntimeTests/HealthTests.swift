import Foundation
import ServiceRuntime
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct `Health checks` {
    @Test func `it is ready when every part says so`() async throws {
        let health = Health()
        health.add("database") { nil }
        #expect(await health.report().isReady)
        health.add("broker") { "unreachable" }
        let report = await health.report()
        #expect(!report.isReady)
        #expect(report.json == #"{"ready":false,"parts":{"database":"ok","broker":"unreachable"}}"#)
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(report.json.utf8)) }
    }

    @Test func `a check that hangs and ignores cancellation counts as a time-out`() async {
        let health = Health()
        let release = Gate()
        health.add("deaf") {
            await Task { await release.wait() }.value; return nil
        }
        health.add("quick") { nil }
        let report = await health.report(deadline: .milliseconds(30))
        #expect(report.parts.map(\.problem) == ["timeout", nil])
        release.open()
    }

    @Test func `a check that still hangs is not asked a second time`() async {
        let health = Health()
        let release = Gate()
        let asked = Mutex(0)
        health.add("slow") {
            asked.withLock { $0 += 1 }
            await release.wait()
            return nil
        }
        _ = await health.report(deadline: .milliseconds(10))
        _ = await health.report(deadline: .milliseconds(10))
        #expect(asked.withLock { $0 } == 1)
        release.open()
        #expect(await health.report(deadline: .seconds(30)).isReady)
    }

    @Test func `all checks run at the same time`() async {
        let health = Health()
        let (one, other) = (Gate(), Gate())
        health.add("one") {
            one.open(); await other.wait(); return nil
        }
        health.add("other") {
            other.open(); await one.wait(); return nil
        }
        #expect(await health.report(deadline: .seconds(30)).isReady)
    }
}
