package import HTTP

/// Failures as pages in plain words with a next step for browsers, and as problem documents for programs.
package enum ErrorPages {
    /// For the public door: the language is the first step of the path.
    package static func open(_ layout: PublicLayout) -> ErrorRenderer {
        ErrorRenderer { failure, request in
            render(failure, request, door: .open) { words, title, body in
                layout.page(title, language: words.language, path: nil, body)
            } words: {
                let first = $0?.path.split(separator: "/").first.map(String.init) ?? ""
                let language = Language(rawValue: first) ?? negotiated($0, layout.languages)
                return layout.phrases.words(language)
            }
        }
    }

    /// For the staff door: the language is the browser's.
    package static func staff(_ layout: StaffLayout) -> ErrorRenderer {
        ErrorRenderer { failure, request in
            render(failure, request, door: .staff) { words, title, body in
                layout.page(title, language: words.language, path: "", reader: nil, body)
            } words: {
                layout.phrases.words(negotiated($0, layout.phrases.complete))
            }
        }
    }

    private static func render(
        _ failure: any HTTPFailure, _ request: Request?, door: SecurityHeaders.Door,
        page: (Words, String, HTML) -> HTML, words: (Request?) -> Words
    ) -> Response {
        guard let request, wantsPage(request) else {
            var response = Response.problem(ProblemDetails(failure, request: request?.id))
            SecurityHeaders.apply(to: &response, door: door)
            return response
        }
        let words = words(request)
        let (title, text) = phrases(failure.status)
        let way =
            door == .open
            ? HTML.a([.href("/\(words.language.code)/")], words.html(Phrase("web.error.front_page")))
            : HTML.a([.href("/account")], words.html(Phrase("web.staff.account")))
        let body = HTML.list(
            .h1(words.html(title)),
            .p([.class("lead")], words.html(text)),
            .p(way),
            .p(
                [.class("faint")],
                words.html(Phrase("web.error.reference", ["reference": .text(request.id.description)]))))
        return .page(page(words, words(title), body), door: door, status: failure.status)
    }

    private static func wantsPage(_ request: Request) -> Bool {
        let accept = request.headers["Accept"] ?? ""
        return accept.contains("text/html") || accept.contains("application/xhtml+xml")
    }

    private static func negotiated(_ request: Request?, _ offered: [Language]) -> Language {
        Language.negotiate(request?.acceptLanguages ?? [], offered: offered)
    }

    private static func phrases(_ status: Status) -> (title: Phrase, text: Phrase) {
        switch status.rawValue {
        case 401, 403: (Phrase("web.error.forbidden.title"), Phrase("web.error.forbidden.text"))
        case 404, 405, 410: (Phrase("web.error.not_found.title"), Phrase("web.error.not_found.text"))
        case 413, 414, 431: (Phrase("web.error.too_large.title"), Phrase("web.error.too_large.text"))
        case 423, 429, 503, 507: (Phrase("web.error.busy.title"), Phrase("web.error.busy.text"))
        case 400..<500: (Phrase("web.error.bad_request.title"), Phrase("web.error.bad_request.text"))
        default: (Phrase("web.error.internal.title"), Phrase("web.error.internal.text"))
        }
    }
}
