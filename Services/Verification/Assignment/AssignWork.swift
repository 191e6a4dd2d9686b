import Accounts
import Audit
import CaseModel
import Foundation
import Postgres

/// Gives a submission or a case to somebody, takes it, or puts it back to nobody, with a note for who gets it.
struct AssignWork: Sendable {
    enum Subject: Sendable, Equatable {
        case submission(SubmissionID)
        case `case`(CaseID)
    }

    enum Refusal: Error, Sendable, Equatable {
        /// Not somebody of the compartment who deals with such work.
        case notFitting
        /// Somebody else was faster: it is not with whom the officer saw any more.
        case meanwhileElsewhere
    }

    let desk: DeskDatabase
    let journal: TriageJournal

    /// - Parameters:
    ///   - person: Nil for nobody.
    ///   - seen: Who had it when the officer looked.
    func callAsFunction(
        _ subject: Subject, to person: StaffID?, seen: StaffID?, note: String, by officer: Staff, at now: Date = .now
    ) async throws {
        try await desk.change(.assignWork, subject.audit, by: officer) { transaction in
            let (compartment, holder) = try await AssignmentQueries.hold(subject, in: &transaction)
            guard holder == seen else { throw Refusal.meanwhileElsewhere }
            if let person, try await !Officers.fits(person, compartment, in: &transaction) { throw Refusal.notFitting }
            try await AssignmentQueries.give(subject, to: person, in: &transaction)
            var step = TriageStep(kind: .assigned, other: person?.uuid, note: note.isEmpty ? nil : .init(text: note))
            switch subject {
            case .submission(let id): step.submission = id
            case .case(let id): step.caseID = id
            }
            try await journal.keep(step, by: officer, at: now, in: &transaction)
        }
    }
}

extension AssignWork.Subject {
    var audit: AuditSubject {
        switch self {
        case .submission(let id): .submission(id)
        case .case(let id): .case(id)
        }
    }

    var page: String {
        switch self {
        case .submission(let id): "/desk/submissions/\(id)"
        case .case(let id): "/desk/cases/\(id)"
        }
    }
}

enum AssignmentQueries {
    /// Locks what is to be given. Throws `notFound` outside the transaction's compartments.
    static func hold(
        _ subject: AssignWork.Subject, in transaction: inout Transaction
    ) async throws -> (compartment: Compartment, officer: StaffID?) {
        let query: SQL =
            switch subject {
            case .submission(let id):
                "SELECT compartment, officer_id FROM submissions WHERE id = \(id.uuid) FOR UPDATE"
            case .case(let id): "SELECT compartment, officer_id FROM cases WHERE id = \(id.uuid) FOR UPDATE"
            }
        guard let row = try await transaction.first(query),
            let compartment = Compartment(try row.get("compartment", as: String.self))
        else { throw DeskFailure.notFound }
        return (compartment, try row.get("officer_id", as: UUID?.self).map(StaffID.init))
    }

    /// Who opened a case, everybody to whom it was given since, and who has it now.
    static func everInCharge(of id: CaseID, in transaction: inout Transaction) async throws -> Set<StaffID> {
        let rows = try await transaction.query(
            """
            SELECT opened_by AS person FROM cases WHERE id = \(id.uuid)
            UNION SELECT officer_id FROM cases WHERE id = \(id.uuid) AND officer_id IS NOT NULL
            UNION SELECT other_id FROM triage_steps
                WHERE case_id = \(id.uuid) AND kind = 'ASSIGNED' AND other_id IS NOT NULL
            """)
        return Set(try rows.map { StaffID(try $0.get("person", as: UUID.self)) })
    }

    static func give(
        _ subject: AssignWork.Subject, to person: StaffID?, in transaction: inout Transaction
    ) async throws {
        switch subject {
        case .submission(let id):
            try await transaction.execute(
                "UPDATE submissions SET officer_id = \(person?.uuid) WHERE id = \(id.uuid)")
        case .case(let id):
            try await transaction.execute("UPDATE cases SET officer_id = \(person?.uuid) WHERE id = \(id.uuid)")
        }
    }
}

extension AuditAction {
    static let assignWork = AuditAction("work.assign")
    static let enterAbsence = AuditAction("absence.enter")
    static let endAbsence = AuditAction("absence.end")
}
