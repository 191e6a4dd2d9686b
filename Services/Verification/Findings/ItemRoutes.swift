import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// Changing one item of information, taking it out, and grading it as the second officer.
struct ItemRoutes: Sendable {
    let read: ReadFindings
    let record: RecordItem
    let remove: RemoveItem
    let grade: GradeItem
    let pages: ItemPages
    let lists: CodeLists

    private static let item = "/desk/cases/{id}/findings/{record}"

    func register(in routes: inout StaffRoutes) {
        routes.get(Self.item, UUID.self, UUID.self, roles: .who(may: .recordFindings)) { _, staff, id, record in
            let (item, findings) = try await get(id, record, staff)
            return pages.change(item, findings, .init(state: item.content.formState), staff)
        }
        routes.post(Self.item, UUID.self, UUID.self, roles: .who(may: .recordFindings)) {
            _, staff, form, id, record in try await revise(id, record, form.fields, staff)
        }
        routes.post("\(Self.item)/remove", UUID.self, UUID.self, roles: .who(may: .recordFindings)) {
            _, staff, form, id, record in try await remove(id, record, form.fields, staff)
        }
        routes.get("\(Self.item)/grade", UUID.self, UUID.self, roles: .who(may: .recordFindings)) {
            _, staff, id, record in
            let (item, findings) = try await get(id, record, staff)
            return pages.grade(item, findings, .init(state: FormState()), staff)
        }
        routes.post("\(Self.item)/grade", UUID.self, UUID.self, roles: .who(may: .recordFindings)) {
            _, staff, form, id, record in try await grade(id, record, form.fields, staff)
        }
    }

    private func get(_ id: UUID, _ record: UUID, _ staff: Staff) async throws -> (Item, Findings) {
        let findings = try await read(CaseID(id), for: staff)
        guard let item = findings.file.items.first(where: { $0.id.uuid == record }) else { throw DeskFailure.notFound }
        return (item, findings)
    }

    private func revise(_ id: UUID, _ item: UUID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var answer = ItemPages.Answer(state: FormState(typed: fields, ItemForm.names), status: .conflict)
        do {
            let revision = try await record.revise(
                RecordID(item), seen: Int(fields["version"] ?? "") ?? 0, to: try ItemForm.parse(fields, lists),
                in: CaseID(id), by: staff)
            guard case .conflicting(_, let conflicts) = revision else { return back(id, item, revision) }
            answer.conflicts = conflicts
        } catch let errors as FormErrors {
            answer.state = answer.state.with(errors)
            answer.status = .unprocessable
        } catch {
            guard let phrase = refusalPhrase(error) else { throw error }
            answer.notice = phrase
        }
        let (stored, findings) = try await get(id, item, staff)
        return pages.change(stored, findings, answer, staff)
    }

    private func remove(_ id: UUID, _ item: UUID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var errors = FormErrors()
        let reason = errors.text(fields, "reason", limit: FieldLimits.message)
        var notice = Phrase("finding.remove.why")
        var status = Status.unprocessable
        do {
            if let reason {
                try await remove(
                    RecordID(item), seen: Int(fields["version"] ?? "") ?? 0, because: reason, in: CaseID(id), by: staff)
                return .redirect(CaseSection.findings.path(of: CaseID(id)), door: .staff)
            }
        } catch {
            guard let phrase = refusalPhrase(error) else { throw error }
            (notice, status) = (phrase, .conflict)
        }
        let (stored, findings) = try await get(id, item, staff)
        return pages.change(
            stored, findings, .init(state: stored.content.formState, notice: notice, status: status), staff)
    }

    private func grade(_ id: UUID, _ item: UUID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        var answer = ItemPages.Answer(
            state: FormState(typed: fields, ["reliability", "credibility", "note"]), status: .conflict)
        do {
            var errors = FormErrors()
            let reliability: SourceReliability? = errors.code(fields, "reliability")
            let credibility: InformationCredibility? = errors.code(fields, "credibility")
            let note = errors.optionalText(fields, "note", limit: FieldLimits.message)
            try errors.check()
            guard let reliability, let credibility else { throw errors }
            try await grade(
                reliability, credibility, note: note, of: RecordID(item), seen: Int(fields["version"] ?? "") ?? 0,
                in: CaseID(id), by: staff)
            return back(id, item, .unchanged)
        } catch let errors as FormErrors {
            answer.state = answer.state.with(errors)
            answer.status = .unprocessable
        } catch GradeItem.Refusal.ownGrade {
            answer.notice = Phrase("finding.second.own")
        } catch GradeItem.Refusal.notGraded {
            answer.notice = Phrase("finding.second.first")
        } catch {
            guard let phrase = refusalPhrase(error) else { throw error }
            answer.notice = phrase
        }
        let (stored, findings) = try await get(id, item, staff)
        return pages.grade(stored, findings, answer, staff)
    }

    /// To the item on the findings' page; it says so where somebody else's changes were taken over.
    private func back(_ id: UUID, _ item: UUID, _ revision: Revision) -> Response {
        var address = CaseSection.findings.path(of: CaseID(id))
        if case .saved(_, let merged) = revision, !merged.isEmpty { address += "?merged=1" }
        return .redirect("\(address)#record-\(RecordID(item))", door: .staff)
    }
}
