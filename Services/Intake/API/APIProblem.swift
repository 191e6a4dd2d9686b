import CaseModel
import HTTP
import Postgres
import Web

/// A problem document (RFC 9457) with pointers to what is wrong, in the language the client asks for.
struct APIProblem: Error {
    let status: Status
    let code: StaticString
    let title: Phrase
    var errors: [PointedError] = []

    /// The body is no JSON that is taken here.
    static func malformed(_ error: PointedError) -> APIProblem {
        APIProblem(
            status: .badRequest, code: "malformed-body", title: Phrase("api.problem.malformed"), errors: [error])
    }

    static func invalid(_ errors: [PointedError]) -> APIProblem {
        APIProblem(
            status: .unprocessable, code: "submission-invalid", title: Phrase("api.problem.invalid"), errors: errors)
    }

    static let keyReused = APIProblem(
        status: .conflict, code: "key-reused", title: Phrase("api.problem.key_reused"),
        errors: [PointedError("/idempotencyKey", .keyReused)])

    func response(_ words: Words, _ request: Request) -> Response {
        var text = JSONObjectText()
        text.add("code", code.description)
        text.add("errors", json: errors.json(words))
        text.add("instance", "urn:amparo:request:\(request.id)")
        text.add("status", status.rawValue)
        text.add("title", words(title))
        text.add("type", "urn:amparo:problem:\(code)")
        return Response(
            status, type: "application/problem+json", text.object,
            headers: ["Cache-Control": "no-store", "Content-Language": words.language.code])
    }
}

/// In which language a program's user reads.
struct APILanguage: Sendable {
    let phrases: Phrases
    let offered: [Language]

    func words(_ request: Request) -> Words {
        phrases.words(Language.negotiate(request.acceptLanguages, offered: offered))
    }
}

extension Router {
    /// A route for programs: problems are answered as documents, and the security fields of the door are put on all answers.
    mutating func api(
        _ method: HTTP.Method, _ path: String, access: RouteAccess, body: BodyPolicy = .none, deadline: Duration? = nil,
        _ language: APILanguage, _ handler: @escaping @Sendable (Request) async throws -> Response
    ) {
        on(method, path, access: access, body: body, deadline: deadline) { request in
            var response: Response
            do {
                response = try await handler(request)
            } catch let problem as APIProblem {
                response = problem.response(language.words(request), request)
            } catch is PostgresError {
                // Whatever was to be stored says itself where that is unknown.
                throw IntakeFailure.busy
            }
            SecurityHeaders.apply(to: &response, door: .open)
            return response
        }
    }
}
