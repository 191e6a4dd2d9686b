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
    let evidence: Evidence
    let drafts: Drafts
    let cookie: DraftCookie
    let states: StateNames
    /// The UN events that the form offers.
    let upcomingEvents: @Sendable () async -> [(UNEventID, UNEvent)]

    func register(in router: inout Router, languages: [Language]) {
        for language in languages {
            router.get("/\(language.code)/", access: .public) { _ in
                .page(LandingPage(layout: layout).page(language), door: .open)
            }
            router.get("/\(language.code)/report", access: .public) { request in await begin(request, language) }
            router.post(
                "/\(language.code)/report", access: .public, body: .streamed(limit: evidence.limits.formBytes),
                deadline: Evidence.formTime
            ) { request in
                try await submit(request, language)
            }
        }
        DraftRoutes(form: self, drafts: drafts, cookie: cookie).register(in: &router, languages: languages)
    }

    private func begin(_ request: Request, _ language: Language) async -> Response {
        guard cookie.isSent(by: request) else { return await show(language, Shown()) }
        do {
            if let key = cookie.key(of: request), let draft = try await drafts.find(key) {
                return await show(language, Shown(), notice: .offered(draft))
            }
        } catch {
            // The form is there whatever is the matter with drafts.
            return await show(language, Shown())
        }
        var response = await show(language, Shown())
        cookie.remove(from: &response)
        return response
    }

    private func submit(_ request: Request, _ language: Language) async throws -> Response {
        let form = try await evidence.form(request, Self.limits)
        let same = form.fields[FormToken.field]
        do {
            let ticket = try tokens.check(same, ReportForm.purpose, now: .now)
            guard form.refused.isEmpty else { return await lacking(form, language) }
            switch ReportForm.wish(form.fields) {
            case .back: return await show(language, Shown(form), token: same)
            case .keep: return try await keep(form, request, language)
            case .send, .sendAnyway: return try await send(form, ticket, request, language)
            }
        } catch is PublicFormTokens.Problem {
            accept.admission.noteFailing()
            return await show(language, Shown(form), notice: .stale, status: .unprocessable)
        } catch let failure where failure is IntakeFailure || failure is PostgresError {
            // The same token: what has arrived after all is not stored a second time.
            if (failure as? IntakeFailure) == .outcomeUnknown {
                return await show(language, Shown(form), notice: .unsure, token: same, status: .unavailable)
            }
            return await busy(form, language, same)
        }
    }

    private func send(
        _ form: FormWithEvidence, _ ticket: FormTicket, _ request: Request, _ language: Language
    ) async throws -> Response {
        let draft = ReportForm.draft(form.fields, language: language, states: states)
        if ScopeScreen.asks(draft, lists: accept.lists, now: .now) { return outOfScope(form, language) }
        var files: [DeclaredEvidence] = []
        if let token = form.token { files = try await evidence.files(of: token) }
        switch try await accept(draft, channel: OnionDoor.channel(of: request), from: .form(ticket), evidence: files) {
        case .accepted(_, let code, let receivedAt):
            let page = ReceiptPage(layout: layout).page(language, code: code, receivedAt: receivedAt)
            return await forgetDraft(of: request, .page(page, door: .open))
        case .invalid(let errors):
            return await show(language, Shown(form, errors), status: .unprocessable)
        case .alreadySent:
            // A new token: whoever sends it again now means to.
            return await show(language, Shown(form), notice: .again, status: .conflict)
        }
    }

    /// What a form shows of what came: what was typed, what is wrong, and the session of the files.
    struct Shown {
        var state = FormState()
        var upload: UploadToken?

        init() {}

        init(_ form: FormWithEvidence, _ errors: [FieldError] = []) {
            state = ReportForm.state(form.fields, errors: errors)
            upload = form.token
        }

        /// As a draft has kept it.
        init(values: [String: [String]]) {
            state = FormState(values: values.filter { $0.key != Evidence.field })
            upload = UploadToken(values[Evidence.field]?.first)
        }
    }

    /// The form with what was typed.
    ///
    /// - Parameter token: The one it came with, where what was sent under it may be stored already; nil makes a new one.
    func show(
        _ language: Language, _ shown: Shown, notice: ReportPages.Notice? = nil, token: String? = nil,
        status: Status = .ok
    ) async -> Response {
        var content = ReportPages.Content(token: token ?? tokens.issue(ReportForm.purpose, now: .now))
        content.state = shown.state
        content.events = await upcomingEvents()
        // A form is never refused for its files.
        if let upload = shown.upload, let files = try? await evidence.files(of: upload) {
            (content.upload, content.files) = (upload, files)
        }
        let pages = ReportPages(layout: layout, lists: accept.lists, uploads: evidence.limits)
        return .page(pages.form(language, content, notice: notice), door: .open, status: status)
    }

    /// A file could not be taken: said beside the field, and nothing is sent without it unseen.
    private func lacking(_ form: FormWithEvidence, _ language: Language) async -> Response {
        var shown = Shown(form)
        let errors = EvidencePart.errors(form.refused, limits: evidence.limits)
        shown.state = FormState(values: shown.state.values, errors: errors)
        return await show(language, shown, status: .unprocessable)
    }

    private func outOfScope(_ form: FormWithEvidence, _ language: Language) -> Response {
        var typed = form.fields.all.filter { ReportForm.names.contains($0.name) }.map { ($0.name, $0.value) }
        if let token = form.token { typed.append((Evidence.field, token.printed)) }
        let page = OutOfScopePage(layout: layout).page(
            language, token: form.fields[FormToken.field] ?? "", typed: typed)
        return .page(page, door: .open)
    }

    /// Whatever is in the way here, nobody shall have to write it twice.
    private func busy(_ form: FormWithEvidence, _ language: Language, _ token: String?) async -> Response {
        var response = await show(
            language, Shown(form), notice: .busy(seconds: Self.retrySeconds), token: token, status: .unavailable)
        response.headers["Retry-After"] = String(Self.retrySeconds)
        return response
    }

    // MARK: Drafts

    private func keep(_ form: FormWithEvidence, _ request: Request, _ language: Language) async throws -> Response {
        var values = ReportForm.values(form.fields)
        if let token = form.token {
            values[Evidence.field] = [token.printed]
            try await evidence.keep(token, for: Drafts.lifetime)
        }
        guard let key = try await drafts.keep(values, insteadOf: cookie.key(of: request)) else {
            return await show(language, Shown(form), notice: .cannotKeep, status: .unavailable)
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
        limits.fieldBytes = 256 * 1024
        return limits
    }()
}
