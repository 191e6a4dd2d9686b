import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// The public form. Nothing about the visit is kept: no cookie is set, and what was typed lives as long as the request.
struct ReportRoutes: Sendable {
    let pages: ReportPages
    let accept: AcceptSubmission
    let tokens: PublicFormTokens

    func register(in router: inout Router, languages: [Language]) {
        for language in languages {
            router.get("/\(language.code)/", access: .public) { _ in .page(pages.landing(language), door: .open) }
            router.get("/\(language.code)/report", access: .public) { _ in
                .page(
                    pages.form(language, token: tokens.issue(ReportForm.purpose, now: .now), state: FormState()),
                    door: .open)
            }
            router.post("/\(language.code)/report", access: .public) { request in
                try await submit(request, language)
            }
        }
    }

    private func submit(_ request: Request, _ language: Language) async throws -> Response {
        let fields = try await request.form(Self.limits).fields
        let token = tokens.issue(ReportForm.purpose, now: .now)
        let same = fields[FormToken.field] ?? token
        do {
            let ticket = try tokens.check(fields[FormToken.field], ReportForm.purpose, now: .now)
            let draft = ReportForm.draft(fields, language: language)
            switch try await accept(draft, channel: "WEB_FORM", from: .form(ticket)) {
            case .accepted(_, let code, let receivedAt):
                return .page(pages.receipt(language, code: code, receivedAt: receivedAt), door: .open)
            case .invalid(let errors):
                let state = ReportForm.state(fields, errors: errors)
                return .page(pages.form(language, token: token, state: state), door: .open, status: .unprocessable)
            case .alreadySent:
                // A new token: whoever sends it again now means to.
                return again(fields, language, token, Phrase("report.again"), status: .conflict)
            }
        } catch is PublicFormTokens.Problem {
            accept.admission.noteFailing()
            return stale(fields, language, token)
        } catch let failure where failure is IntakeFailure || failure is PostgresError {
            // The same token: what has arrived after all is not stored a second time.
            if (failure as? IntakeFailure) == .outcomeUnknown {
                return again(fields, language, same, Phrase("report.unsure"), status: .unavailable)
            }
            return busy(fields, language, same)
        }
    }

    /// The form again with all that was typed: whatever is in the way here, nobody shall have to write it twice.
    private func busy(_ fields: Fields, _ language: Language, _ token: String) -> Response {
        let page = pages.busy(language, token: token, state: ReportForm.state(fields), seconds: Self.retrySeconds)
        var response = Response.page(page, door: .open, status: .unavailable)
        response.headers["Retry-After"] = String(Self.retrySeconds)
        return response
    }

    /// The form again with all that was typed: a stale token is never the writer's fault.
    private func stale(_ fields: Fields, _ language: Language, _ token: String) -> Response {
        again(fields, language, token, Phrase("report.stale"), status: .unprocessable)
    }

    private func again(
        _ fields: Fields, _ language: Language, _ token: String, _ phrase: Phrase, status: Status
    ) -> Response {
        let words = pages.layout.phrases.words(language)
        let notice = HTML.div([.class("notice"), .role("alert")], .p(words.html(phrase)))
        return .page(
            pages.form(language, token: token, state: ReportForm.state(fields), notice: notice), door: .open,
            status: status)
    }

    private static let retrySeconds = 10

    /// A field may be larger here than its text may be long: what is too long comes back to be cut, not lost.
    private static let limits = {
        var limits = FormLimits()
        limits.files = 0
        limits.fieldBytes = 256 * 1024
        return limits
    }()
}
