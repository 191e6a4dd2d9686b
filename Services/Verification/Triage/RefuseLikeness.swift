import Accounts
import Audit
import CaseModel
import Foundation
import Postgres

/// An officer says that two do not tell of the same. The reason is kept, and they are not proposed to each other again.
struct RefuseLikeness: Sendable {
    enum Subject: Sendable, Equatable {
        case submission(SubmissionID)
        case `case`(CaseID)
    }

    let desk: DeskDatabase
    let journal: TriageJournal

    func callAsFunction(
        _ one: Subject, _ other: Subject, because reason: String, by officer: Staff, at now: Date = .now
    ) async throws {
        try await desk.change(.refuseLikeness, one.audit, by: officer) { transaction in
            for subject in [one, other] {
                switch subject {
                case .submission(let id): _ = try await TriageQueries.lock([id], in: &transaction)
                case .case(let id):
                    let row = try await CaseQueries.find(id, in: &transaction)
                    guard let row else { throw DeskFailure.notFound }
                    if subject == one { try row.checkIsOpen() }
                }
            }
            try await journal.keep(
                Self.step(one, other, TriageNote(text: reason)), by: officer, at: now, in: &transaction)
        }
    }

    private static func step(_ one: Subject, _ other: Subject, _ note: TriageNote) -> TriageStep {
        var step = TriageStep(kind: .different, note: note)
        switch (one, other) {
        case (.submission(let id), .submission(let other)):
            step.submission = id
            step.other = other.uuid
        case (.submission(let id), .case(let other)), (.case(let other), .submission(let id)):
            step.submission = id
            step.caseID = other
        case (.case(let id), .case(let other)):
            step.caseID = id
            step.other = other.uuid
        }
        return step
    }
}

extension RefuseLikeness.Subject {
    fileprivate var audit: AuditSubject {
        switch self {
        case .submission(let id): .submission(id)
        case .case(let id): .case(id)
        }
    }
}
