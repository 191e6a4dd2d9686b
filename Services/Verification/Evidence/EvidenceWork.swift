import Foundation
import ServiceRuntime

/// Something that is done again and again in the background: at once while there is more, else after a pause. What is under
/// way when the process is told to stop is broken off.
struct EvidenceWork: Service {
    let name: String
    let pause: Duration
    let logger: Logger
    /// Returns whether there may be more.
    let step: @Sendable () async throws -> Bool

    func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        let work = Task {
            var goesOn = true
            while goesOn {
                var isMore = false
                do {
                    isMore = try await step()
                } catch is CancellationError {
                    return
                } catch {
                    logger.warning("Evidence could not be looked after", [.part: .code(name), .error: .error(error)])
                }
                goesOn = isMore ? !Task.isCancelled : await lifetime.pause(pause)
            }
        }
        await lifetime.untilStopping()
        work.cancel()
        await work.value
    }
}
