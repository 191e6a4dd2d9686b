import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Web

extension DeskParts {
    func risk(in routes: inout StaffRoutes) {
        let risk = RiskRoutes(parts: self)
        risk.register(in: &routes)
        RecordFormRoutes(parts: self, form: RiskForm(lists: lists)).register(in: &routes)
        CheckInRoutes(parts: self, risk: risk).register(in: &routes)
    }
}

/// The risk section of a case and what can be done in it beside the assessments themselves.
struct RiskRoutes: Sendable {
    let parts: DeskParts

    private var pages: RiskPages { RiskPages(shell: parts.shell) }

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/risk", UUID.self, roles: .who(may: .readCases)) { _, staff, id in
            try await show(CaseID(id), staff)
        }
        routes.post("/desk/cases/{id}/risk/{record}/sign", UUID.self, UUID.self, roles: .who(may: .reviewCases)) {
            _, staff, form, id, record in
            try await answer(CaseID(id), staff) {
                try await sign(RecordID(record), Int(form.fields["version"] ?? "") ?? 0, in: CaseID(id), by: staff)
            }
        }
        routes.post("/desk/cases/{id}/risk-changes", UUID.self, roles: .who(may: .editCases)) { _, staff, form, id in
            try await answer(CaseID(id), staff) { try await tell(form.fields, in: CaseID(id), by: staff) }
        }
        routes.post("/desk/cases/{id}/specialists", UUID.self, roles: .who(may: .editCases)) { _, staff, form, id in
            try await answer(CaseID(id), staff) { try await name(form.fields, in: CaseID(id), by: staff) }
        }
    }

    func show(
        _ id: CaseID, _ staff: Staff, _ forms: RiskPages.Forms = .init(), _ status: Status = .ok, now: Date = .now
    ) async throws -> Response {
        let html = try await parts.desk.read(for: staff) { transaction in
            let (row, sealing) = try await parts.files.row(id, in: &transaction)
            let ledger = try await parts.notices.refresh(id, sealing, at: now, in: &transaction)
            let file = try await RiskFile.read(id, sealing, in: &transaction)
            let checkIns = try await CheckInFile.read(id, sealing, in: &transaction)
            let people =
                file.risks.map(\.savedBy) + file.signatures.map(\.createdBy) + checkIns.checkIns.map(\.record.savedBy)
            let view = RiskPages.View(
                file: file, ledger: ledger, notices: try await NoticeQueries.of(id, in: &transaction),
                checkIns: checkIns, names: try await StaffNames.of(people, in: &transaction), now: now)
            return pages.page(row, view, forms, staff)
        }
        return .page(html, door: .staff, status: status)
    }

    /// Back to the section, or the section with why nothing was done.
    private func answer(
        _ id: CaseID, _ staff: Staff, _ change: () async throws -> Void
    ) async throws -> Response {
        do {
            try await change()
            return .redirect(CaseSection.risk.path(of: id), door: .staff)
        } catch let errors as FormErrors {
            return try await show(id, staff, .init(other: FormState().with(errors)), .unprocessable)
        } catch DeskFailure.stepNotAllowed {
            return try await show(id, staff, .init(notice: Phrase("risk.not_to_be_signed")), .conflict)
        } catch DeskFailure.caseClosed {
            return try await show(id, staff, .init(notice: Phrase("record.case_closed")), .conflict)
        } catch let refusal as CaseRefusal {
            return try await show(id, staff, .init(notice: refusal.phrase), .conflict)
        } catch DeskFailure.conflict {
            return try await show(id, staff, .init(notice: Phrase("conflict.text")), .conflict)
        }
    }

    /// A second person signs an assessment of R3, the senior official one of R4: the version that they read, and never their own.
    private func sign(
        _ id: RecordID, _ version: Int, in caseID: CaseID, by officer: Staff, at now: Date = .now
    ) async throws {
        try await parts.desk.change(.signRisk, .case(caseID), by: officer) { transaction in
            let (_, sealing) = try await parts.files.row(caseID, toChange: true, in: &transaction)
            let file = try await RiskFile.read(caseID, sealing, in: &transaction)
            guard let risk = file.risks.first(where: { $0.id == id }) else { throw DeskFailure.notFound }
            guard risk.version == version else { throw DeskFailure.conflict }
            let signer = StaffID(officer.id)
            // Whoever wrote any of its versions signs none, though a colleague has saved it since.
            let writers = try await RecordQueries.history(id, in: &transaction).map(\.savedBy)
            guard !writers.contains(signer) else { throw CaseRefusal.ownReview }
            guard file.awaitsSignature(risk),
                !risk.content.residual.needsSeniorOfficial || officer.roles.contains(.asg)
            else { throw DeskFailure.stepNotAllowed }
            _ = try await parts.records.add(
                RiskSignature(risk: id, version: version), to: caseID, sealing, by: signer, at: now, in: &transaction)
        }
    }

    private func tell(_ fields: Fields, in caseID: CaseID, by officer: Staff, at now: Date = .now) async throws {
        var errors = FormErrors()
        let code = errors.choice(fields, "change", among: RiskChange.told.map(\.rawValue))
        let note = errors.optionalText(fields, "change_note", limit: 500)
        try errors.check()
        guard let change = code.flatMap(RiskRule.Change.init) else { throw errors }
        try await keep(RiskChange(change: change, note: note), .tellRiskChange, in: caseID, by: officer, at: now)
    }

    private func name(_ fields: Fields, in caseID: CaseID, by officer: Staff, at now: Date = .now) async throws {
        var errors = FormErrors()
        let topic: SpecialistRule.Topic? = errors.code(fields, "topic")
        let name = errors.text(fields, "name", limit: 200)
        try errors.check()
        guard let topic, let name else { throw errors }
        try await keep(Specialist(topic: topic, name: name), .nameSpecialist, in: caseID, by: officer, at: now)
    }

    private func keep(
        _ content: some CaseRecordContent, _ action: AuditAction, in caseID: CaseID, by officer: Staff, at now: Date
    ) async throws {
        try await parts.desk.change(action, .case(caseID), by: officer) { transaction in
            let (_, sealing) = try await parts.files.row(caseID, toChange: true, in: &transaction)
            _ = try await parts.records.add(
                content, to: caseID, sealing, by: StaffID(officer.id), at: now, in: &transaction)
            try await parts.notices.refresh(caseID, sealing, at: now, in: &transaction)
        }
    }
}

extension AuditAction {
    static let signRisk = AuditAction("risk.sign")
    static let tellRiskChange = AuditAction("risk.tell-change")
    static let nameSpecialist = AuditAction("specialist.name")
}
