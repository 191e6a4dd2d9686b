import Accounts
import Audit
import Blobs
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

extension DeskParts {
    func caseEvidence(in routes: inout StaffRoutes) {
        let store = evidence.store
        CaseEvidenceRoutes(
            desk: desk, files: files, sources: sources, find: FindEvidence(sources: sources, caseKeys: caseKeys),
            records: records, pages: CaseEvidencePages(shell: shell), lists: lists,
            taking: { [types = ContentType()] in EnteredFiles(store: store, types: types) }
        ).register(in: &routes)
    }
}

/// A case's evidence page, and what is added there.
struct CaseEvidenceRoutes: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let sources: SourceFiles
    let find: FindEvidence
    let records: CaseRecords
    let pages: CaseEvidencePages
    let lists: CodeLists
    let taking: @Sendable () -> EnteredFiles

    func register(in routes: inout StaffRoutes) {
        let (readers, editors) = (Set<Role>.who(may: .readCases), Set<Role>.who(may: .editCases))
        routes.get("/desk/cases/{id}/evidence", UUID.self, roles: readers) { _, staff, id in
            try await show(CaseID(id), staff)
        }
        routes.post(
            "/desk/cases/{id}/evidence", UUID.self, roles: editors, limits: EntryRoutes.limits, deadline: .seconds(600),
            files: taking
        ) { _, staff, form, taken, id in try await add(CaseID(id), form.fields, taken, staff) }
        routes.post(
            "/desk/cases/{id}/captures", UUID.self, roles: editors, limits: EntryRoutes.limits, deadline: .seconds(600),
            files: taking
        ) { _, staff, form, taken, id in try await capture(CaseID(id), form.fields, taken, staff) }
        routes.post("/desk/cases/{id}/translations", UUID.self, roles: editors) { _, staff, form, id in
            try await translate(CaseID(id), form.fields, staff)
        }
        ReviseCaptures(routes: self).register(in: &routes)
        ReviseTranslations(routes: self).register(in: &routes)
    }

    func show(
        _ id: CaseID, _ staff: Staff, _ forms: CaseEvidencePages.Forms = .init(), _ status: Status = .ok
    ) async throws -> Response {
        let content = try await desk.read(for: staff) { transaction in
            try await self.content(id, in: &transaction)
        }
        return .page(pages.section(content, forms, staff), door: .staff, status: status)
    }

    func content(_ id: CaseID, in transaction: inout Transaction) async throws -> CaseEvidencePages.Content {
        let (row, sealing) = try await files.row(id, in: &transaction)
        let submissions = try await SubmissionQueries.ofCase(id, in: &transaction)
        let spoken = try await sources.get(submissions, in: &transaction)
        var all: [EvidenceFile] = []
        for source in spoken {
            var declared = source.evidence
            for version in try await EntryQueries.versions(of: source.row.id, in: &transaction) {
                declared += EntrySealing(keys: sources.open.keys).evidence(of: version)
            }
            all += try declared.map { try EvidenceFile($0, caseID: id, submission: source.row.id) }
        }
        for file in try await CaseEvidenceQueries.all(of: id, in: &transaction) {
            all.append(try EvidenceFile(try sealing.file(file.sealed, id: file.id), caseID: id, submission: nil))
        }
        let captures = try await records.all(WebCapture.self, of: id, sealing, in: &transaction)
        let translations = try await records.all(Translation.self, of: id, sealing, in: &transaction)
        return CaseEvidencePages.Content(
            row: row, files: all, states: try await EvidenceStateQueries.all(all.map(\.id), in: &transaction),
            captures: captures, translations: translations,
            texts: TranslatableText.all(of: spoken, all.map(\.declared)),
            names: try await StaffNames.of(captures.map(\.savedBy) + translations.map(\.savedBy), in: &transaction))
    }

    // MARK: Adding

    static let closed = Phrase("record.case_closed")

    private func add(
        _ id: CaseID, _ fields: Fields, _ taken: EnteredFiles, _ staff: Staff, at now: Date = .now
    ) async throws -> Response {
        do {
            var errors = FormErrors()
            let reason = errors.text(fields, "reason", limit: 2000)
            if taken.declared.isEmpty { errors.add("files", Phrase("field.required")) }
            try errors.check()
            try await desk.change(.addEvidence, .case(id), by: staff) { transaction in
                let (_, sealing) = try await files.row(id, toChange: true, in: &transaction)
                try await CaseEvidenceQueries.receive(
                    taken.declared, of: id, sealing, because: reason ?? "", at: now, by: StaffID(staff.id),
                    in: &transaction)
            }
            return .redirect("/desk/cases/\(id)/evidence", door: .staff)
        } catch let errors as FormErrors {
            await taken.abandon()
            return try await show(
                id, staff, .init(file: EvidenceForms.state(fields).with(errors)), .unprocessable)
        } catch DeskFailure.caseClosed {
            await taken.abandon()
            return try await show(id, staff, .init(file: EvidenceForms.state(fields), notice: Self.closed), .conflict)
        }
    }

    private func capture(
        _ id: CaseID, _ fields: Fields, _ taken: EnteredFiles, _ staff: Staff, at now: Date = .now
    ) async throws -> Response {
        do {
            var capture = try CaptureForm(lists: lists).parse(fields, now: now)
            capture.files = taken.declared.map(\.evidenceID)
            try await desk.change(.addCapture, .case(id), by: staff) { transaction in
                let (_, sealing) = try await files.row(id, toChange: true, in: &transaction)
                try await CaseEvidenceQueries.receive(
                    taken.declared, of: id, sealing, because: capture.url, at: now, by: StaffID(staff.id),
                    in: &transaction)
                _ = try await records.add(
                    capture, to: id, sealing, by: StaffID(staff.id), at: now, in: &transaction)
            }
            return .redirect("/desk/cases/\(id)/evidence#captures", door: .staff)
        } catch let errors as FormErrors {
            await taken.abandon()
            return try await show(
                id, staff, .init(capture: EvidenceForms.state(fields).with(errors)), .unprocessable)
        } catch DeskFailure.caseClosed {
            await taken.abandon()
            return try await show(
                id, staff, .init(capture: EvidenceForms.state(fields), notice: Self.closed), .conflict)
        }
    }

    private func translate(
        _ id: CaseID, _ fields: Fields, _ staff: Staff, at now: Date = .now
    ) async throws -> Response {
        do {
            try await desk.change(.addTranslation, .case(id), by: staff) { transaction in
                let (_, sealing) = try await files.row(id, toChange: true, in: &transaction)
                let content = try await content(id, in: &transaction)
                let translation = try TranslationForm(lists: lists).parse(fields, among: content.texts, now: now)
                _ = try await records.add(
                    translation, to: id, sealing, by: StaffID(staff.id), at: now, in: &transaction)
            }
            return .redirect("/desk/cases/\(id)/evidence#translations", door: .staff)
        } catch let errors as FormErrors {
            return try await show(
                id, staff, .init(translation: EvidenceForms.state(fields).with(errors)), .unprocessable)
        } catch DeskFailure.caseClosed {
            return try await show(
                id, staff, .init(translation: EvidenceForms.state(fields), notice: Self.closed), .conflict)
        }
    }
}

extension AuditAction {
    static let addEvidence = AuditAction("evidence.add")
    static let addCapture = AuditAction("evidence.capture")
    static let reviseCapture = AuditAction("evidence.revise-capture")
    static let addTranslation = AuditAction("evidence.translate")
    static let reviseTranslation = AuditAction("evidence.revise-translation")
    static let removeEvidenceRecord = AuditAction("evidence.remove-record")
}
