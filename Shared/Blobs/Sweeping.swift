package import ServiceRuntime

/// Removes, again and again, the files that nothing names. What that means is each service's own.
package struct Sweeping: Service {
    package let name: String
    private let pause: Duration
    private let logger: Logger
    private let sweep: @Sendable () async throws -> Int

    /// - Parameter sweep: Returns how many files it removed.
    package init(
        name: String, every pause: Duration, logger: Logger, sweep: @escaping @Sendable () async throws -> Int
    ) {
        self.name = name
        self.pause = pause
        self.logger = logger
        self.sweep = sweep
    }

    package func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        repeat {
            do {
                let removed = try await sweep()
                if removed > 0 { logger.info("Removed files that nothing names", [.count: .count(removed)]) }
            } catch {
                logger.warning("Files could not be swept", [.error: .error(error)])
            }
        } while await lifetime.pause(pause)
    }
}
