import CaseModel
import Foundation
import Postgres
import ServiceRuntime
import Vault

/// `amparo partners …`: who may send submissions by program.
enum PartnerCommands {
    static let all = [add, list, token, revoke]

    static let add = Command(
        name: "partners add", parameters: "NAME --kind NGO|UN_ENTITY|SPECIAL_PROCEDURES|TREATY_BODY",
        summary: "Add a partner, which can send nothing before it has a token."
    ) { words, context in
        try words.allow("kind")
        let name = try words.arguments(after: 2, 1...1)[0]
        let isPlain = !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
        guard (1...100).contains(name.unicodeScalars.count), isPlain else {
            throw UsageError("A partner's name has 1 to 100 characters.")
        }
        guard let kind = PartnerKind(rawValue: try words.required("kind")) else {
            throw UsageError("The kinds are \(PartnerKind.allCases.map(\.rawValue).joined(separator: ", ")).")
        }
        let added = try await context.inSchema(of: .intake) { transaction in
            try await transaction.execute(
                """
                INSERT INTO partners (id, name, kind, created_at)
                VALUES (\(Randomness.timelessUUID()), \(name), \(kind.rawValue), now())
                ON CONFLICT (name) DO NOTHING
                """)
        }
        guard added == 1 else { throw StartFailure("There is a partner of this name.", code: "partner-exists") }
        Terminal.print("Done. Next: amparo partners token.")
    }

    static let list = Command(
        name: "partners list", parameters: "", summary: "List the partners with their tokens' last four characters."
    ) { words, context in
        try words.allow()
        let lines = try await context.inSchema(of: .intake) { transaction in
            try await transaction.query(
                """
                SELECT name, kind, partners.revoked_at IS NOT NULL AS is_revoked, last_four, expires_at, scopes,
                    CASE WHEN partners.revoked_at IS NOT NULL OR token.revoked_at IS NOT NULL THEN 'revoked'
                        WHEN expires_at <= now() THEN 'expired' ELSE 'active' END AS state
                FROM partners LEFT JOIN partner_tokens AS token ON partner_id = partners.id
                ORDER BY name, token.created_at
                """
            ).map(line)
        }
        for line in lines { Terminal.print(line) }
    }

    private static func line(_ row: Row) throws -> String {
        var fields: [String] = [try row.get("name"), try row.get("kind")]
        if let lastFour = try row.get("last_four", as: String?.self) {
            let scopes = try row.get("scopes", as: [String].self).joined(separator: ",")
            let end = EventCoding.text(of: try row.get("expires_at", as: Date.self)).prefix(10)
            fields += ["…\(lastFour)", try row.get("state"), "until \(end)", scopes]
        } else {
            fields.append(try row.get("is_revoked", as: Bool.self) ? "revoked" : "no token")
        }
        return fields.joined(separator: "\t")
    }

    static let token = Command(
        name: "partners token", parameters: "NAME [--scopes submit,status] [--days 365]",
        summary: "Make a token for a partner and print it: it is stored nowhere."
    ) { words, context in
        try words.allow("scopes", "days")
        let name = try words.arguments(after: 2, 1...1)[0]
        guard let days = Int(words.option("days") ?? "365"), (1...3650).contains(days) else {
            throw UsageError("A token lasts 1 to 3650 days.")
        }
        let typed = words.list("scopes")
        let scopes = typed.isEmpty ? PartnerScope.allCases : typed.compactMap(PartnerScope.init)
        guard scopes.count >= typed.count else { throw UsageError("The scopes are submit and status.") }
        let token = PartnerToken()
        let made = try await context.inSchema(of: .intake) { transaction in
            try await transaction.execute(
                """
                INSERT INTO partner_tokens (id, partner_id, hash, last_four, scopes, created_at, expires_at)
                SELECT \(Randomness.timelessUUID()), id, \(token.stored), \(token.lastFour),
                    \(Set(scopes.map(\.rawValue)).sorted()), now(), now() + make_interval(days => \(Int32(days)))
                FROM partners WHERE name = \(name) AND revoked_at IS NULL
                """)
        }
        guard made == 1 else { throw noSuchPartner }
        Terminal.print("Token, shown only now: \(token.printed)")
    }

    static let revoke = Command(
        name: "partners revoke", parameters: "NAME [--token LAST-FOUR]",
        summary: "Refuse a partner, or one token of it, from this moment on."
    ) { words, context in
        try words.allow("token")
        let name = try words.arguments(after: 2, 1...1)[0]
        let lastFour = words.option("token")
        guard lastFour != nil || !words.flag("token") else { throw UsageError("The option --token is missing.") }
        let revoked = try await context.inSchema(of: .intake) { transaction in
            guard let lastFour else {
                return try await transaction.execute(
                    "UPDATE partners SET revoked_at = coalesce(revoked_at, now()) WHERE name = \(name)")
            }
            return try await transaction.execute(
                """
                UPDATE partner_tokens SET revoked_at = coalesce(partner_tokens.revoked_at, now()) FROM partners
                WHERE partner_id = partners.id AND name = \(name) AND last_four = \(lastFour)
                """)
        }
        guard revoked > 0 else { throw noSuchPartner }
        Terminal.print("Done.")
    }

    private static let noSuchPartner = StartFailure("There is no such partner or token.", code: "no-such-partner")
}
