package import HTTP

extension Assets {
    /// Serves the files; a browser may keep each for ever, since its address changes with its content.
    package func routes(door: SecurityHeaders.Door) -> Router {
        var router = Router()
        for asset in all {
            router.get(asset.path, access: .public) { _ in
                var response = Response(type: asset.contentType, asset.bytes)
                response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
                SecurityHeaders.apply(to: &response, door: door)
                return response
            }
        }
        return router
    }
}

extension PublicLayout {
    /// `/`: leads to the front page in the language that the browser asks for.
    package func languageRoutes() -> Router {
        var router = Router()
        router.get("/", access: .public) { [languages] request in
            let language = Language.negotiate(request.acceptLanguages, offered: languages)
            var response = Response.redirect("/\(language.code)/", door: .open)
            response.headers["Vary"] = "Accept-Language"
            return response
        }
        return router
    }
}

extension Language: PathParameter {
    package init?(pathSegment: String) {
        self.init(rawValue: pathSegment)
    }
}

extension FormState {
    /// What was typed, without the token.
    package init(_ form: Form) {
        var values: [String: [String]] = [:]
        for field in form.fields.all where field.name != FormToken.field {
            values[field.name, default: []].append(field.value)
        }
        self.init(values: values)
    }
}
