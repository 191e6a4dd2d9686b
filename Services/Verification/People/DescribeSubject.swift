import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// Says what describes one of the case's people. Their record stays as it is; this one lies beside it.
struct DescribeSubject: Sendable {
    let parts: DeskParts

    static let action = AuditAction("descriptors.save")

    func callAsFunction(
        _ subject: RecordID, seen: Int, _ fields: Fields, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws -> Revision {
        try await parts.desk.change(Self.action, .case(caseID), by: officer) { transaction in
            let (about, sealing) = try await parts.surroundings(caseID, toChange: true, in: &transaction)
            guard let described = about.coding.subjects.first(where: { $0.id == subject }) else {
                throw DeskFailure.notFound
            }
            var errors = FormErrors()
            let content = DescriptorsForm(lists: parts.lists).read(
                fields, unit: described.content.unit, count: described.content.count, of: subject.description, &errors)
            try errors.check()
            let writer = RecordWriter(
                records: parts.records, caseID: caseID, sealing: sealing, officer: StaffID(officer.id), now: now)
            let stored = try await writer.all(Descriptors.self, in: &transaction)
                .first { $0.content.subject == subject.description }
            if let stored { return try await writer.revise(stored.id, seen: seen, to: content, in: &transaction) }
            // Who has seen one, where there is none now, has it removed under their hands.
            guard seen == 0 else { throw DeskFailure.conflict }
            if content.isEmpty { return .unchanged }
            _ = try await writer.add(content, in: &transaction)
            return .saved(version: 1, merged: [])
        }
    }
}
