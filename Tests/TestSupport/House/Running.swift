package import ServiceRuntime

/// Runs a service while `body` runs, and stops it in the ordinary way.
package func running<R>(_ service: any Service, _ body: () async throws -> R) async throws -> R {
    let lifetime = Lifetime()
    let task = Task { try await service.run(lifetime) }
    await lifetime.untilStarted()
    do {
        let result = try await body()
        lifetime.stop()
        try await task.value
        return result
    } catch {
        lifetime.stop()
        try? await task.value
        throw error
    }
}
