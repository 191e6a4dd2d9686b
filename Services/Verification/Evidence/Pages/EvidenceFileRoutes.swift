import Accounts
import CaseModel
import Foundation
import HTTP
import Outbound
import Postgres
import Sandbox
import Web

extension DeskParts {
    func evidenceFiles(in routes: inout StaffRoutes) throws {
        let find = FindEvidence(sources: sources, caseKeys: caseKeys)
        let sandbox = Sandbox()
        EvidenceFileRoutes(
            desk: desk, find: find, read: ReadEvidence(desk: desk, find: find, evidence: evidence),
            ask: AskForCopy(desk: desk, find: find), handOver: HandOverEvidence(desk: desk, find: find),
            availability: SandboxAvailability(sandbox: sandbox),
            files: EvidenceFilePages(
                pages: pages, hasScanner: try MalwareScanner(settings: settings) != nil,
                hasAuthority: try TimestampAuthority(settings: settings, sandbox: sandbox) != nil),
            copies: CopyPages(pages: pages)
        ).register(in: &routes)
    }
}

/// A file's page, what can be looked at, and what can be done with it.
struct EvidenceFileRoutes: Sendable {
    let desk: DeskDatabase
    let find: FindEvidence
    let read: ReadEvidence
    let ask: AskForCopy
    let handOver: HandOverEvidence
    let availability: SandboxAvailability
    let files: EvidenceFilePages
    let copies: CopyPages

    func register(in routes: inout StaffRoutes) {
        let readers = Set<Role>.who(may: .readCases)
        let editors = Set<Role>.who(may: .editCases)
        routes.get("/desk/submissions/{id}/evidence/{file}", UUID.self, UUID.self, roles: readers) {
            _, staff, id, file in
            try await original(EvidenceID(file), of: SubmissionID(id), staff)
        }
        routes.get("/desk/evidence/{file}", UUID.self, roles: readers) { _, staff, id in
            try await show(EvidenceID(id), staff)
        }
        routes.get("/desk/evidence/{file}/original", UUID.self, roles: readers) { _, staff, id in
            try await original(EvidenceID(id), of: nil, staff)
        }
        routes.post("/desk/evidence/{file}/original", UUID.self, roles: readers) { _, staff, form, id in
            try await infected(EvidenceID(id), form.fields, staff)
        }
        routes.get("/desk/evidence/{file}/text", UUID.self, roles: readers) { _, staff, id in
            let (file, text, isCut) = try await read.text(EvidenceID(id), by: staff)
            return .page(copies.text(file, text, isCut: isCut, staff), door: .staff)
        }
        routes.get("/desk/evidence/{file}/stamp", UUID.self, roles: readers) { _, staff, id in
            try await stamp(EvidenceID(id), staff)
        }
        routes.post("/desk/evidence/{file}/copies", UUID.self, roles: editors) { _, staff, form, id in
            try await copy(EvidenceID(id), form.fields, staff)
        }
        routes.post("/desk/evidence/{file}/custody", UUID.self, roles: editors) { _, staff, form, id in
            try await give(EvidenceID(id), form.fields, staff)
        }
        routes.get("/desk/evidence/{file}/copies/{copy}", UUID.self, UUID.self, roles: readers) { _, staff, id, copy in
            try await look(CopyID(copy), EvidenceID(id), staff)
        }
        routes.get(
            "/desk/evidence/{file}/copies/{copy}/{part}", UUID.self, UUID.self, Int.self, roles: readers
        ) { _, staff, id, copy, part in
            try await read.copy(CopyID(copy), part: part, of: EvidenceID(id), by: staff)
        }
        routes.post("/desk/evidence/{file}/copies/{copy}/redactions", UUID.self, UUID.self, roles: editors) {
            _, staff, form, id, copy in
            try await redact(CopyID(copy), EvidenceID(id), form.fields, staff)
        }
    }

    func show(
        _ id: EvidenceID, _ staff: Staff, _ forms: EvidenceFilePages.Forms = .init(), _ status: Status = .ok
    ) async throws -> Response {
        let isSandboxed = await availability.isAvailable()
        let content = try await desk.read(for: staff) { transaction in
            let file = try await find(id, in: &transaction)
            let copies = try await CopyQueries.all(of: id, in: &transaction)
            let custody = try await CustodyQueries.all(of: id, in: &transaction)
            let people = custody.compactMap(\.by) + copies.compactMap(\.askedBy)
            return EvidenceFilePages.Content(
                file: file, state: try await EvidenceStateQueries.find(id, in: &transaction), copies: copies,
                custody: custody, names: try await StaffNames.of(people, in: &transaction), isSandboxed: isSandboxed)
        }
        return .page(files.file(content, forms, staff), door: .staff, status: status)
    }

    // MARK: The original

    private func original(_ id: EvidenceID, of submission: SubmissionID?, _ staff: Staff) async throws -> Response {
        do {
            return try await read.original(id, of: submission, by: staff)
        } catch ReadEvidence.Refusal.infected {
            return try await show(id, staff, .init(notice: Phrase("evidence.infected")), .conflict)
        } catch ReadEvidence.Refusal.missing {
            return try await show(id, staff, .init(notice: Phrase("evidence.missing")), .conflict)
        }
    }

