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
    let language: APILanguage

    func register(in router: inout Router) {
        router.api(.post, "/api/submissions", access: .public, body: .whole(limit: SubmissionReader.limit), language) {
            try await answer($0)
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
        let bytes = try await request.bytes(limit: SubmissionReader.limit)
        let sender = try sender(request, bytes)
        let sent: SentSubmission
        do throws(PointedError) { sent = try SubmissionReader.read(bytes) } catch {
            admission.noteFailing()
            throw APIProblem.malformed(error)
        }
        guard sent.errors.isEmpty else { throw APIProblem.invalid(sent.errors) }
        switch try await accept(sent.draft, channel: OnionDoor.channel(of: request), from: sender) {
        case .accepted(let id, let code, let receivedAt):
            var answer = JSONObjectText()
            answer.add("receiptCode", code.printed)
            answer.add("receivedAt", EventCoding.text(of: receivedAt))
            answer.add("submissionID", id.description)
            return .json(answer.object, status: .created)
        case .alreadySent: throw IntakeFailure.alreadySent
        case .invalid(let errors): throw APIProblem.invalid(errors.map { PointedError($0) })
        }
    }
}
