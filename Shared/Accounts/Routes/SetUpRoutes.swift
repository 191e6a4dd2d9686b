import HTTP
import Web

// The set-up of an account.
extension AccountRoutes {
    func showSetUp(_ request: Request) async throws -> Response {
        answer(setUpPage(request, FormState()))
    }

    func takeSetUpCode(_ request: Request) async throws -> Response {
        let form = try await request.form(.credentials)
        var errors = FormErrors()
        if (form["name"] ?? "").isEmpty { errors.add("name", Phrase("web.form.missing")) }
        if (form["set-up-code"] ?? "").isEmpty { errors.add("set-up-code", Phrase("web.form.missing")) }
        if !hasToken(form, "set-up") { errors.add("name", Phrase("accounts.sign_in.too_long_open")) }
        guard errors.isEmpty else { return refused(setUpPage(request, state(form).with(errors))) }
        switch try await signIn.beginSetUp(name: form["name"] ?? "", code: form["set-up-code"] ?? "", now: now()) {
        case .accepted(let token, let staff):
            try await event(.setUpBegun, staff, "POST /account/set-up")
            return leading(to: "/account/set-up/finish", token: token, next: nil)
        case .refused(let staff):
            try await event(.setUpRefused, staff, "POST /account/set-up")
            errors.add("set-up-code", Phrase("accounts.set_up.wrong"))
        case .slowed, .expired:
            try await event(.signInSlowed, nil, "POST /account/set-up")
            errors.add("set-up-code", Phrase("accounts.sign_in.slowed"))
        }
        return refused(setUpPage(request, state(form).with(errors)))
    }

    func showChoice(_ request: Request) async throws -> Response {
        guard let token = cookie.token(of: request), let offer = try await signIn.offer(token: token, now: now())
        else { return .redirect("/account/set-up", door: .staff) }
        return answer(try choicePage(request, FormState(), token, offer))
    }

    func finishSetUp(_ request: Request) async throws -> Response {
        let form = try await request.form(.credentials)
        guard let token = cookie.token(of: request), let offer = try await signIn.offer(token: token, now: now())
        else { return .redirect("/account/set-up", door: .staff) }
        guard FormToken.isEqual(form[FormToken.field] ?? "", SessionToken(text: token).formToken) else {
            try await event(.deniedFormToken, nil, "POST /account/set-up/finish")
            throw HTTPError.forbidden
        }
        let password = form["new-password"] ?? ""
        var errors = Self.problems(password, repeated: form["repeated"] ?? "", loginName: offer.loginName)
        if (form["code"] ?? "").isEmpty { errors.add("code", Phrase("web.form.missing")) }
        guard errors.isEmpty else {
            return refused(try choicePage(request, FormState().with(errors), token, offer))
        }
        switch try await signIn.finishSetUp(token: token, password: password, code: form["code"] ?? "", now: now()) {
        case .done(let token, let staff, let codes):
            try await event(.setUp, staff, "POST /account/set-up/finish")
            var response = answer(pages.recoveryCodes(language(request), codes))
            cookie.set(SessionToken(text: token), on: &response)
            return response
        case .wrongCode(let staff):
            try await event(.setUpRefused, staff, "POST /account/set-up/finish")
            errors.add("code", Phrase("accounts.choose.wrong_code"))
        case .slowed:
            try await event(.signInSlowed, nil, "POST /account/set-up/finish")
            errors.add("code", Phrase("accounts.sign_in.slowed"))
        case .expired:
            return .redirect("/account/set-up", door: .staff)
        }
        return refused(try choicePage(request, FormState().with(errors), token, offer))
    }

    private static func problems(_ password: String, repeated: String, loginName: String) -> FormErrors {
        var errors = FormErrors()
        switch PasswordRule.problem(password, loginName: loginName) {
        case .tooShort:
            errors.add(
                "new-password", Phrase("accounts.choose.too_short", ["minimum": .number(PasswordRule.minimum)]))
        case .tooLong: errors.add("new-password", Phrase("web.form.too_long", count: PasswordRule.maximum))
        case .tooPlain: errors.add("new-password", Phrase("accounts.choose.too_plain"))
        case nil:
            if password != repeated { errors.add("repeated", Phrase("accounts.choose.not_repeated")) }
        }
        return errors
    }

    private func setUpPage(_ request: Request, _ state: FormState) -> HTML {
        pages.setUpCode(language(request), state: state, token: tokens.issue("set-up", now: now()))
    }

    private func choicePage(
        _ request: Request, _ state: FormState, _ token: String, _ offer: SignIn.Offer
    ) throws -> HTML {
        try pages.choose(
            language(request), state: state, token: SessionToken(text: token).formToken, offer: offer)
    }
}
