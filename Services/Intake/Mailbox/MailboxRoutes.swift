import CaseModel
import Foundation
import HTTP
import Web

/// Coming back with the code. The code comes in a form's body, is never put into an address or a cookie, and is forgotten
/// with the request.
struct MailboxRoutes: Sendable {
    static let purpose: StaticString = "return"

    let pages: MailboxPages
    let open: OpenMailbox
    let tokens: PublicFormTokens

    func register(in router: inout Router, languages: [Language]) {
        for language in languages {
            router.get("/\(language.code)/return", access: .public) { _ in door(language, FormState(), .ok) }
            router.post("/\(language.code)/return", access: .public) { request in try await enter(request, language) }
        }
    }

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
        guard let opened = try await open(code) else { return refused(Phrase("return.unknown"), fields, language) }
        return .page(pages.mailbox(opened, language), door: .open)
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
}
