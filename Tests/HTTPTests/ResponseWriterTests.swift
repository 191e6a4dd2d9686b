@testable import HTTP
import Testing

@Suite struct ResponseWriterTests {
    @Test func `what is sent is let go, also where the producer is always ahead`() async throws {
        let writer = ResponseWriter(capacity: 1_000) {}
        try await writer.write(Array(repeating: 7, count: 999))
        var kept = 0
        for _ in 0..<2_000 {
            // One byte less taken than written: it never runs empty.
            let taken = withUnsafeTemporaryAllocation(byteCount: 500, alignment: 1) { writer.take(into: $0) }
            guard case .bytes(500) = taken else {
                Issue.record("Bytes were expected")
                return
            }
            try await writer.write(Array(repeating: 7, count: 500))
            kept = max(kept, writer.kept)
        }
        #expect(kept <= 3_000)
    }
}
