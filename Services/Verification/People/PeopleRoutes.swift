import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

extension DeskParts {
    func people(in routes: inout StaffRoutes) {
        PeopleRoutes(parts: self).register(in: &routes)
        RecordFormRoutes(parts: self, form: SubjectForm(lists: lists)).register(in: &routes)
        RecordFormRoutes(parts: self, form: RelationForm()).register(in: &routes)
        DescriptorsRoutes(parts: self).register(in: &routes)
    }
}

/// The section of a case that shows its people.
struct PeopleRoutes: Sendable {
    let parts: DeskParts

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/people", UUID.self, roles: .who(may: .readCases)) { _, staff, id in
            let html = try await parts.desk.read(for: staff) { transaction in
                let (about, sealing) = try await parts.surroundings(CaseID(id), in: &transaction)
                let descriptors = try await parts.descriptors(about.row.id, sealing, staff, in: &transaction)
                let names = try await StaffNames.of(about.coding.savedBy, in: &transaction)
                return PeoplePages(shell: parts.shell).section(about, descriptors, names, staff)
            }
            return .page(html, door: .staff)
        }
    }
}

extension DeskParts {
    /// What describes the case's people: nothing for those who may not read it.
    func descriptors(
        _ id: CaseID, _ sealing: CaseSealing, _ staff: Staff, in transaction: inout Transaction
    ) async throws -> [RecordVersion<Descriptors>] {
        guard staff.may(.readDescriptors) else { return [] }
        return try await records.all(Descriptors.self, of: id, sealing, in: &transaction)
    }
}

extension CaseCoding {
    /// Who saved what stands.
    var savedBy: [StaffID] {
        subjects.map(\.savedBy) + relations.map(\.savedBy) + acts.map(\.savedBy) + cooperations.map(\.savedBy)
            + (facts.map { [$0.savedBy] } ?? [])
    }
}
