import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Web

/// Agreeing on check-ins, noting that somebody said they are safe, and stopping.
struct CheckInRoutes: Sendable {
    let parts: DeskParts
    let risk: RiskRoutes

    func register(in routes: inout StaffRoutes) {
        let editors = Set<Role>.who(may: .editCases)
        routes.post("/desk/cases/{id}/check-ins", UUID.self, roles: editors) { _, staff, form, id in
            do {
                try await agree(form.fields, in: CaseID(id), by: staff)
                return back(to: CaseID(id))
            } catch let errors as FormErrors {
                let typed = FormState(typed: form.fields).with(errors)
                return try await risk.show(CaseID(id), staff, .init(checkIn: typed), .unprocessable)
            } catch DeskFailure.caseClosed {
                let typed = FormState(typed: form.fields)
                let forms = RiskPages.Forms(checkIn: typed, notice: Phrase("record.case_closed"))
                return try await risk.show(CaseID(id), staff, forms, .conflict)
            }
        }
        routes.post("/desk/cases/{id}/check-ins/{record}/met", UUID.self, UUID.self, roles: editors) {
            _, staff, _, id, record in
            try await meet(RecordID(record), in: CaseID(id), by: staff)
            return back(to: CaseID(id))
        }
        routes.post("/desk/cases/{id}/check-ins/{record}/stop", UUID.self, UUID.self, roles: editors) {
            _, staff, _, id, record in
            try await stop(RecordID(record), in: CaseID(id), by: staff)
            return back(to: CaseID(id))
        }
    }

    private func agree(_ fields: Fields, in caseID: CaseID, by officer: Staff, at now: Date = .now) async throws {
        try await parts.desk.change(.agreeCheckIn, .case(caseID), by: officer) { transaction in
            let (_, sealing) = try await parts.files.row(caseID, toChange: true, in: &transaction)
            let ledger = try await parts.readLedger(caseID, sealing, in: &transaction)
            let checkIn = try CheckInForm.parse(fields, ledger, parts.lists, at: now)
            let id = try await parts.records.add(
                checkIn, to: caseID, sealing, by: StaffID(officer.id), at: now, in: &transaction)
            try await CheckInQueries.insert(
                id, of: caseID, checkIn.submission.flatMap { SubmissionID($0) }, checkIn, in: &transaction)
        }
    }

    private func meet(_ id: RecordID, in caseID: CaseID, by officer: Staff, at now: Date = .now) async throws {
        try await parts.desk.change(.meetCheckIn, .case(caseID), by: officer) { transaction in
            guard let row = try await CheckInQueries.lock(id, of: caseID, in: &transaction) else {
                throw DeskFailure.notFound
            }
            _ = try await AnswerCheckIn()(row, at: now, by: StaffID(officer.id), in: &transaction)
        }
    }

    private func stop(_ id: RecordID, in caseID: CaseID, by officer: Staff) async throws {
        try await parts.desk.change(.stopCheckIn, .case(caseID), by: officer) { transaction in
            guard try await CheckInQueries.lock(id, of: caseID, in: &transaction) != nil else {
                throw DeskFailure.notFound
            }
            try await CheckInQueries.expect(nil, id, in: &transaction)
        }
    }

    private func back(to id: CaseID) -> Response {
        .redirect("\(CaseSection.risk.path(of: id))#check-ins", door: .staff)
    }
}

extension AuditAction {
    static let agreeCheckIn = AuditAction("check-in.agree")
    static let meetCheckIn = AuditAction("check-in.meet")
    static let stopCheckIn = AuditAction("check-in.stop")
}
