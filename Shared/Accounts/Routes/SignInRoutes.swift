import Foundation
import HTTP
import Vault
import Web

// Name and password, then a code.
extension AccountRoutes {
    func showSignIn(_ request: Request) async throws -> Response {
        answer(signInPage(request, FormState(), next: Self.next(request.query["next"])))
    }

    func takePassword(_ request: Request) async throws -> Response {
        let form = try await request.form(.credentials)
        let next = Self.next(form["next"])
        var errors = FormErrors()
        if (form["name"] ?? "").isEmpty { errors.add("name", Phrase("web.form.missing")) }
        if (form["password"] ?? "").isEmpty { errors.add("password", Phrase("web.form.missing")) }
        if !hasToken(form, "sign-in") { errors.add("name", Phrase("accounts.sign_in.too_long_open")) }
        guard errors.isEmpty else { return refused(signInPage(request, state(form).with(errors), next: next)) }
        let outcome = try await outcome(
            try await signIn.begin(name: form["name"] ?? "", password: form["password"] ?? "", now: now()))
        switch outcome {
        case .accepted(let token, let staff):
            try await event(.signInBegun, staff, "POST /account/sign-in")
            return leading(to: "/account/code", token: token, next: next)
        case .refused(let staff):
            try await event(.signInRefused, staff, "POST /account/sign-in")
            errors.add("name", Phrase("accounts.sign_in.wrong"))
        case .slowed, .expired:
            try await event(.signInSlowed, nil, "POST /account/sign-in")
            errors.add("name", Phrase("accounts.sign_in.slowed"))
        }
        return refused(signInPage(request, state(form).with(errors), next: next))
    }

    func showCode(_ request: Request) async throws -> Response {
        guard let token = cookie.token(of: request) else { return .redirect("/account/sign-in", door: .staff) }
        return answer(codePage(request, FormState(), token, next: Self.next(request.query["next"])))
    }

    func takeCode(_ request: Request) async throws -> Response {
        try await takeSecondStep(request, field: "code", "POST /account/code", .signedIn) { token, typed in
            try await signIn.finish(token: token, code: typed, now: now())
        }
    }

    func takeRecoveryCode(_ request: Request) async throws -> Response {
        try await takeSecondStep(
            request, field: "recovery-code", "POST /account/recovery-code", .recoveryCodeUsed
        ) { token, typed in
            try await signIn.finish(token: token, recoveryCode: typed, now: now())
        }
    }

    private func takeSecondStep(
        _ request: Request, field: String, _ route: StaticString, _ success: AccessEvent.Kind,
        _ step: (String, String) async throws -> SignIn.Outcome
    ) async throws -> Response {
        let form = try await request.form(.credentials)
        let next = Self.next(form["next"])
        guard let token = cookie.token(of: request) else { return .redirect("/account/sign-in", door: .staff) }
        guard FormToken.isEqual(form[FormToken.field] ?? "", SessionToken(text: token).formToken) else {
            try await event(.deniedFormToken, nil, route)
            throw HTTPError.forbidden
        }
        var errors = FormErrors()
        switch try await step(token, form[field] ?? "") {
        case .accepted(let fresh, let staff):
            try await event(success, staff, route)
            return leading(to: next, token: fresh, next: nil)
        case .refused(let staff):
            try await event(.signInRefused, staff, route)
            errors.add("code", Phrase("accounts.code.wrong"))
        case .slowed:
            try await event(.signInSlowed, nil, route)
            errors.add("code", Phrase("accounts.sign_in.slowed"))
        case .expired:
            return .redirect("/account/sign-in", door: .staff)
        }
        return refused(codePage(request, FormState().with(errors), token, next: next))
    }

    private func signInPage(_ request: Request, _ state: FormState, next: String) -> HTML {
        let token = tokens.issue("sign-in", now: now())
        return pages.signIn(language(request), state: state, token: token, next: next)
    }

    private func codePage(_ request: Request, _ state: FormState, _ token: String, next: String) -> HTML {
        pages.code(language(request), state: state, token: SessionToken(text: token).formToken, next: next)
    }

    func state(_ form: Form) -> FormState {
        FormState(form).forgetting("password", "new-password", "repeated", "code", "recovery-code", "set-up-code")
    }

    func hasToken(_ form: Form, _ purpose: StaticString) -> Bool {
        (try? tokens.check(form[FormToken.field], purpose, now: now())) != nil
    }

    func refused(_ page: HTML) -> Response { answer(page, status: .unprocessable) }

    func leading(to path: String, token: String, next: String?) -> Response {
        let query = next.map { "?next=" + PercentCoding.encode($0) } ?? ""
        var response = Response.redirect(path + query, door: .staff)
        cookie.set(SessionToken(text: token), on: &response)
        return response
    }

    /// Too many hashes at the same time look like too many tries.
    func outcome(_ step: @autoclosure () async throws -> SignIn.Outcome) async throws -> SignIn.Outcome {
        do { return try await step() } catch VaultError.passwordsBusy { return .slowed }
    }
}

extension FormLimits {
    /// Forms with a handful of short fields.
    static var credentials: FormLimits {
        var limits = FormLimits()
        limits.fields = 10
        limits.files = 0
        limits.fieldBytes = 4096
        return limits
    }
}
