import Accounts
import Audit
import CaseModel
import Foundation
import Messaging
package import Postgres
import Vault

/// What `amparo migrate` applies, with the services' own files taken from the repository.
package enum HouseMigrations {
    package static let all: [MigrationSet] =
        [VaultMigrations.set, AccountMigrations.set] + ServiceName.allCases.flatMap(sets)

    private static func sets(_ service: ServiceName) -> [MigrationSet] {
        let schema = service.rawValue
        let (name, folder): (StaticString, String) =
            switch service {
            case .intake: ("intake", "Intake")
            case .verification: ("verification", "Verification")
            case .notification: ("notification", "Notification")
            case .reporting: ("reporting", "Reporting")
            }
        let own = MigrationSet(
            name: name, schema: schema,
            directory: repositoryRoot.appending(path: "Services/\(folder)/Migrations"))
        let audit = service == .intake ? [] : [AuditMigrations.set(schema: schema)]
        return [MessagingMigrations.set(schema: schema)] + audit + [own]
    }
}
