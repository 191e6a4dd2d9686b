package import CaseModel
package import Foundation
package import HTTP
import Postgres
import Vault

/// Somebody who is signed in at the staff door of a house.
package struct TestStaff: Sendable {
    package let id: UUID
    package let cookie: String
    package let formToken: String

    /// Adds somebody with a live session, past password and second factor.
    package static func signIn(
        _ roles: Set<Role>, compartments: Set<Compartment> = [.headquarters], language: String = "en",
        in house: TestHouse
    ) async throws -> TestStaff {
        let id = UUID()
        let token = hexadecimal(Randomness.bytes(32))
        let login = "staff-\(id.uuidString.prefix(8).lowercased())"
        try await house.owner.execute(
            """
            INSERT INTO accounts.staff
                (id, login_name, display_name, password_hash, totp_secret, language, roles, compartments, created_at)
            VALUES (\(id), \(login), 'Somebody', 'none', '\\x00', \(language),
                \(roles.map(\.rawValue).sorted()), \(compartments.map(\.code).sorted()), now())
            """)
        try await house.owner.execute(
            """
            INSERT INTO accounts.sessions
                (id, token_hash, staff_id, stage, created_at, last_seen_at, expires_at)
            VALUES (\(UUID()), \(SHA256.hash(Array("amparo.session.v1|\(token)".utf8))), \(id), 'signed_in', now(), now(),
                now() + interval '1 hour')
            """)
        return TestStaff(
            id: id, cookie: "amparo-session=\(token)",
            formToken: hexadecimal(SHA256.hash(Array("amparo.form-token.v1|\(token)".utf8))))
    }

    package func get(_ path: String) throws -> Request {
        try Request(.get, path, headers: ["Cookie": cookie, "Accept": "text/html"])
    }

    /// A form as the browser sends it, with the token that the page gave.
    package func post(_ path: String, _ fields: KeyValuePairs<String, String> = [:]) throws -> Request {
        try .form(path, [("form-token", formToken)] + fields.map { ($0.key, $0.value) }, headers: ["Cookie": cookie])
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

extension Request {
    /// A form as a browser sends it.
    package static func form(
        _ path: String, _ fields: [(String, String)], headers: Headers = [:]
    ) throws -> Request {
        var headers = headers
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        headers["Accept"] = "text/html"
        let body = fields.map { "\(PercentCoding.encode($0.0))=\(PercentCoding.encode($0.1))" }.joined(separator: "&")
        return try Request(.post, path, headers: headers, body: Array(body.utf8))
    }
}

extension Response {
    /// The body as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Whether the page has this in its source; every page has the empty text.
    package func shows(_ markup: String) -> Bool { markup.isEmpty || text.contains(markup) }

    /// The value of a hidden or shown input.
    package func value(of input: String) -> String? {
        guard let start = text.range(of: "name=\"\(input)\" value=\"") else { return nil }
        return text[start.upperBound...].split(separator: "\"", maxSplits: 1).first.map(String.init)
    }
}
