import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// The public form. Nothing about the visit is kept: what was typed lives as long as the request, unless somebody asks for
/// it to be kept on their device.
struct ReportRoutes: Sendable {
    let layout: PublicLayout
    let accept: AcceptSubmission
    let tokens: PublicFormTokens
    let drafts: Drafts
    let cookie: DraftCookie
    /// The UN events that the form offers.
    let upcomingEvents: @Sendable () async -> [(UNEventID, UNEvent)]

    func register(in router: inout Router, languages: [Language]) {
        for language in languages {
            router.get("/\(language.code)/", access: .public) { _ in
                .page(LandingPage(layout: layout).page(language), door: .open)
            }
            router.get("/\(language.code)/report", access: .public) { request in await begin(request, language) }
            router.post("/\(language.code)/report", access: .public) { request in
                try await submit(request, language)
            }
        }
        DraftRoutes(form: self, drafts: drafts, cookie: cookie).register(in: &router, languages: languages)
    }

    private func begin(_ request: Request, _ language: Language) async -> Response {
        guard cookie.isSent(by: request) else { return await show(language, FormState()) }
        do {
            if let key = cookie.key(of: request), let draft = try await drafts.find(key) {
                return await show(language, FormState(), notice: .offered(draft))
            }
        } catch {
            // The form is there whatever is the matter with drafts.
            return await show(language, FormState())
        }
        var response = await show(language, FormState())
        cookie.remove(from: &response)
        return response
    }

    private func submit(_ request: Request, _ language: Language) async throws -> Response {
        let fields = try await request.form(Self.limits).fields
        let same = fields[FormToken.field]
        do {
            let ticket = try tokens.check(same, ReportForm.purpose, now: .now)
            switch ReportForm.wish(fields) {
            case .back: return await show(language, ReportForm.state(fields), token: same)
            case .keep: return try await keep(fields, request, language)
            case .send, .sendAnyway: return try await send(fields, ticket, request, language)
            }
        } catch is PublicFormTokens.Problem {
            accept.admission.noteFailing()
            return await show(language, ReportForm.state(fields), notice: .stale, status: .unprocessable)
        } catch let failure where failure is IntakeFailure || failure is PostgresError {
            // The same token: what has arrived after all is not stored a second time.
            if (failure as? IntakeFailure) == .outcomeUnknown {
                return await show(
                    language, ReportForm.state(fields), notice: .unsure, token: same, status: .unavailable)
            }
            return await busy(fields, language, same)
        }
    }

    private func send(
        _ fields: Fields, _ ticket: FormTicket, _ request: Request, _ language: Language
    ) async throws -> Response {
        let draft = ReportForm.draft(fields, language: language)
        if ScopeScreen.asks(draft, lists: accept.lists, now: .now) { return outOfScope(fields, language) }
        switch try await accept(draft, channel: "WEB_FORM", from: .form(ticket)) {
        case .accepted(_, let code, let receivedAt):
            let page = ReceiptPage(layout: layout).page(language, code: code, receivedAt: receivedAt)
            return await forgetDraft(of: request, .page(page, door: .open))
        case .invalid(let errors):
            return await show(language, ReportForm.state(fields, errors: errors), status: .unprocessable)
        case .alreadySent:
            // A new token: whoever sends it again now means to.
            return await show(language, ReportForm.state(fields), notice: .again, status: .conflict)
        }
    }

    /// The form with what was typed.
    ///
    /// - Parameter token: The one it came with, where what was sent under it may be stored already; nil makes a new one.
    func show(
        _ language: Language, _ state: FormState, notice: ReportPages.Notice? = nil, token: String? = nil,
        status: Status = .ok
    ) async -> Response {
        let content = ReportPages.Content(
            token: token ?? tokens.issue(ReportForm.purpose, now: .now), state: state, events: await upcomingEvents())
        let page = ReportPages(layout: layout, lists: accept.lists).form(language, content, notice: notice)
        return .page(page, door: .open, status: status)
    }

    private func outOfScope(_ fields: Fields, _ language: Language) -> Response {
        let typed = fields.all.filter { ReportForm.names.contains($0.name) }.map { ($0.name, $0.value) }
        let page = OutOfScopePage(layout: layout).page(
            language, token: fields[FormToken.field] ?? "", typed: typed)
        return .page(page, door: .open)
    }

    /// Whatever is in the way here, nobody shall have to write it twice.
    private func busy(_ fields: Fields, _ language: Language, _ token: String?) async -> Response {
        var response = await show(
            language, ReportForm.state(fields), notice: .busy(seconds: Self.retrySeconds), token: token,
            status: .unavailable)
        response.headers["Retry-After"] = String(Self.retrySeconds)
        return response
    }

    // MARK: Drafts

    private func keep(_ fields: Fields, _ request: Request, _ language: Language) async throws -> Response {
        let old = cookie.key(of: request)
        guard let key = try await drafts.keep(ReportForm.values(fields), insteadOf: old) else {
            return await show(language, ReportForm.state(fields), notice: .cannotKeep, status: .unavailable)
        }
        let token = tokens.issue(ReportForm.purpose, now: .now)
        var response = Response.page(DraftPages(layout: layout).kept(language, token: token), door: .open)
        cookie.set(key, on: &response)
        return response
    }

    /// What was sent needs no draft any more. Where deleting fails the key is gone all the same, and the sweep follows.
    private func forgetDraft(of request: Request, _ response: Response) async -> Response {
        guard cookie.isSent(by: request) else { return response }
        if let key = cookie.key(of: request) { try? await drafts.delete(key) }
        var response = response
        cookie.remove(from: &response)
        return response
    }

    private static let retrySeconds = 10

    /// A field may be larger here than its text may be long: what is too long comes back to be cut, not lost.
    private static let limits = {
        var limits = FormLimits()
        limits.fields = 400
        limits.files = 0
        limits.fieldBytes = 256 * 1024
        return limits
    }()
}
