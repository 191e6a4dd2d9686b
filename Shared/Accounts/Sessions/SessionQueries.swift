import Foundation
import Postgres

/// How far somebody has come.
enum SessionStage: String {
    case setUp = "set_up"
    case secondFactor = "second_factor"
    case signedIn = "signed_in"
}

enum SessionQueries {
    /// The person of a live session. `idleSince`: one last seen before that has ended.
    static func person(_ tokenHash: [UInt8], now: Date, idleSince: Date) -> SQL {
        """
        SELECT s.id AS session, s.last_seen_at, p.id, p.login_name, p.display_name, p.language, p.roles, p.compartments
        FROM accounts.sessions AS s
        JOIN accounts.staff AS p ON p.id = s.staff_id
        WHERE s.token_hash = \(tokenHash) AND s.stage = 'signed_in' AND s.expires_at > \(now)
            AND s.last_seen_at > \(idleSince) AND p.disabled_at IS NULL
        """
    }

    static func touch(_ session: UUID, now: Date) -> SQL {
        "UPDATE accounts.sessions SET last_seen_at = \(now) WHERE id = \(session) AND last_seen_at < \(now)"
    }

    static func begin(
        _ id: UUID, _ tokenHash: [UInt8], _ staff: UUID, _ stage: SessionStage, offered: [UInt8]?, now: Date,
        until end: Date
    ) -> SQL {
        """
        INSERT INTO accounts.sessions
            (id, token_hash, staff_id, stage, offered_secret, created_at, last_seen_at, expires_at)
        VALUES (\(id), \(tokenHash), \(staff), \(stage.rawValue), \(offered as [UInt8]?), \(now), \(now), \(end))
        """
    }

    /// The session of somebody who is on the way in.
    static func unfinished(_ tokenHash: [UInt8], _ stage: SessionStage, now: Date) -> SQL {
        """
        SELECT s.id AS session, s.offered_secret, p.id, p.login_name, p.totp_secret, p.totp_last_step,
            p.set_up_code_hash
        FROM accounts.sessions AS s
        JOIN accounts.staff AS p ON p.id = s.staff_id
        WHERE s.token_hash = \(tokenHash) AND s.stage = \(stage.rawValue) AND s.expires_at > \(now)
            AND p.disabled_at IS NULL
        """
    }

    static func end(_ session: UUID) -> SQL {
        "DELETE FROM accounts.sessions WHERE id = \(session)"
    }

    static func endAll(of staff: UUID) -> SQL {
        "DELETE FROM accounts.sessions WHERE staff_id = \(staff)"
    }

    static func endExpired(now: Date, idleSince: Date) -> SQL {
        "DELETE FROM accounts.sessions WHERE expires_at <= \(now) OR last_seen_at <= \(idleSince)"
    }
}
