import CaseModel
import Foundation
import Postgres
import Web

enum StaffQueries {
    static var becomeOwner: SQL { "SET LOCAL ROLE amparo_accounts_migrator" }
    static var becomeKeeperOfRecord: SQL { "SET LOCAL ROLE amparo_verification_migrator" }

    /// Returns no row where the name is taken.
    static func add(
        _ id: UUID, _ loginName: String, _ new: NewStaff, codeHash: [UInt8], until end: Date, now: Date
    ) -> SQL {
        """
        INSERT INTO accounts.staff
            (id, login_name, display_name, language, roles, compartments, set_up_code_hash, set_up_expires_at, created_at)
        VALUES (\(id), \(loginName), \(new.name), \(new.language.code), \(new.roles.map(\.rawValue).sorted()),
            \(new.compartments.map(\.code).sorted()), \(codeHash), \(end), \(now))
        ON CONFLICT (login_name) DO NOTHING
        RETURNING id
        """
    }

    static func find(_ loginName: String) -> SQL {
        "SELECT id FROM accounts.staff WHERE login_name = \(loginName) FOR UPDATE"
    }

    static func disable(_ id: UUID, now: Date) -> SQL {
        "UPDATE accounts.staff SET disabled_at = COALESCE(disabled_at, \(now)) WHERE id = \(id)"
    }

    static func reset(_ id: UUID, codeHash: [UInt8], until end: Date) -> SQL {
        """
        UPDATE accounts.staff
        SET password_hash = NULL, totp_secret = NULL, set_up_code_hash = \(codeHash), set_up_expires_at = \(end)
        WHERE id = \(id)
        """
    }

    static func complete(_ id: UUID, passwordHash: String, secret: [UInt8]) -> SQL {
        """
        UPDATE accounts.staff
        SET password_hash = \(passwordHash), totp_secret = \(secret), totp_last_step = 0,
            set_up_code_hash = NULL, set_up_expires_at = NULL
        WHERE id = \(id)
        """
    }

    static var list: SQL {
        """
        SELECT id, login_name, display_name, language, roles, compartments,
            totp_secret IS NOT NULL AS is_set_up, disabled_at IS NOT NULL AS is_disabled
        FROM accounts.staff
        ORDER BY login_name
        """
    }
}
