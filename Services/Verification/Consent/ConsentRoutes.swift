import Accounts
import Audit
import CaseModel
import Foundation
import HTTP
import Web

extension DeskParts {
    var readLedger: ReadLedger { ReadLedger(sources: sources, people: ReadPeople()) }
    var notices: CaseNotices { CaseNotices(ledger: readLedger) }

    func consent(in routes: inout StaffRoutes) {
        let write = WriteConsent(desk: desk, files: files, ledger: readLedger, outbox: outbox, notices: notices)
        ConsentRoutes(
            desk: desk, files: files, notices: notices, write: write, step: step, pages: ConsentPages(shell: shell)
        ).register(in: &routes)
        NoticeRoutes(desk: desk, write: write).register(in: &routes)
    }
}

/// The consent section of a case and what can be done in it.
struct ConsentRoutes: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let notices: CaseNotices
    let write: WriteConsent
    let step: TakeStep
    let pages: ConsentPages

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/consent", UUID.self, roles: .who(may: .readCases)) { request, staff, id in
            try await show(CaseID(id), staff, at: request.query["at"].flatMap { UTCMoment(typed: $0) }?.date)
        }
        routes.post("/desk/cases/{id}/consent", UUID.self, roles: .who(may: .editCases)) { _, staff, form, id in
            try await record(CaseID(id), form.fields, staff)
        }
        routes.post("/desk/cases/{id}/consent/take", UUID.self, roles: .who(may: .editCases)) { _, staff, form, id in
            try await take(CaseID(id), form.fields, staff)
        }
        routes.post("/desk/cases/{id}/consent/mosaic", UUID.self, roles: .who(may: .readCases)) {
            _, staff, form, id in
            try await show(CaseID(id), staff, .init(draft: form.fields["text"] ?? ""))
        }
        routes.post("/desk/cases/{id}/consent/step", UUID.self, roles: .who(may: .editCases)) { _, staff, form, id in
            try await move(CaseID(id), form.fields, staff)
        }
        routes.post("/desk/cases/{id}/consent/{record}/sign", UUID.self, UUID.self, roles: .who(may: .reviewCases)) {
            _, staff, _, id, record in
            do {
                try await write.sign(RecordID(record), in: CaseID(id), by: staff)
                return back(to: CaseID(id))
            } catch DeskFailure.stepNotAllowed {
                return try await show(
                    CaseID(id), staff, .init(notice: Phrase("consent.not_to_be_signed")), .conflict)
            } catch let refusal as CaseRefusal {
                return try await show(CaseID(id), staff, .init(notice: refusal.phrase), .conflict)
            }
        }
    }

    private func show(
        _ id: CaseID, _ staff: Staff, _ forms: ConsentPages.Forms = .init(), _ status: Status = .ok,
        at asOf: Date? = nil, now: Date = .now
    ) async throws -> Response {
        let html = try await desk.read(for: staff) { transaction in
            let (row, sealing) = try await files.row(id, in: &transaction)
            let ledger = try await notices.refresh(id, sealing, at: now, in: &transaction)
            let people = ledger.statements.flatMap { [$0.createdBy, $0.content.signedBy].compactMap { $0 } }
            let view = ConsentPages.View(
                ledger: ledger, notices: try await NoticeQueries.of(id, in: &transaction), at: asOf ?? now, now: now,
                names: try await StaffNames.of(people, in: &transaction))
            return pages.page(row, view, forms, staff)
        }
        return .page(html, door: .staff, status: status)
    }

    private func record(_ id: CaseID, _ fields: Fields, _ staff: Staff, now: Date = .now) async throws -> Response {
        do {
            let input = try ConsentForm.parse(fields, at: now)
            _ = try await write(input.statement, isReconfirmed: input.isReconfirmed, in: id, by: staff, at: now)
            return back(to: id)
        } catch let errors as FormErrors {
            let typed = FormState(typed: fields).with(errors)
            return try await show(id, staff, .init(entry: typed), .unprocessable)
        }
    }

    /// Takes over what a source declared: one purpose, or all of one submission.
    private func take(_ id: CaseID, _ fields: Fields, _ staff: Staff, now: Date = .now) async throws -> Response {
        let wanted = fields["purpose"] ?? ""
        guard let submission = fields["submission"].flatMap({ SubmissionID($0) }),
            let subject = fields["subject"].flatMap({ RecordID($0) })
        else { return try await show(id, staff, .init(notice: Phrase("consent.whose_missing")), .unprocessable) }
        let ledger = try await desk.read(for: staff) { transaction in
            let (_, sealing) = try await files.row(id, in: &transaction)
            return try await notices.ledger(id, sealing, in: &transaction)
        }
        let proposals = ConsentProposal.all(ledger).filter {
            $0.submission == submission && (wanted == "ALL" || $0.purpose.rawValue == wanted)
        }
        guard !proposals.isEmpty else { return back(to: id) }
        do {
            for statement in Self.statements(proposals, of: subject, at: now) {
                _ = try await write(statement, isReconfirmed: true, in: id, by: staff, at: now)
            }
            return back(to: id)
        } catch let errors as FormErrors {
            return try await show(id, staff, .init(entry: FormState().with(errors)), .unprocessable)
        }
    }

    /// One for what was said at one time and in one way.
    private static func statements(
        _ proposals: [ConsentProposal], of subject: RecordID, at now: Date
    ) -> [ConsentStatement] {
        var statements: [ConsentStatement] = []
        for proposal in proposals {
            let one = proposal.statement(of: subject, at: now)
            let same = statements.firstIndex {
                $0.givenAt == one.givenAt && $0.allowsAnything == one.allowsAnything
            }
            if let same {
                statements[same].purposes.merge(one.purposes) { first, _ in first }
            } else {
                statements.append(one)
            }
        }
        return statements
    }

    private func move(_ id: CaseID, _ fields: Fields, _ staff: Staff, now: Date = .now) async throws -> Response {
        do {
            var errors = FormErrors()
            let status: CaseStatus? = errors.code(fields, "status")
            let reason = errors.text(fields, "reason", limit: FieldLimits.message)
            try errors.check()
            guard let status, let reason else { throw errors }
            try await desk.change(.stepForConsent, .case(id), by: staff) { transaction in
                let (row, sealing) = try await files.row(id, toChange: true, in: &transaction)
                guard fields["version"].map({ $0 == String(row.version) }) ?? true else { throw DeskFailure.conflict }
                let ledger = try await notices.ledger(id, sealing, in: &transaction)
                guard ConsentSteps.choices(row, ledger, at: now).contains(status) else {
                    throw DeskFailure.stepNotAllowed
                }
                try await step(
                    .init(next: status, reason: reason), row, sealing, by: StaffID(staff.id), at: now, in: &transaction)
            }
            return back(to: id)
        } catch let errors as FormErrors {
            return try await show(id, staff, .init(step: FormState(typed: fields).with(errors)), .unprocessable)
        } catch DeskFailure.conflict {
            return try await show(
                id, staff, .init(step: FormState(typed: fields), notice: Phrase("conflict.text")), .conflict)
        } catch DeskFailure.stepNotAllowed {
            return try await show(id, staff, .init(notice: Phrase("case.step_not_allowed")), .conflict)
        } catch DeskFailure.caseClosed {
            return try await show(id, staff, .init(notice: Phrase("record.case_closed")), .conflict)
        }
    }

    private func back(to id: CaseID) -> Response { .redirect(CaseSection.consent.path(of: id), door: .staff) }
}

extension AuditAction {
    static let stepForConsent = AuditAction("consent.step")
}
