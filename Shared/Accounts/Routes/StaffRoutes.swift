package import CaseModel
package import Foundation
package import HTTP
package import Web

/// Routes that only staff may use. A handler runs only for somebody who is signed in, has one of the roles named and,
/// where something is sent, sends a form that this session was given; and only after the record of it is written.
///
///     var routes = StaffRoutes(sessions: sessions, cookie: cookie, audit: audit)
///     routes.get("/desk/{id}", UUID.self, roles: [.caseOfficer]) { request, staff, id in … }
///     routes.post("/desk/{id}/decide", UUID.self, roles: [.caseOfficer]) { request, staff, form, id in … }
///     router.mount(routes.router)
package struct StaffRoutes: Sendable {
    package private(set) var router = Router()
    private let gate: StaffGate

    /// - Parameter places: Whose time pages show beside UTC.
    package init(
        sessions: Sessions, cookie: SessionCookie, audit: @escaping AccessAudit, places: [TimePlace] = [],
        now: @escaping @Sendable () -> Date = { .now }
    ) {
        gate = StaffGate(sessions: sessions, cookie: cookie, audit: audit, places: places, now: now)
    }

    package mutating func get<each P: PathParameter>(
        _ pattern: String,
        _ types: repeat (each P).Type,
        roles: Set<Role>,
        deadline: Duration? = nil,
        _ handler: @escaping @Sendable (Request, Staff, repeat each P) async throws -> Response
    ) {
        let gate = gate
        router.get(pattern, repeat each types, access: .staff(roles), deadline: deadline) {
            (request: Request, parameters: repeat each P) in
            var subjects: [UUID] = []
            for parameter in repeat each parameters { if let id = parameter as? UUID { subjects.append(id) } }
            let attempt = StaffGate.Attempt(request: request, pattern: pattern, roles: roles, subjects: subjects)
            switch try await gate.open(attempt) {
            case .turnedAway(let response): return response
            case .signedIn(let staff):
                try await gate.audit(attempt.event(.read, staff.id))
                return try await gate.finished {
                    try await handler(request, staff, repeat each parameters)
                }
            }
        }
    }

    /// - Parameter limits: How much of everything the form may have. Files are not taken.
    package mutating func post<each P: PathParameter>(
        _ pattern: String,
        _ types: repeat (each P).Type,
        roles: Set<Role>,
        limits: FormLimits = .standard,
        deadline: Duration? = nil,
        _ handler: @escaping @Sendable (Request, Staff, Form, repeat each P) async throws -> Response
    ) {
        let gate = gate
        router.post(pattern, repeat each types, access: .staff(roles), deadline: deadline) {
            (request: Request, parameters: repeat each P) in
            var subjects: [UUID] = []
            for parameter in repeat each parameters { if let id = parameter as? UUID { subjects.append(id) } }
            let attempt = StaffGate.Attempt(request: request, pattern: pattern, roles: roles, subjects: subjects)
            switch try await gate.open(attempt) {
            case .turnedAway(let response): return response
            case .signedIn(let staff):
                let form = try await request.form(limits)
                try await gate.check(form[FormToken.field], of: staff, attempt)
                try await gate.audit(attempt.event(.write, staff.id))
                return try await gate.finished {
                    try await handler(request, staff, form, repeat each parameters)
                }
            }
        }
    }

    /// A form with files, which arrive as they are sent: the handler runs when all of it has come and its token is good.
    ///
    /// - Parameters:
    ///   - bodyLimit: Bytes of the whole form.
    ///   - files: Makes what takes the files of one request.
    package mutating func post<Files: FormFiles, each P: PathParameter>(
        _ pattern: String,
        _ types: repeat (each P).Type,
        roles: Set<Role>,
        limits: FormLimits,
        bodyLimit: Int? = nil,
        deadline: Duration? = nil,
        files: @escaping @Sendable () throws -> Files,
        _ handler: @escaping @Sendable (Request, Staff, Form, Files, repeat each P) async throws -> Response
    ) {
        let gate = gate
        let most = bodyLimit ?? limits.files * limits.fileBytes + limits.fields * 1024 + 4 * limits.fieldBytes
        router.post(
            pattern, repeat each types, access: .staff(roles), body: .streamed(limit: most), deadline: deadline
        ) {
            (request: Request, parameters: repeat each P) in
            var subjects: [UUID] = []
            for parameter in repeat each parameters { if let id = parameter as? UUID { subjects.append(id) } }
            let attempt = StaffGate.Attempt(request: request, pattern: pattern, roles: roles, subjects: subjects)
            switch try await gate.open(attempt) {
            case .turnedAway(let response): return response
            case .signedIn(let staff):
                let taken = try files()
                do {
                    let form = try await request.form(limits) { part, content in try await taken.take(part, content) }
                    try await gate.check(form[FormToken.field], of: staff, attempt)
                    try await gate.audit(attempt.event(.write, staff.id))
                    return try await gate.finished {
                        try await handler(request, staff, form, taken, repeat each parameters)
                    }
                } catch {
                    await taken.abandon()
                    throw error
                }
            }
        }
    }
}

extension RouteAccess {
    /// Any staff who are signed in.
    package static let staff: RouteAccess = "staff"

    /// Staff with one of these roles: `staff:CASE_OFFICER,DESK_OFFICER`.
    package static func staff(_ roles: Set<Role>) -> RouteAccess {
        RouteAccess("staff:" + roles.map(\.rawValue).sorted().joined(separator: ","))
    }
}

extension Set<Role> {
    /// Everybody who works at the staff door.
    package static var anyStaff: Set<Role> { Set(Role.allCases.filter { !$0.isOutside }) }

    /// The roles that may do something.
    package static func who(may permission: Permission) -> Set<Role> { Permissions.standard.roles(for: permission) }
}
