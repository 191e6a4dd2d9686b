import CaseModel
import Foundation
import Postgres

/// A notice as it stands on the desk.
struct OpenNotice: Sendable {
    let notice: CaseNotice
    /// Of its case.
    let number: Int64
    let compartment: Compartment
    /// Whom it is for, where it is for somebody; read by `NoticeRoles`.
    var role: Role?

    var isForSomebody: Bool { notice.occasion.forRole != nil }

    init(_ row: Row) throws {
        notice = try CaseNotice(row)
        number = try row.get("number")
        guard let compartment = Compartment(try row.get("compartment", as: String.self)) else {
            throw DeskFailure.unreadable
        }
        self.compartment = compartment
    }
}

/// Reads whom notices are for, and puts what is for the reader's own roles before the rest of its urgency.
struct NoticeRoles: Sendable {
    let keys: SearchKeys

    func callAsFunction(
        _ notices: [OpenNotice], for roles: Set<Role>, in transaction: inout Transaction
    ) async throws -> [OpenNotice] {
        var named = notices
        var known: [Compartment: [Int64: Role]] = [:]
        for (index, open) in notices.enumerated() {
            guard let token = open.notice.occasion.forRole else { continue }
            if known[open.compartment] == nil {
                let tokens = try await keys.tokens(of: open.compartment, in: &transaction)
                known[open.compartment] = Dictionary(
                    Role.allCases.map { (tokens.role($0), $0) }, uniquingKeysWith: { first, _ in first })
            }
            named[index].role = known[open.compartment]?[token]
        }
        func rank(_ open: OpenNotice) -> String {
            let isOwn = open.role.map(roles.contains) ?? false
            return "\(open.notice.occasion.urgency.rawValue)\(isOwn ? 0 : 1)"
        }
        // What is as urgent stays in its order.
        return named.enumerated().sorted { (rank($0.element), $0.offset) < (rank($1.element), $1.offset) }
            .map(\.element)
    }
}
