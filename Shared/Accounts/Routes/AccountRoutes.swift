package import Foundation
package import HTTP
package import Vault
package import Web

/// Everything below `/account`: the way in, the way out and the set-up. Mounted by the one service that signs people in.
package struct AccountRoutes: Sendable {
    let signIn: SignIn
    let sessions: Sessions
    let cookie: SessionCookie
    let audit: AccessAudit
    let layout: StaffLayout
    let tokens: PublicFormTokens
    let now: @Sendable () -> Date

    /// - Parameter signingKey: The service's own, for the tokens of forms that come before a session.
    package init(
        signIn: SignIn, sessions: Sessions, cookie: SessionCookie, signingKey: SigningKey, layout: StaffLayout,
        audit: @escaping AccessAudit, now: @escaping @Sendable () -> Date = { .now }
    ) {
        self.signIn = signIn
        self.sessions = sessions
        self.cookie = cookie
        self.audit = audit
        self.layout = layout
        self.now = now
        tokens = PublicFormTokens(key: signingKey, lifetime: 3600)
    }

    var pages: SignInPages { SignInPages(layout: layout) }

    package var router: Router {
        var router = Router()
        router.get("/account/sign-in", access: .public, showSignIn)
        router.post("/account/sign-in", access: .public, takePassword)
        router.get("/account/code", access: .public, showCode)
        router.post("/account/code", access: .public, takeCode)
        router.post("/account/recovery-code", access: .public, takeRecoveryCode)
        router.get("/account/set-up", access: .public, showSetUp)
        router.post("/account/set-up", access: .public, takeSetUpCode)
        router.get("/account/set-up/finish", access: .public, showChoice)
        router.post("/account/set-up/finish", access: .public, finishSetUp)
        var staff = StaffRoutes(sessions: sessions, cookie: cookie, audit: audit, now: now)
        staff.get("/", roles: .anyStaff, showFrontPage)
        staff.get("/account", roles: .anyStaff, showAccount)
        staff.post("/account/language", roles: .anyStaff, takeLanguage)
        staff.post("/account/sign-out", roles: .anyStaff, signOut)
        router.mount(staff.router)
        return router
    }

    func language(_ request: Request) -> Language {
        Language.negotiate(request.acceptLanguages, offered: layout.phrases.complete)
    }

    func answer(_ page: HTML, status: Status = .ok) -> Response { .page(page, door: .staff, status: status) }

    func event(_ kind: AccessEvent.Kind, _ staff: UUID?, _ route: StaticString) async throws {
        try await audit(AccessEvent(kind, staff: staff, route: route.description))
    }

    /// An address on this door to go on to; anything else leads to the front page.
    static func next(_ typed: String?) -> String {
        guard let typed, typed.utf8.count <= 512, typed.hasPrefix("/"), !typed.hasPrefix("//"),
            typed.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value < 0x7F && $0 != "\\" })
        else { return "/" }
        return typed
    }
}
