import Testing

/// Waits until something is so, 10 seconds at most, and says what it waited for when it does not come.
func eventually(_ what: Comment, _ condition: () async -> Bool) async {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if await condition() { return }
        try? await Task.sleep(for: .milliseconds(2))
    }
    Issue.record(what)
}
