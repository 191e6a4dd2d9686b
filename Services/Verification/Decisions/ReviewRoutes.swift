import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// What waits for a second signature: the queue, one step, and the answers of its reviewer and of its author.
struct ReviewRoutes: Sendable {
    let read: ReadFindings
    let answer: AnswerStep
    let pages: ReviewPages

    private static let step = "/desk/cases/{id}/reviews/{record}"
    private static let mostRows = 200

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/reviews", roles: .who(may: .reviewCases)) { _, staff in
            let (rows, names) = try await read.desk.read(for: staff) { transaction in
                let rows = try await SignedStepQueries.queue(limit: Self.mostRows, in: &transaction)
                return (rows, try await StaffNames.of(rows.map(\.proposedBy), in: &transaction))
            }
            return .page(pages.queue(rows, names, staff), door: .staff)
        }
        routes.get(Self.step, UUID.self, UUID.self, roles: .who(may: .readCases)) { _, staff, id, record in
            try await show(id, record, .init(state: FormState()), staff)
        }
        routes.post(Self.step, UUID.self, UUID.self, roles: .who(may: .reviewCases)) { _, staff, form, id, record in
            try await answer(id, record, form.fields, AnswerStep.Answer.ofReviewer, staff)
        }
        routes.post("\(Self.step)/author", UUID.self, UUID.self, roles: .who(may: .readCases)) {
            _, staff, form, id, record in
            let step = try await find(id, record, staff).step
            guard step.content.officer == StaffID(staff.id) else { throw DeskFailure.notFound }
            return try await answer(id, record, form.fields, AnswerStep.Answer.ofAuthor, staff)
        }
    }

    private func find(
        _ id: UUID, _ record: UUID, _ staff: Staff
    ) async throws -> (step: RecordVersion<SignedStep>, findings: Findings) {
        let findings = try await read(CaseID(id), for: staff)
        guard let step = findings.steps.first(where: { $0.id.uuid == record }) else { throw DeskFailure.notFound }
        return (step, findings)
    }

    private func show(
        _ id: UUID, _ record: UUID, _ answer: ItemPages.Answer, _ staff: Staff
    ) async throws -> Response {
        let (step, findings) = try await find(id, record, staff)
        return pages.step(step, findings, answer, staff)
    }

    private func answer(
        _ id: UUID, _ record: UUID, _ fields: Fields, _ allowed: [AnswerStep.Answer], _ staff: Staff
    ) async throws -> Response {
        var shown = ItemPages.Answer(state: FormState(typed: fields, ["answer", "remark"]), status: .conflict)
        do {
            let input = try AnswerStep.Input.parse(fields, allowed)
            try await answer(input, to: RecordID(record), in: CaseID(id), by: staff)
            return .redirect(Self.next(input.answer, id, record), door: .staff)
        } catch let errors as FormErrors {
            shown.state = shown.state.with(errors)
            shown.status = .unprocessable
        } catch {
            guard let phrase = refusalPhrase(error) else { throw error }
            shown.notice = phrase
        }
        return try await show(id, record, shown, staff)
    }

    private static func next(_ answer: AnswerStep.Answer, _ id: UUID, _ record: UUID) -> String {
        answer == .remark
            ? "/desk/cases/\(CaseID(id))/reviews/\(RecordID(record))" : CaseSection.findings.path(of: CaseID(id))
    }
}

extension AnswerStep.Input {
    /// Whoever refuses, sends back or asks says why.
    static func parse(_ fields: Fields, _ allowed: [AnswerStep.Answer]) throws(FormErrors) -> AnswerStep.Input {
        var errors = FormErrors()
        let answer: AnswerStep.Answer? = errors.code(fields, "answer")
        if let answer, !allowed.contains(answer) { errors.add("answer", Phrase("field.unknown_code")) }
        let isOptional = answer == .sign || answer == .takeBack
        let remark =
            isOptional
            ? errors.optionalText(fields, "remark", limit: FieldLimits.message)
            : errors.text(fields, "remark", limit: FieldLimits.message) ?? ""
        try errors.check()
        guard let answer else { throw errors }
        return AnswerStep.Input(answer: answer, version: Int(fields["version"] ?? "") ?? 0, remark: remark)
    }
}
