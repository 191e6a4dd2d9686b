import CaseModel
import Foundation
import HTTP
import Postgres
import Vault

/// Who sends, as a live token says.
struct Partner: Sendable, Equatable {
    let id: UUID
    let name: String
    let kind: PartnerKind
    let scopes: Set<PartnerScope>
}

/// Why a partner's request is not served.
enum PartnerFailure: String, HTTPFailure {
    /// No token, or none that is good: which of these is told to nobody.
    case unauthorized
    case scopeMissing = "scope-missing"
    /// The partner sends as much at once as it may.
    case tooManyAtOnce = "too-many-at-once"

    var code: String { rawValue }

    var status: Status {
        switch self {
        case .unauthorized: .unauthorized
        case .scopeMissing: .forbidden
        case .tooManyAtOnce: .tooManyRequests
        }
    }

    var headers: Headers {
        switch self {
        case .unauthorized: ["WWW-Authenticate": "Bearer realm=\"amparo\""]
        case .scopeMissing: ["WWW-Authenticate": "Bearer realm=\"amparo\", error=\"insufficient_scope\""]
        case .tooManyAtOnce: ["Retry-After": "10"]
        }
    }
}

/// Lets in who has a live token. One that is wrong, expired or revoked takes the same query and the same answer; what has not
/// the shape of a token, which everybody knows, is refused without one.
struct PartnerGate: Sendable {
    let database: Database

    func callAsFunction(_ request: Request, _ scope: PartnerScope, at now: Date = .now) async throws -> Partner {
        let lines = request.headers.all("Authorization")
        guard lines.count == 1, let line = lines.first, let space = line.firstIndex(of: " "),
            line[..<space].lowercased() == "bearer",
            let token = PartnerToken(parsing: line[space...].trimmingCharacters(in: .whitespaces))
        else { throw PartnerFailure.unauthorized }
        guard let row = try await database.first(PartnerQueries.find(token.stored, at: now)),
            try row.get("is_live", as: Bool.self),
            let kind = PartnerKind(rawValue: try row.get("kind"))
        else { throw PartnerFailure.unauthorized }
        let partner = Partner(
            id: try row.get("id"), name: try row.get("name"), kind: kind,
            scopes: Set(try row.get("scopes", as: [String].self).compactMap(PartnerScope.init)))
        guard partner.scopes.contains(scope) else { throw PartnerFailure.scopeMissing }
        return partner
    }
}
