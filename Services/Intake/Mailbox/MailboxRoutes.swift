import CaseModel
import Foundation
import HTTP
import Postgres
import Vault
import Web

/// Coming back with the code. The code comes in a form's body, is never put into an address or a cookie, and is forgotten
/// with the request: the pages of the visit carry a sealed pass instead, and each is asked for by a form.
struct MailboxRoutes: Sendable {
    static let purpose: StaticString = "return"

    let pages: MailboxPages
    let open: OpenMailbox
    let tokens: PublicFormTokens
    let visits: VisitTokens
    let tasks: [any MailboxTask]
    let evidence: Evidence

    private var taskPages: TaskPages { TaskPages(pages: pages) }

    func register(in router: inout Router, languages: [Language]) {
        for language in languages {
            let root = "/\(language.code)"
            router.get("\(root)/return", access: .public) { _ in door(language, FormState(), .ok) }
            router.post("\(root)/return", access: .public) { request in try await enter(request, language) }
            router.post("\(root)/mailbox", access: .public) { request in try await look(request, language) }
            for task in tasks {
                let path = "\(root)/mailbox/\(task.name)"
                if task.takesFiles {
                    router.post(
                        path, access: .public, body: .streamed(limit: evidence.limits.formBytes),
                        deadline: Evidence.formTime
                    ) { request in try await serve(task, try await evidence.form(request, Self.limits), language) }
                } else {
                    router.post(path, access: .public) { request in
                        let fields = try await request.form(Self.limits).fields
                        return try await serve(
                            task, FormWithEvidence(fields: fields, token: nil, refused: []), language)
                    }
                }
            }
            // A page of a visit has no address of its own: who loads it again begins at the door.
            for path in ["\(root)/mailbox"] + tasks.map({ "\(root)/mailbox/\($0.name)" }) {
                router.get(path, access: .public) { _ in .redirect("\(root)/return", door: .open) }
            }
        }
    }

    // MARK: The door

    private func enter(_ request: Request, _ language: Language) async throws -> Response {
        let fields = try await request.form().fields
        let code: ReceiptCode
        do {
            try tokens.check(fields[FormToken.field], Self.purpose, now: .now)
            code = try ReceiptCode(parsing: fields["code"] ?? "")
        } catch let error as ReceiptCodeError {
            return refused(Phrase(key: error.phrase), fields, language)
        } catch {
            // It may be a right one: then it is not given back.
            return door(language, FormState(errors: [FormError("code", Phrase("return.stale"))]), .unprocessable)
        }
        guard let (visit, mailbox) = try await open(code, toShow: true) else {
            return refused(Phrase("return.unknown"), fields, language)
        }
        return try show(mailbox, visit, showRead: false, language)
    }

    /// The door again with what was typed, so that it can be compared with what was written down. It goes nowhere else:
    /// the page is in no cache and has no address of its own.
    private func refused(_ phrase: Phrase, _ fields: Fields, _ language: Language) -> Response {
        var state = FormState(errors: [FormError("code", phrase)])
        state.set("code", String((fields["code"] ?? "").prefix(Self.mostTyped)))
        return door(language, state, .unprocessable)
    }

    private static let mostTyped = 100

    private func door(_ language: Language, _ state: FormState, _ status: Status) -> Response {
        .page(
            pages.door(language, token: tokens.issue(Self.purpose, now: .now), state: state), door: .open,
            status: status)
    }

    // MARK: The mailbox

    private func look(_ request: Request, _ language: Language) async throws -> Response {
        let fields = try await request.form().fields
        guard let visit = try await visit(fields) else { return closed("mailbox", fields, language) }
        let view = fields[MailboxMessages.View.field]
        if view == MailboxMessages.View.hide || view == MailboxMessages.View.show {
            try await MailboxQueries.showUnreadOnly(
                view == MailboxMessages.View.hide, lookup: visit.lookup, in: open.database)
        }
        guard let mailbox = try await open(visit, toShow: true) else { return closed("mailbox", fields, language) }
        return try show(mailbox, visit, showRead: view == MailboxMessages.View.all, language)
    }

    private func show(
        _ mailbox: Mailbox, _ visit: Visit, showRead: Bool, _ language: Language
    ) throws -> Response {
        let pass = try visits.seal(visit.onTheNextPage().pass)
        return .page(
            pages.mailbox(mailbox, pass: pass, tasks: tasks, showRead: showRead, language), door: .open)
    }

    // MARK: Tasks

    private func serve(
        _ task: any MailboxTask, _ form: FormWithEvidence, _ language: Language
    ) async throws -> Response {
        let fields = form.fieldsWithToken
        let found: Visit?
        do {
            found = try await visit(fields)
        } catch let failure where failure is IntakeFailure || failure is PostgresError {
            // The pass had expired, and the code cannot be looked up now: what was typed waits on the page.
            return closedForNow("mailbox/\(task.name)", fields, language)
        }
        guard let visit = found else { return closed("mailbox/\(task.name)", fields, language) }
        guard fields[MailboxStep.field] != nil else {
            let state = try await task.initial(fields, visit)
            return try await self.form(task, state, try visit.onTheNextPage(), language)
        }
        let typed = Self.typed(fields)
        let refused = EvidencePart.errors(form.refused, limits: evidence.limits)
        let state = FormState(values: Dictionary(grouping: typed, by: \.0).mapValues { $0.map(\.1) })
        do {
            let telling = typed.filter { visit.findsCode(in: $0.1) }.map(\.0)
            guard telling.isEmpty, refused.isEmpty else {
                let errors = telling.map { FormError($0, Phrase("mailbox.code_in_text")) } + refused
                return try await self.form(
                    task, state.with(FormErrors(errors)), visit, language, status: .unprocessable)
            }
            return try await answer(try await task.perform(fields, visit, language), task, state, visit, language)
                ?? closed("mailbox/\(task.name)", fields, language)
        } catch let failure where failure is IntakeFailure || failure is PostgresError {
            return try await failed(failure, task, state, visit, language)
        }
    }

