import Accounts
import Audit
import Foundation
import Synchronization
import Testing

@Suite struct AccessRecorderTests {
    private final class Record: Sendable {
        let entries = Mutex<[AuditEntry]>([])
        let now = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

        func recorder() -> AccessRecorder {
            AccessRecorder(now: { self.now.withLock { $0 } }) { entry in self.entries.withLock { $0.append(entry) } }
        }
        var count: Int { entries.withLock { $0.count } }
        func wait(_ seconds: TimeInterval) { now.withLock { $0 += seconds } }
    }

    private let unknown = AccessEvent(.deniedNotSignedIn, staff: nil, route: "GET /desk")

    @Test func `a flood of strangers leaves a bounded number of entries, and one that says how many more came`()
        async throws
    {
        let record = Record()
        let recorder = record.recorder()
        for _ in 0..<1000 { try await recorder.record(unknown) }
        #expect(record.count == AccessRecorder.burst)
        record.wait(1)
        try await recorder.record(unknown)
        let last = record.entries.withLock { Array($0.suffix(2)) }
        #expect(last.map(\.action.code) == ["access.left-out", "denied-not-signed-in.get.desk"])
        #expect(last.first?.reason == "count-\(1000 - AccessRecorder.burst)")
        #expect(record.count == AccessRecorder.burst + 2)
    }

    @Test func `what a known person does is always written down`() async throws {
        let record = Record()
        let recorder = record.recorder()
        for _ in 0..<200 { try await recorder.record(unknown) }
        let before = record.count
        for _ in 0..<200 { try await recorder.record(AccessEvent(.deniedRole, staff: UUID(), route: "GET /desk")) }
        #expect(record.count == before + 200)
    }

    @Test func `time that runs backwards gives no more room`() async throws {
        let record = Record()
        let recorder = record.recorder()
        for _ in 0..<100 { try await recorder.record(unknown) }
        record.wait(-3600)
        for _ in 0..<100 { try await recorder.record(unknown) }
        #expect(record.count == AccessRecorder.burst)
    }
}
