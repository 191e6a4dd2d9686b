import Foundation
import HTTP
import Web

/// The pages of the way in. None of them says whether a name exists.
struct SignInPages: Sendable {
    let layout: StaffLayout

    func signIn(_ language: Language, state: FormState, token: String, next: String) -> HTML {
        page(Phrase("accounts.sign_in.title"), language) { words in
            let fields = FormFields(words, state)
            return .list(
                fields.form(
                    action: "/account/sign-in", token: token,
                    fields.hidden("next", next),
                    fields.text("name", Phrase("accounts.sign_in.name"), required: true, kind: .username),
                    fields.text("password", Phrase("accounts.sign_in.password"), required: true, kind: .password),
                    fields.button(Phrase("accounts.sign_in.continue"))),
                .p(.a([.href("/account/set-up")], words.html(Phrase("accounts.sign_in.to_set_up")))))
        }
    }

    func code(_ language: Language, state: FormState, token: String, next: String) -> HTML {
        page(Phrase("accounts.code.title"), language) { words in
            let fields = FormFields(words, state)
            return .list(
                fields.form(
                    action: "/account/code", token: token,
                    fields.hidden("next", next),
                    fields.text(
                        "code", Phrase("accounts.code.code"), hint: Phrase("accounts.code.hint"), required: true,
                        kind: .oneTimeCode, size: 8),
                    fields.button(Phrase("accounts.code.sign_in"))),
                .details(
                    .summary(words.html(Phrase("accounts.code.no_app"))),
                    FormFields(words).form(
                        action: "/account/recovery-code", token: token,
                        fields.hidden("next", next),
                        FormFields(words).text(
                            "recovery-code", Phrase("accounts.code.recovery"),
                            hint: Phrase("accounts.code.recovery_hint"), required: true, kind: .code),
                        fields.button(Phrase("accounts.code.sign_in")))))
        }
    }

    func setUpCode(_ language: Language, state: FormState, token: String) -> HTML {
        page(Phrase("accounts.set_up.title"), language) { words in
            let fields = FormFields(words, state)
            return .list(
                .p([.class("lead")], words.html(Phrase("accounts.set_up.intro"))),
                fields.form(
                    action: "/account/set-up", token: token,
                    fields.text("name", Phrase("accounts.sign_in.name"), required: true, kind: .username),
                    fields.text(
                        "set-up-code", Phrase("accounts.set_up.code"), hint: Phrase("accounts.set_up.code_hint"),
                        required: true, kind: .code),
                    fields.button(Phrase("accounts.sign_in.continue"))))
        }
    }

    func choose(_ language: Language, state: FormState, token: String, offer: SignIn.Offer) throws -> HTML {
        let code = try QRCode(offer.password.address(for: offer.loginName))
        return page(Phrase("accounts.choose.title"), language) { words in
            let fields = FormFields(words, state)
            let drawing = code.drawing(label: words(Phrase("accounts.choose.qr_label")))
            return fields.form(
                action: "/account/set-up/finish", token: token,
                .h2(words.html(Phrase("accounts.choose.password_title"))),
                fields.text(
                    "new-password", Phrase("accounts.choose.password"),
                    hint: Phrase("accounts.choose.password_hint", ["minimum": .number(PasswordRule.minimum)]),
                    required: true, kind: .newPassword),
                fields.text("repeated", Phrase("accounts.choose.repeated"), required: true, kind: .newPassword),
                .h2(words.html(Phrase("accounts.choose.app_title"))),
                .p(words.html(Phrase("accounts.choose.app_text"))),
                .div([.class("qr")], drawing),
                .p(words.html(Phrase("accounts.choose.secret"))),
                .p(.codeText(Self.grouped(offer.password.text))),
                fields.text(
                    "code", Phrase("accounts.choose.code"), hint: Phrase("accounts.code.hint"), required: true,
                    kind: .oneTimeCode, size: 8),
                fields.button(Phrase("accounts.choose.finish")))
        }
    }

    func recoveryCodes(_ language: Language, _ codes: [String]) -> HTML {
        page(Phrase("accounts.recovery.title"), language) { words in
            .list(
                .div([.class("notice")], .p(words.html(Phrase("accounts.recovery.text", count: codes.count)))),
                .ul([.class("codes")], .list(codes.map { HTML.li(.codeText($0)) })),
                .p(FormFields.buttonLink("/", words.html(Phrase("accounts.recovery.go_on")))))
        }
    }

    private func page(_ title: Phrase, _ language: Language, _ body: (Words) -> HTML) -> HTML {
        let words = layout.phrases.words(language)
        return layout.page(
            words(title), language: language, path: "/account", reader: nil, .h1(words.html(title)), body(words))
    }

    /// Groups of four, easier to type.
    private static func grouped(_ text: String) -> String {
        let letters = Array(text)
        return stride(from: 0, to: letters.count, by: 4)
            .map { String(letters[$0..<min($0 + 4, letters.count)]) }.joined(separator: " ")
    }
}