    private func infected(_ id: EvidenceID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        do {
            let typed = try EvidenceForms.original(fields)
            return try await read.original(id, isWarned: typed.isWarned, reason: typed.reason, by: staff)
        } catch let errors as FormErrors {
            let state = EvidenceForms.state(fields).with(errors)
            return try await show(id, staff, .init(original: state), .unprocessable)
        } catch ReadEvidence.Refusal.missing {
            return try await show(id, staff, .init(notice: Phrase("evidence.missing")), .conflict)
        }
    }

    private func stamp(_ id: EvidenceID, _ staff: Staff) async throws -> Response {
        let (file, token) = try await desk.read(for: staff) { transaction in
            let file = try await find(id, in: &transaction)
            guard let sealed = try await EvidenceStateQueries.find(id, in: &transaction)?.stamp else {
                throw DeskFailure.notFound
            }
            return (file, try file.sealing.stamp(sealed, of: id))
        }
        return Response(
            type: "application/timestamp-reply", token,
            headers: [
                "Content-Disposition": "attachment; filename=\"\(file.declared.sha256).tsr\"",
                "Content-Security-Policy": "sandbox; default-src 'none'",
            ])
    }

    // MARK: Copies

    private func copy(_ id: EvidenceID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        do {
            try await ask(try EvidenceForms.copy(fields), of: id, by: staff)
            return .redirect("/desk/evidence/\(id)#copies", door: .staff)
        } catch let errors as FormErrors {
            return try await show(
                id, staff, .init(copy: EvidenceForms.state(fields).with(errors)), .unprocessable)
        } catch DeskFailure.stepNotAllowed {
            return try await show(id, staff, .init(notice: Phrase("evidence.copies.unsuitable")), .conflict)
        } catch DeskFailure.caseClosed {
            return try await show(id, staff, .init(notice: CaseEvidenceRoutes.closed), .conflict)
        }
    }

    private func look(
        _ copy: CopyID, _ id: EvidenceID, _ staff: Staff, _ state: FormState = FormState(), _ status: Status = .ok,
        at now: Date = .now
    ) async throws -> Response {
        let (file, row, record) = try await desk.read(for: staff) { transaction in
            let (file, row, record) = try await made([.picture, .redacted, .text], copy, id, &transaction)
            try await ViewEvidence.record(row.kind.rawValue, of: file, copy: copy, by: staff, at: now, in: &transaction)
            return (file, row, record)
        }
        if row.kind == .text {
            let (text, isCut) = try await read.words(record)
            let page = copies.text(file, text, isCut: isCut || record.isCut, isMade: true, staff)
            return .page(page, door: .staff, status: status)
        }
        return .page(copies.pictures(file, row, record, state, staff), door: .staff, status: status)
    }

    private func made(
        _ kinds: [CopyKind], _ copy: CopyID, _ id: EvidenceID, _ transaction: inout Transaction
    ) async throws -> (EvidenceFile, CopyRow, CopyRecord) {
        let file = try await find(id, in: &transaction)
        guard let row = try await CopyQueries.find(copy, of: id, in: &transaction), row.state == .done,
            kinds.contains(row.kind), let sealed = row.sealed
        else { throw DeskFailure.notFound }
        return (file, row, try file.sealing.record(sealed, of: copy))
    }

    /// What was drawn is shown again with what was typed; nothing is made of it yet.
    private func draw(
        _ copy: CopyID, _ id: EvidenceID, _ fields: Fields, _ staff: Staff, at now: Date = .now
    ) async throws -> Response? {
        guard AreaDrawing.isDrawn(fields) else { return nil }
        let (file, row, record) = try await desk.read(for: staff) { transaction in
            let (file, row, record) = try await made([.picture, .redacted], copy, id, &transaction)
            try await ViewEvidence.recordUnlessJustNow(
                row.kind.rawValue, of: file, copy: copy, by: staff, at: now, in: &transaction)
            return (file, row, record)
        }
        let drawing = AreaDrawing(EvidenceForms.state(fields), record.parts).after(fields)
        return .page(copies.pictures(file, row, record, drawing.state, staff), door: .staff)
    }

    private func redact(_ copy: CopyID, _ id: EvidenceID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        if let drawn = try await draw(copy, id, fields, staff) { return drawn }
        do {
            let (areas, reason) = try EvidenceForms.areas(fields)
            try await ask.redaction(areas, of: copy, id, because: reason, by: staff)
            return .redirect("/desk/evidence/\(id)#copies", door: .staff)
        } catch let errors as FormErrors {
            return try await look(copy, id, staff, EvidenceForms.state(fields).with(errors), .unprocessable)
        } catch DeskFailure.stepNotAllowed {
            let error = FormErrors([FormError("x_1", Phrase("evidence.redact.wrong"))])
            return try await look(copy, id, staff, EvidenceForms.state(fields).with(error), .conflict)
        } catch DeskFailure.caseClosed {
            return try await show(id, staff, .init(notice: CaseEvidenceRoutes.closed), .conflict)
        }
    }

    private func give(_ id: EvidenceID, _ fields: Fields, _ staff: Staff) async throws -> Response {
        do {
            try await handOver(try EvidenceForms.handOver(fields), of: id, by: staff)
            return .redirect("/desk/evidence/\(id)#custody", door: .staff)
        } catch let errors as FormErrors {
            return try await show(
                id, staff, .init(handOver: EvidenceForms.state(fields).with(errors)), .unprocessable)
        } catch DeskFailure.stepNotAllowed {
            return try await show(id, staff, .init(notice: Phrase("evidence.hand.copy_only")), .conflict)
        }
    }
}
