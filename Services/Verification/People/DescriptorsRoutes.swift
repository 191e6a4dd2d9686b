import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// The page on which one person's descriptors are written.
struct DescriptorsRoutes: Sendable {
    let parts: DeskParts

    func register(in routes: inout StaffRoutes) {
        let path = "/desk/cases/{id}/people/{record}/descriptors"
        routes.get(path, UUID.self, UUID.self, roles: .who(may: .editCases)) { _, staff, id, record in
            guard staff.may(.readDescriptors) else { throw DeskFailure.notFound }
            return try await show(RecordID(record), CaseID(id), staff)
        }
        routes.post(path, UUID.self, UUID.self, roles: .who(may: .editCases)) { _, staff, form, id, record in
            try await keep(RecordID(record), CaseID(id), form.fields, staff)
        }
    }

    private func show(
        _ subject: RecordID, _ id: CaseID, _ staff: Staff, typed: FormState? = nil, version: Int? = nil,
        conflicts: [FieldMerge.Conflict] = [], notice: Phrase? = nil, _ status: Status = .ok
    ) async throws -> Response {
        let (about, stored) = try await parts.desk.read(for: staff) { transaction in
            let (about, sealing) = try await parts.surroundings(id, in: &transaction)
            let all = try await parts.descriptors(id, sealing, staff, in: &transaction)
            return (about, all.first { $0.content.subject == subject.description })
        }
        guard let person = about.coding.subjects.first(where: { $0.id == subject }) else { throw DeskFailure.notFound }
        let words = parts.pages.words(staff)
        let form = DescriptorsForm(lists: parts.lists)
        let fields = FormFields(words, typed ?? stored.map { form.state(of: $0.content) } ?? FormState())
        let name = person.content.displayName
        return parts.shell.response(
            about.row, .people, staff, status: status, notice: notice,
            .h2(.userText(name.isEmpty ? words(Phrase("people.nameless")) : name)),
            conflicts.isEmpty
                ? .empty : RecordWords(Descriptors.kind, parts.lists, words).conflict(conflicts),
            fields.form(
                action: "/desk/cases/\(id)/people/\(subject)/descriptors", token: staff.formToken,
                fields.hidden("version", String(version ?? stored?.version ?? 0)),
                form.inputs(fields, about), fields.button(Phrase("record.save"))))
    }

    private func keep(_ subject: RecordID, _ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let typed = FormState(typed: fields)
        let seen = Int(fields["version"] ?? "") ?? 0
        do {
            switch try await DescribeSubject(parts: parts)(subject, seen: seen, fields, in: id, by: staff) {
            case .saved(_, let merged) where !merged.isEmpty:
                return try await show(subject, id, staff, notice: Phrase("record.merged"))
            case .saved, .unchanged:
                return .redirect("\(CaseSection.people.path(of: id))#record-\(subject)", door: .staff)
            case .conflicting(let version, let conflicts):
                return try await show(
                    subject, id, staff, typed: typed, version: version, conflicts: conflicts, .conflict)
            }
        } catch let errors as FormErrors {
            return try await show(subject, id, staff, typed: typed.with(errors), version: seen, .unprocessable)
        } catch DeskFailure.conflict {
            return try await show(subject, id, staff, typed: typed, notice: Phrase("conflict.text"), .conflict)
        } catch DeskFailure.caseClosed {
            return try await show(
                subject, id, staff, typed: typed, version: seen, notice: Phrase("record.case_closed"), .conflict)
        }
    }
}
