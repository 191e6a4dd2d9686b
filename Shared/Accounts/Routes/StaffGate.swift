import CaseModel
import Foundation
import HTTP
import Web

/// Decides about one request at the staff door, and writes down whom it turned away.
struct StaffGate: Sendable {
    let sessions: Sessions
    let cookie: SessionCookie
    let audit: AccessAudit
    let places: [TimePlace]
    let now: @Sendable () -> Date

    /// What somebody tries.
    struct Attempt: Sendable {
        let request: Request
        let pattern: String
        let roles: Set<Role>
        let subjects: [UUID]

        func event(_ kind: AccessEvent.Kind, _ staff: UUID?) -> AccessEvent {
            let method = request.method == .head ? Method.get : request.method
            return AccessEvent(kind, staff: staff, route: "\(method.rawValue) \(pattern)", subjects: subjects)
        }
    }

    enum Decision {
        case signedIn(Staff)
        case turnedAway(Response)
    }

    func open(_ attempt: Attempt) async throws -> Decision {
        guard let token = cookie.token(of: attempt.request), let staff = try await sessions.find(token, now: now())
        else {
            try await audit(attempt.event(.deniedNotSignedIn, nil))
            return .turnedAway(Self.toSignIn(attempt.request))
        }
        guard !staff.roles.isDisjoint(with: attempt.roles) else {
            try await audit(attempt.event(.deniedRole, staff.id))
            throw HTTPError.forbidden
        }
        return .signedIn(staff)
    }

    /// Throws unless the form is one that this session was given and the browser does not say it came from elsewhere.
    func check(_ token: String?, of staff: Staff, _ attempt: Attempt) async throws {
        let site = attempt.request.headers["Sec-Fetch-Site"]
        guard site == nil || site == "same-origin" || site == "none", let token,
            FormToken.isEqual(token, staff.formToken)
        else {
            try await audit(attempt.event(.deniedFormToken, staff.id))
            throw HTTPError.forbidden
        }
    }

    /// 303 to the sign-in page, which leads back here when a page was asked for.
    static func toSignIn(_ request: Request) -> Response {
        let isPage = request.method == .get || request.method == .head
        let back = isPage ? "?next=" + PercentCoding.encode(request.path) : ""
        return .redirect("/account/sign-in" + back, door: .staff)
    }

    /// What the handler answers, made with the times of the house's places.
    func finished(_ handler: () async throws -> Response) async throws -> Response {
        var response = try await UTCTime.$places.withValue(places, operation: handler)
        SecurityHeaders.apply(to: &response, door: .staff)
        return response
    }
}
