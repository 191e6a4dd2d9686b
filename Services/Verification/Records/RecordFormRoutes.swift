import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// The pages on which records of one kind are added, changed and removed.
///
///     GET  /desk/cases/{id}/<path>/new               the form for a new one
///     POST /desk/cases/{id}/<path>                   add it
///     GET  /desk/cases/{id}/<path>/{record}          the form for one that stands
///     POST /desk/cases/{id}/<path>/{record}          change it
///     POST /desk/cases/{id}/<path>/{record}/remove   remove it, with a reason
///
/// Of a kind that a case has once, form and change lie at the path itself.
struct RecordFormRoutes<Form: RecordForm>: Sendable {
    let parts: DeskParts
    let form: Form

    private var keep: KeepRecord<Form> { KeepRecord(parts: parts, form: form) }
    private var pages: RecordFormPages<Form> { RecordFormPages(shell: parts.shell, form: form) }

    func register(in routes: inout StaffRoutes) {
        let editors = Set<Role>.who(may: .editCases)
        let path = "/desk/cases/{id}/\(Form.path)"
        if Form.isSingle {
            routes.get(path, UUID.self, roles: editors) { _, staff, id in try await single(CaseID(id), staff) }
            routes.post(path, UUID.self, roles: editors, limits: Self.limits) { _, staff, form, id in
                try await keepSingle(CaseID(id), form.fields, staff)
            }
            return
        }
        routes.get("\(path)/new", UUID.self, roles: editors) { _, staff, id in
            try await blank(CaseID(id), nil, staff)
        }
        routes.post(path, UUID.self, roles: editors, limits: Self.limits) { _, staff, form, id in
            try await add(CaseID(id), form.fields, staff)
        }
        routes.get("\(path)/{record}", UUID.self, UUID.self, roles: editors) { _, staff, id, record in
            try await standing(RecordID(record), CaseID(id), staff)
        }
        routes.post("\(path)/{record}", UUID.self, UUID.self, roles: editors, limits: Self.limits) {
            _, staff, form, id, record in try await revise(RecordID(record), CaseID(id), form.fields, staff)
        }
        routes.post("\(path)/{record}/remove", UUID.self, UUID.self, roles: editors) { _, staff, form, id, record in
            try await remove(RecordID(record), CaseID(id), form.fields, staff)
        }
    }

    static var limits: FormLimits {
        var limits = FormLimits()
        limits.fields = 600
        return limits
    }

    // MARK: A new record

    private func blank(
        _ id: CaseID, _ typed: FormState?, _ staff: Staff, notice: Phrase? = nil, _ status: Status = .ok
    ) async throws -> Response {
        let about = try await surroundings(id, staff)
        return .page(
            pages.page(about, typed ?? form.fresh(about), version: nil, notice: notice, staff), door: .staff,
            status: status)
    }

    private func add(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        let typed = FormState(typed: fields)
        if let more = more(typed, fields) { return try await blank(id, more, staff) }
        do {
            let record = try await keep.add(fields, to: id, by: staff)
            return back(to: id, record)
        } catch let errors as FormErrors {
            return try await blank(id, typed.with(errors), staff, .unprocessable)
        } catch DeskFailure.conflict where Form.isSingle {
            return try await single(id, staff, Phrase("conflict.text"), .conflict)
        } catch DeskFailure.caseClosed {
            return try await blank(id, typed, staff, notice: Phrase("record.case_closed"), .conflict)
        }
    }

    // MARK: One that stands

    private func standing(
        _ record: RecordID, _ id: CaseID, _ staff: Staff, typed: FormState? = nil, version: Int? = nil,
        conflicts: [FieldMerge.Conflict] = [], notice: Phrase? = nil, _ status: Status = .ok
    ) async throws -> Response {
        let (about, stored) = try await parts.desk.read(for: staff) { transaction in
            var (about, sealing) = try await parts.surroundings(id, in: &transaction)
            about.record = record
            let stored: RecordVersion<Form.Content> = try await parts.records.get(
                record, of: id, sealing, in: &transaction)
            return (about, stored)
        }
        guard stored.removed == nil else { throw DeskFailure.notFound }
        let page = pages.page(
            try await withEvents(about, staff), typed ?? form.state(of: stored.content),
            version: version ?? stored.version, conflicts: conflicts, notice: notice, staff)
        return .page(page, door: .staff, status: status)
    }