    /// Nil where the visit's code opens nothing any more.
    private func answer(
        _ outcome: MailboxOutcome, _ task: any MailboxTask, _ state: FormState, _ visit: Visit, _ language: Language
    ) async throws -> Response? {
        switch outcome {
        case .sent(let text):
            let pass = try visits.seal(visit.onTheNextPage().pass)
            return .page(taskPages.sent(task, text, pass: pass, language), door: .open)
        case .sentAs(let visit, let text):
            return .page(taskPages.sent(task, text, pass: try visits.seal(visit.pass), language), door: .open)
        case .over(let title, let text):
            return .page(taskPages.over(title: title, text: text, language), door: .open)
        case .next(let step, let hidden, let body, let submit):
            let pass = try visits.seal(visit.onTheNextPage().pass)
            return .page(
                taskPages.next(
                    task, step: step, hidden: hidden, body: body, submit: submit, pass: pass, language), door: .open)
        case .invalid(let errors):
            return try await self.form(task, state.with(errors), visit, language, status: .unprocessable)
        case .closed: return nil
        }
    }

    /// The form again with what was typed, under the same pass: what is stored after all is not stored a second time.
    private func failed(
        _ failure: any Error, _ task: any MailboxTask, _ state: FormState, _ visit: Visit, _ language: Language
    ) async throws -> Response {
        let isUnsure = (failure as? IntakeFailure) == .outcomeUnknown
        let notice =
            isUnsure
            ? taskPages.notice(Phrase("report.unsure"), language)
            : taskPages.notice(
                Phrase("busy.text", ["seconds": .number(Self.retrySeconds)]), title: Phrase("busy.title"), language)
        var response = try await form(task, state, visit, language, status: .unavailable, notice: notice)
        response.headers["Retry-After"] = String(Self.retrySeconds)
        return response
    }

    private func form(
        _ task: any MailboxTask, _ state: FormState, _ visit: Visit, _ language: Language, status: Status = .ok,
        notice: HTML = .empty
    ) async throws -> Response {
        let fields = FormFields(pages.layout.phrases.words(language), state)
        let inner = try await task.form(fields, visit)
        return .page(
            taskPages.form(
                task, inner, fields: fields, pass: try visits.seal(visit.pass), notice: notice, language),
            door: .open, status: status)
    }

    // MARK: The pass

    /// By the page's pass; where that has expired, by the code that its holder was asked for.
    private func visit(_ fields: Fields) async throws -> Visit? {
        if let pass = try? visits.open(MailboxPass.self, fields[FormToken.field]) { return try Visit(pass) }
        guard (try? tokens.check(fields[FormToken.field], Self.purpose, now: .now)) != nil,
            let code = try? ReceiptCode(parsing: fields["code"] ?? "")
        else { return nil }
        return try await open(code, toShow: false)?.0
    }

    private func closed(_ path: String, _ fields: Fields, _ language: Language) -> Response {
        var state = FormState()
        if let code = fields["code"], !code.isEmpty {
            state = FormState(errors: [FormError("code", Phrase("return.unknown"))])
        }
        return .page(
            closed(path, fields, state, notice: Phrase("mailbox.closed"), language), door: .open, status: .unprocessable
        )
    }

    private func closedForNow(_ path: String, _ fields: Fields, _ language: Language) -> Response {
        let notice = Phrase("busy.text", ["seconds": .number(Self.retrySeconds)])
        var response = Response.page(
            closed(path, fields, FormState(), notice: notice, language), door: .open, status: .unavailable)
        response.headers["Retry-After"] = String(Self.retrySeconds)
        return response
    }

    /// The page that asks for the code. What was typed is kept, the code is not.
    private func closed(
        _ path: String, _ fields: Fields, _ state: FormState, notice: Phrase, _ language: Language
    ) -> HTML {
        taskPages.closed(
            action: "/\(language.code)/\(path)", typed: Self.typed(fields, andStep: true), state: state,
            token: tokens.issue(Self.purpose, now: .now), notice: notice, language)
    }

    private static func typed(_ fields: Fields, andStep: Bool = false) -> [(String, String)] {
        let left = Set([FormToken.field, "code"] + (andStep ? [] : [MailboxStep.field]))
        return fields.all.filter { !left.contains($0.name) }.map { ($0.name, $0.value) }
    }

    private static let retrySeconds = 10

    /// A field may be larger here than its text may be long: what is too long comes back to be cut, not lost.
    private static let limits = {
        var limits = FormLimits()
        limits.fieldBytes = 256 * 1024
        return limits
    }()
}

extension FormWithEvidence {
    /// The fields, with the session of the files that came.
    fileprivate var fieldsWithToken: Fields {
        guard let token else { return fields }
        var named = Fields(fields.all.filter { $0.name != Evidence.field })
        named.append(Evidence.field, token.printed)
        return named
    }
}
