import CaseModel
import Foundation
import HTTP
import Web

/// `POST /api/submissions`: the same as the form, for programs. Answers 201 with the receipt, 422 with pointers to what is
/// wrong, both as JSON.
struct SubmissionsAPI: Sendable {
    static let formTokenHeader = "Amparo-Form-Token"
    static let workHeader = "Amparo-Work"

    let accept: AcceptSubmission
    let admission: Admission
    let tokens: PublicFormTokens

    func register(in router: inout Router) {
        router.post("/api/submissions", access: .public) { request in
            var response = try await answer(request)
            SecurityHeaders.apply(to: &response, door: .open)
            return response
        }
    }

    /// A refusal brings a challenge along: with the work done, a program comes before those that have shown none.
    private func answer(_ request: Request) async throws -> Response {
        do {
            return try await submit(request)
        } catch let failure as any HTTPFailure where failure is AdmissionFailure || failure as? IntakeFailure == .busy {
            return WorkProblem(failure, admission.challenge(), request: request.id).response
        }
    }

    private func sender(_ request: Request, _ body: [UInt8]) throws -> Sender {
        guard let token = request.headers[Self.formTokenHeader] else {
            return try admission.program(proof: request.headers[Self.workHeader], body: body)
        }
        do {
            return .form(try tokens.check(token, ReportForm.purpose, now: .now))
        } catch {
            admission.noteFailing()
            throw IntakeFailure.badFormToken
        }
    }

    private func submit(_ request: Request) async throws -> Response {
        guard request.mediaType == "application/json" else { throw HTTPError.unsupportedMediaType }
        let bytes = try await request.bytes(limit: 256 * 1024)
        let sender = try sender(request, bytes)
        guard let body = try? JSONDecoder().decode(SubmissionRequest.self, from: Data(bytes)) else {
            admission.noteFailing()
            throw HTTPError.malformed
        }
        switch try await accept(body.draft, channel: "WEB_FORM", from: sender) {
        case .accepted(let id, let code, let receivedAt):
            var answer = JSONObjectText()
            answer.add("receiptCode", code.printed)
            answer.add("receivedAt", EventCoding.text(of: receivedAt))
            answer.add("submissionID", id.description)
            return .json(answer.object, status: .created)
        case .alreadySent: throw IntakeFailure.alreadySent
        case .invalid(let errors):
            return .problem(
                ProblemDetails(
                    status: .unprocessable, code: "submission-invalid", title: "Some fields cannot be accepted.",
                    errors: Dictionary(errors.map { (Self.name(of: $0.field), $0.phrase) }) { first, _ in first }))
        }
    }

    /// A field's name as the API spells it.
    private static func name(of field: String) -> String {
        switch field {
        case "un_entity": "unEntities"
        case "state": "stateOfAct"
        case "for_whom": "forWhom"
        case "contact_wish": "contactWish"
        default: field
        }
    }
}

/// The body of a submission by a program. Every field but `narrative` may be left out; unknown ones are refused nowhere,
/// so that older servers take what newer clients send.
private struct SubmissionRequest: Decodable {
    var narrative: String?
    var cooperation: String?
    var unEntities: [String]?
    var acts: [String]?
    var dangers: [String]?
    var happened: String?
    var happenedApproximately: Bool?
    var place: String?
    var stateOfAct: String?
    var affected: String?
    var responsible: String?
    var forWhom: String?
    var contactWish: String?
    var contact: String?
    var language: String?

    var draft: SubmissionDraft {
        var draft = SubmissionDraft()
        draft.narrative = narrative ?? ""
        draft.cooperation = cooperation ?? ""
        draft.unEntities = unEntities ?? []
        draft.acts = acts ?? []
        draft.dangers = dangers ?? []
        draft.happened = happened ?? ""
        draft.happenedApproximately = happenedApproximately ?? false
        draft.place = place ?? ""
        draft.stateOfAct = stateOfAct ?? ""
        draft.affected = affected ?? ""
        draft.responsible = responsible ?? ""
        draft.forWhom = forWhom ?? ""
        draft.contactWish = contactWish ?? ""
        draft.contact = contact ?? ""
        draft.language = language ?? "und"
        return draft
    }
}