    private func revise(
        _ record: RecordID, _ id: CaseID, _ fields: Fields, _ staff: Staff
    ) async throws -> Response {
        let typed = FormState(typed: fields)
        let seen = Int(fields["version"] ?? "") ?? 0
        if let more = more(typed, fields) {
            return try await standing(record, id, staff, typed: more, version: seen)
        }
        do {
            switch try await keep.revise(record, seen: seen, fields, in: id, by: staff) {
            case .saved(_, let merged) where !merged.isEmpty:
                return try await standing(record, id, staff, notice: Phrase("record.merged"))
            case .saved, .unchanged: return back(to: id, record)
            case .conflicting(let version, let conflicts):
                return try await standing(
                    record, id, staff, typed: typed, version: version, conflicts: conflicts, .conflict)
            }
        } catch let errors as FormErrors {
            return try await standing(
                record, id, staff, typed: typed.with(errors), version: seen, .unprocessable)
        } catch DeskFailure.conflict {
            return try await standing(record, id, staff, typed: typed, notice: Phrase("conflict.text"), .conflict)
        } catch DeskFailure.caseClosed {
            return try await standing(
                record, id, staff, typed: typed, version: seen, notice: Phrase("record.case_closed"), .conflict)
        }
    }

    private func remove(
        _ record: RecordID, _ id: CaseID, _ fields: Fields, _ staff: Staff
    ) async throws -> Response {
        var errors = FormErrors()
        let reason = errors.text(fields, "reason", limit: 2_000)
        do {
            try errors.check()
            try await keep.remove(
                record, seen: Int(fields["version"] ?? "") ?? 0, because: reason ?? "", in: id, by: staff)
            return .redirect(Form.section.path(of: id), door: .staff)
        } catch let errors as FormErrors {
            let phrase = errors.errors.first?.phrase
            return try await standing(record, id, staff, notice: phrase, .unprocessable)
        } catch DeskFailure.conflict {
            return try await standing(record, id, staff, notice: Phrase("conflict.text"), .conflict)
        } catch DeskFailure.caseClosed {
            return try await standing(record, id, staff, notice: Phrase("record.case_closed"), .conflict)
        }
    }

    // MARK: The one of its kind

    private func single(
        _ id: CaseID, _ staff: Staff, _ notice: Phrase? = nil, _ status: Status = .ok
    ) async throws -> Response {
        guard let record = try await only(id, staff) else { return try await blank(id, nil, staff) }
        return try await standing(record, id, staff, notice: notice, status)
    }

    private func keepSingle(_ id: CaseID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        guard let record = try await only(id, staff) else { return try await add(id, fields, staff) }
        return try await revise(record, id, fields, staff)
    }

    private func only(_ id: CaseID, _ staff: Staff) async throws -> RecordID? {
        try await parts.desk.read(for: staff) { transaction in
            let (row, sealing) = try await parts.files.row(id, in: &transaction)
            return try await parts.records.all(Form.Content.self, of: row.id, sealing, in: &transaction).first?.id
        }
    }

    // MARK: Both

    private func surroundings(_ id: CaseID, _ staff: Staff) async throws -> RecordSurroundings {
        let about = try await parts.desk.read(for: staff) { try await parts.surroundings(id, in: &$0).0 }
        return try await withEvents(about, staff)
    }

    private func withEvents(_ about: RecordSurroundings, _ staff: Staff) async throws -> RecordSurroundings {
        guard Form.Content.self == Cooperation.self else { return about }
        var about = about
        let calendar = ReadCalendar(desk: parts.desk, sealing: EventSealing(keys: parts.keys))
        about.events = try await calendar.list(for: staff).map { Choice("\($0.id)", $0.title) }
        return about
    }

    /// The same form with more rows, where that is what was asked for.
    private func more(_ typed: FormState, _ fields: Fields) -> FormState? {
        guard let rows = fields["more"], !rows.isEmpty else { return nil }
        var state = typed
        let shown = min(Int(typed.value("\(rows).rows")) ?? 0, NumberedRows.most)
        state.set("\(rows).rows", String(min(shown + 2, NumberedRows.most)))
        return state
    }

    private func back(to id: CaseID, _ record: RecordID) -> Response {
        .redirect("\(Form.section.path(of: id))#record-\(record)", door: .staff)
    }
}
