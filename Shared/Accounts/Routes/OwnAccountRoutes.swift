import CaseModel
import HTTP
import Web

// One's own account, once signed in.
extension AccountRoutes {
    /// `/` leads to the first section that somebody may use: not everybody has a desk.
    func showFrontPage(_ request: Request, _ staff: Staff) async throws -> Response {
        .redirect(StaffPages.sections(of: staff).first?.path ?? "/account", door: .staff)
    }

    func showAccount(_ request: Request, _ staff: Staff) async throws -> Response {
        let pages = StaffPages(layout: layout)
        let words = pages.words(staff)
        let languages = layout.phrases.complete.map { Choice($0.code, $0.nativeName) }
        let fields = FormFields(words, FormState(values: ["language": [staff.language.code]]))
        return pages.response(
            Phrase("accounts.own.title"), staff, path: "/account",
            .h1(words.html(Phrase("accounts.own.title"))),
            .dl(
                .dt(words.html(Phrase("accounts.own.name"))), .dd(.userText(staff.name)),
                .dt(words.html(Phrase("accounts.sign_in.name"))), .dd(.codeText(staff.loginName)),
                .dt(words.html(Phrase("accounts.own.roles"))),
                .dd(.list(staff.roles.map(\.rawValue).sorted().map { HTML.list(.codeText($0), " ") })),
                .dt(words.html(Phrase("accounts.own.compartments"))),
                .dd(.list(staff.compartments.map(\.code).sorted().map { HTML.list(.codeText($0), " ") }))),
            fields.form(
                action: "/account/language", token: staff.formToken,
                fields.select("language", Phrase("accounts.own.language"), options: languages),
                fields.button(Phrase("accounts.own.save"))))
    }

    func takeLanguage(_ request: Request, _ staff: Staff, _ form: Form) async throws -> Response {
        if let language = form["language"].flatMap(Language.init(rawValue:)), layout.phrases.complete.contains(language)
        {
            try await signIn.setLanguage(language, of: staff.id)
        }
        return .redirect("/account", door: .staff)
    }

    func signOut(_ request: Request, _ staff: Staff, _ form: Form) async throws -> Response {
        try await sessions.end(staff.session)
        try await event(.signedOut, staff.id, "POST /account/sign-out")
        var response = Response.redirect("/account/sign-in", door: .staff)
        cookie.remove(from: &response)
        return response
    }
}
