import Foundation
import Postgres

enum SignInQueries {
    /// Counts one more try for a name, before it is looked at, and sets from when the next may come: at once for the
    /// first eight, then after 1, 2, 4 … 300 seconds. Returns no row where the next may not come yet.
    static func count(_ nameHash: [UInt8], now: Date, forgottenBefore: Date) -> SQL {
        """
        INSERT INTO accounts.failed_sign_ins AS f (name_hash, failures, last_at, blocked_until)
        VALUES (\(nameHash), 1, \(now), \(now))
        ON CONFLICT (name_hash) DO UPDATE SET
            failures = CASE WHEN f.last_at < \(forgottenBefore) THEN 1 ELSE f.failures + 1 END,
            last_at = \(now),
            blocked_until = \(now) + CASE
                WHEN f.last_at < \(forgottenBefore) OR f.failures < 8 THEN interval '0'
                ELSE make_interval(secs => LEAST(300, power(2, LEAST(f.failures, 30) - 8)))
            END
        WHERE f.blocked_until <= \(now)
        RETURNING failures
        """
    }

    static func forget(_ nameHash: [UInt8]) -> SQL {
        "DELETE FROM accounts.failed_sign_ins WHERE name_hash = \(nameHash)"
    }

    static func forgetOld(before: Date) -> SQL {
        "DELETE FROM accounts.failed_sign_ins WHERE last_at < \(before)"
    }

    static func password(of loginName: String) -> SQL {
        """
        SELECT id, password_hash FROM accounts.staff
        WHERE login_name = \(loginName) AND disabled_at IS NULL AND totp_secret IS NOT NULL
        """
    }

    static func setUpCode(of loginName: String, now: Date) -> SQL {
        """
        SELECT id, set_up_code_hash FROM accounts.staff
        WHERE login_name = \(loginName) AND disabled_at IS NULL AND set_up_expires_at > \(now)
        """
    }

    /// Takes a code's time step; returns no row where that step or a later one was taken before.
    static func take(step: Int, of staff: UUID) -> SQL {
        """
        UPDATE accounts.staff SET totp_last_step = \(step)
        WHERE id = \(staff) AND totp_last_step < \(step) AND disabled_at IS NULL
        RETURNING id
        """
    }

    /// Takes a recovery code; returns no row where it is unknown or was taken before.
    static func take(recoveryCode hash: [UInt8], of staff: UUID, now: Date) -> SQL {
        """
        UPDATE accounts.recovery_codes SET used_at = \(now)
        WHERE staff_id = \(staff) AND code_hash = \(hash) AND used_at IS NULL
        RETURNING staff_id
        """
    }

    /// Finishes a set-up; returns no row where its code was used or replaced in the meantime.
    static func setUp(
        _ staff: UUID, code: [UInt8], passwordHash: String, secret: [UInt8], step: Int
    ) -> SQL {
        """
        UPDATE accounts.staff
        SET password_hash = \(passwordHash), totp_secret = \(secret), totp_last_step = \(step),
            set_up_code_hash = NULL, set_up_expires_at = NULL
        WHERE id = \(staff) AND set_up_code_hash = \(code) AND disabled_at IS NULL
        RETURNING id
        """
    }

    static func dropRecoveryCodes(of staff: UUID) -> SQL {
        "DELETE FROM accounts.recovery_codes WHERE staff_id = \(staff)"
    }

    static func addRecoveryCodes(_ hashes: [[UInt8]], of staff: UUID) -> SQL {
        "INSERT INTO accounts.recovery_codes (staff_id, code_hash) SELECT \(staff), unnest(\(hashes))"
    }

    static func setPassword(_ hash: String, of staff: UUID) -> SQL {
        "UPDATE accounts.staff SET password_hash = \(hash) WHERE id = \(staff)"
    }

    static func setLanguage(_ language: String, of staff: UUID) -> SQL {
        "UPDATE accounts.staff SET language = \(language) WHERE id = \(staff)"
    }
}
