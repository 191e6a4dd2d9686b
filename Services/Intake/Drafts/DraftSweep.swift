import Foundation
import Postgres
import ServiceRuntime

/// Deletes drafts whose time is over.
struct DraftSweep: Service {
    let name = "draft-sweep"
    let database: Database
    let logger: Logger
    var interval = Duration.seconds(600)

    func run(_ lifetime: Lifetime) async throws {
        lifetime.started()
        repeat {
            do {
                try await database.execute(DraftQueries.deleteExpired(now: .now))
            } catch {
                logger.warning("Drafts whose time is over could not be deleted", [.error: .error(error)])
            }
        } while await lifetime.pause(interval)
    }
}
