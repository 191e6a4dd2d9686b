import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// Exchanging the code on a sheet for a receipt of one's own.
struct HandoverRoutes: Sendable {
    static let purpose: StaticString = "handover"
    private static let offer = "offer"

    let pages: HandoverPages
    let take: TakeReceipt
    let tokens: PublicFormTokens

    func register(in router: inout Router, languages: [Language]) {
        for language in languages {
            router.get("/\(language.code)/handover", access: .public) { _ in door(language, []) }
            router.post("/\(language.code)/handover", access: .public) { request in
                let fields = try await request.form().fields
                guard (try? tokens.check(fields[FormToken.field], Self.purpose, now: .now)) != nil else {
                    return door(language, [FormError("code", Phrase("return.stale"))])
                }
                do {
                    return fields[MailboxStep.field] == Self.offer
                        ? try await exchange(fields, language) : try await enter(fields, language)
                } catch let failure where failure is IntakeFailure || failure is PostgresError {
                    return door(language, [FormError("code", Phrase("handover.busy"))], status: .unavailable)
                }
            }
        }
    }

    private func enter(_ fields: Fields, _ language: Language) async throws -> Response {
        let code: ReceiptCode
        do { code = try ReceiptCode(parsing: fields["code"] ?? "") } catch {
            return door(language, [FormError("code", Phrase(key: error.phrase))], typed: fields["code"])
        }
        guard let (receipt, token) = try await take.offer(for: code) else {
            return door(language, [FormError("code", Phrase("handover.unknown"))], typed: fields["code"])
        }
        return .page(
            pages.offer(
                receipt, hidden: [(MailboxStep.field, Self.offer), (Self.offer, token)],
                token: tokens.issue(Self.purpose, now: .now), language), door: .open)
    }

    private func exchange(_ fields: Fields, _ language: Language) async throws -> Response {
        guard try await take(fields[Self.offer], language: language.code) else {
            return door(language, [FormError("code", Phrase("handover.unknown"))])
        }
        return .page(pages.done(language), door: .open)
    }

    private func door(
        _ language: Language, _ errors: [FormError], typed: String? = nil, status: Status? = nil
    ) -> Response {
        var state = FormState(errors: errors)
        if let typed { state.set("code", String(typed.prefix(100))) }
        let page = pages.door(language, token: tokens.issue(Self.purpose, now: .now), state: state)
        return .page(page, door: .open, status: status ?? (errors.isEmpty ? .ok : .unprocessable))
    }
}
