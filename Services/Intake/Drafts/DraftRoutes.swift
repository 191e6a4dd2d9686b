import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// Leaving the form and taking it up again, by explicit choice only.
struct DraftRoutes: Sendable {
    enum Wish: String {
        case takeUp = "take-up"
        case delete
    }

    let form: ReportRoutes
    let drafts: Drafts
    let cookie: DraftCookie

    func register(in router: inout Router, languages: [Language]) {
        for language in languages {
            router.post("/\(language.code)/report/draft", access: .public) { request in
                try await answer(request, language)
            }
        }
    }

    private func answer(_ request: Request, _ language: Language) async throws -> Response {
        let fields = try await request.form().fields
        let wish = fields[ReportForm.wish].flatMap(Wish.init)
        guard let wish, (try? form.tokens.check(fields[FormToken.field], ReportForm.purpose, now: .now)) != nil else {
            return await form.show(language, ReportRoutes.Shown(), notice: .stale, status: .unprocessable)
        }
        guard let key = cookie.key(of: request) else { return await gone(language) }
        switch wish {
        case .takeUp:
            guard let values = try? await drafts.open(key) else { return await gone(language) }
            return await form.show(language, ReportRoutes.Shown(values: values), notice: .takenUp)
        case .delete:
            try await delete(key)
            var response = await form.show(language, ReportRoutes.Shown(), notice: .deleted)
            cookie.remove(from: &response)
            return response
        }
    }

    /// With the files that came with it.
    private func delete(_ key: DraftKey) async throws {
        if let values = try? await drafts.open(key), let token = UploadToken(values[Evidence.field]?.first) {
            for file in try await form.evidence.files(of: token) {
                try await form.evidence.remove(file.evidenceID, of: token)
            }
        }
        try await drafts.delete(key)
    }

    private func gone(_ language: Language) async -> Response {
        var response = await form.show(language, ReportRoutes.Shown(), notice: .gone)
        cookie.remove(from: &response)
        return response
    }
}
