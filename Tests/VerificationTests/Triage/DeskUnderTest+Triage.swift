import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification
import Web

extension DeskUnderTest {
    var desk: DeskDatabase { DeskDatabase(database: database, audit: AuditLog()) }

    /// Somebody as a handler sees them.
    func staff(_ officer: TestStaff) async throws -> Staff {
        let row = try #require(
            try await house.owner.first(
                "SELECT login_name, roles, compartments FROM accounts.staff WHERE id = \(officer.id)"))
        return Staff(
            id: officer.id, loginName: try row.get("login_name"), name: "Somebody",
            roles: Set(try row.get("roles", as: [String].self).compactMap(Role.init(rawValue:))),
            compartments: Set(try row.get("compartments", as: [String].self).compactMap { Compartment($0) }),
            language: .english, session: UUID(), formToken: officer.formToken)
    }

    /// Writes what no page writes, past all policies.
    func write(_ statement: SQL) async throws {
        try await house.owner.transaction { transaction in
            try await transaction.execute("SET LOCAL search_path = verification")
            try await transaction.execute(statement)
        }
    }

    /// Opens a case from one submission, with others ticked.
    func open(
        _ submission: SubmissionID, with others: [SubmissionID] = [], urgency: String = "U2", reason: String = "",
        campaign: Bool = false, by officer: TestStaff
    ) async throws -> Response {
        let act = try #require(try CodeLists.bundled().list("act_type").items.first?.code)
        var fields = [
            ("form-token", officer.formToken), ("urgency", urgency), ("urgency_reason", reason), ("act", act),
            ("un_entity", "OHCHR_HQ"),
        ]
        if campaign { fields.append(("campaign", "yes")) }
        fields += others.map { ("with", $0.description) }
        return await respond(
            try .form("/desk/submissions/\(submission)/case", fields, headers: ["Cookie": officer.cookie]))
    }

    func caseOf(_ submission: SubmissionID) async throws -> CaseID? {
        try await house.owner.first("SELECT case_id FROM verification.submissions WHERE id = \(submission.uuid)")?
            .get("case_id", as: UUID?.self).map(CaseID.init)
    }

    func firstReceived(_ id: CaseID) async throws -> Date? {
        try await house.owner.first("SELECT first_received_at FROM verification.cases WHERE id = \(id.uuid)")?
            .get("first_received_at")
    }

    func urgency(of id: CaseID) async throws -> String? {
        try await house.owner.first("SELECT urgency FROM verification.cases WHERE id = \(id.uuid)")?.get("urgency")
    }

    /// The figures of a case in the last event that carried any.
    func lastFigures(of id: CaseID) async throws -> CaseFigures {
        let events = try await told().filter { $0.type == "case-changed.v1" }
        let last = try #require(try events.map { try $0.read(CaseChanged.self) }.last { $0.caseID == id })
        return try await figures(last.sealedFigures, of: id)
    }
}

extension Response {
    /// The place that it leads to.
    var place: String { headers["Location"] ?? "" }

    var leadsToCase: CaseID? {
        let parts = place.split(separator: "/").map(String.init)
        guard let index = parts.firstIndex(of: "cases"), index + 1 < parts.count else { return nil }
        return CaseID(parts[index + 1])
    }
}
