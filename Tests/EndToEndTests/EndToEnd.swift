import TestSupport
import Testing

/// All that is tried on the whole house. One after the other: most tests stop or restart something that all share.
@Suite(.serialized, .timeLimit(.minutes(15))) struct EndToEnd {}

/// Records an issue where the condition does not come to hold within the deadline.
func expectEventually(
    _ what: Comment, within deadline: Duration = .seconds(20), sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: () async throws -> Bool
) async throws {
    if try await !eventually(within: deadline, condition) {
        Issue.record("It did not come to hold within \(deadline): \(what)", sourceLocation: sourceLocation)
    }
}
