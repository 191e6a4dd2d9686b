import CaseModel
import Foundation
import Postgres

/// Something found, as the index has it.
struct Hit: Sendable {
    let subject: IndexedDocument.Subject
    let compartment: Compartment
    /// False where a word only sounds like one that was asked for.
    let isExact: Bool
    let facets: [UInt8]

    init?(_ row: Row) throws {
        guard let compartment = Compartment(try row.get("compartment", as: String.self)) else { return nil }
        if let id = try row.get("submission_id", as: UUID?.self) {
            subject = .submission(SubmissionID(id))
        } else {
            subject = .file(CaseID(try row.get("case_id", as: UUID.self)))
        }
        self.compartment = compartment
        isExact = try row.get("is_exact")
        facets = try row.get("facets")
    }
}

/// What stands in clear of something found.
struct FoundThing: Sendable {
    let subject: IndexedDocument.Subject
    let urgency: Urgency
    let at: Date
    /// The case's number: its own, or of the case that the submission belongs to.
    let number: Int64?
    /// Of a case.
    let status: CaseStatus?

    init(_ row: Row, _ subject: IndexedDocument.Subject) throws {
        self.subject = subject
        urgency = try Code.read(row, "urgency")
        at = try row.get("at")
        number = try row.get("number")
        status = try row.get("status", as: String?.self).flatMap(CaseStatus.init)
    }
}

/// What there is of one compartment.
struct CompartmentCount: Sendable {
    let compartment: Compartment
    let found: Int
    /// Of these, since the moment that was asked for.
    let added: Int
    let facets: [UInt8]
}

/// Asks the index, within the transaction's compartments.
enum SearchQueries {
    static func found(
        _ plan: SearchPlan, skipping: Int, limit: Int, in transaction: inout Transaction
    ) async throws -> [Hit] {
        try await transaction.query(
            """
            SELECT submission_id, case_id, compartment, is_exact, facets FROM search_found(
                \(plan.compartments), \(plan.wanted), \(plan.choices), \(plan.exact), \(skipping), \(limit))
            """
        ).compactMap(Hit.init)
    }

    static func counted(
        _ plan: SearchPlan, since: Date = .distantPast, facets: Bool, in transaction: inout Transaction
    ) async throws -> [CompartmentCount] {
        try await transaction.query(
            """
            SELECT compartment, found, added, facets FROM search_counted(
                \(plan.compartments), \(plan.wanted), \(plan.choices), \(since), \(facets))
            """
        ).compactMap { row in
            guard let compartment = Compartment(try row.get("compartment", as: String.self)) else { return nil }
            return CompartmentCount(
                compartment: compartment, found: try row.get("found"), added: try row.get("added"),
                facets: try row.get("facets"))
        }
    }

    /// What is in another compartment by now is left out.
    static func things(_ hits: [Hit], in transaction: inout Transaction) async throws -> [FoundThing] {
        var submissions: [UUID] = []
        var cases: [UUID] = []
        for hit in hits {
            switch hit.subject {
            case .submission(let id): submissions.append(id.uuid)
            case .file(let id): cases.append(id.uuid)
            }
        }
        let ofSubmissions = try await transaction.query(
            """
            SELECT s.id, s.urgency, s.received_at AS at, c.number, NULL AS status
            FROM submissions s LEFT JOIN cases c ON c.id = s.case_id WHERE s.id = ANY(\(submissions))
            """
        ).map { try FoundThing($0, .submission(SubmissionID(try $0.get("id", as: UUID.self)))) }
        let ofCases = try await transaction.query(
            "SELECT id, urgency, opened_at AS at, number, status FROM cases WHERE id = ANY(\(cases))"
        ).map { try FoundThing($0, .file(CaseID(try $0.get("id", as: UUID.self)))) }
        return ofSubmissions + ofCases
    }

    /// UN events that things may be about, and officers who may have them. What an event is lies sealed.
    static func known(in transaction: inout Transaction) async throws -> [FacetCode] {
        try await transaction.query(
            """
            SELECT 'un_event' AS facet, id FROM un_events
            UNION ALL SELECT 'officer', id FROM accounts.staff ORDER BY facet, id
            """
        ).compactMap { row in
            guard let facet = Facet(rawValue: try row.get("facet")) else { return nil }
            return FacetCode(facet, try row.get("id", as: UUID.self).uuidString.lowercased())
        }
    }
}
