import TestSupport
import Testing

extension EndToEnd {
    @Test(.enabled(if: RealKafka.isAvailable, "there is no Apache Kafka here"))
    func `the same story goes through Apache Kafka`() async throws {
        let stack = try await Stack.start(on: try await RealKafka.configuration())
        do {
            var story = try await Story(stack)
            try await story.walk()
        } catch {
            try await stack.stop()
            throw error
        }
        try await stack.stop()
    }
}
