package import HTTP

/// What each answer tells the browser not to do.
package enum SecurityHeaders {
    /// Who made the page: only public pages have scripts (the way out, sending files), and these come from and
    /// speak to this site.
    package enum Door: Sendable {
        case open, staff
        /// A page of the staff door that works without a line: its own script and worker, which speak to this site alone.
        case staffScript
    }

    package static func contentSecurityPolicy(_ door: Door) -> String {
        let scripts =
            switch door {
            case .open: "script-src 'self'; connect-src 'self'; "
            case .staff: ""
            case .staffScript: "script-src 'self'; worker-src 'self'; connect-src 'self'; "
            }
        return "default-src 'none'; \(scripts)style-src 'self'; img-src 'self' data:; form-action 'self'; "
            + "frame-ancestors 'none'; base-uri 'none'"
    }

    /// Puts the fields on an answer. One that says itself how long it may be kept (an asset), or what it
    /// may do (a file from outside), keeps that.
    package static func apply(to response: inout Response, door: Door) {
        if response.headers["Content-Security-Policy"] == nil {
            response.headers["Content-Security-Policy"] = contentSecurityPolicy(door)
        }
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["X-Frame-Options"] = "DENY"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
        if response.headers["Cache-Control"] == nil { response.headers["Cache-Control"] = "no-store" }
    }
}

extension Response {
    /// A page, with the security fields of its door.
    package static func page(_ page: HTML, door: SecurityHeaders.Door, status: Status = .ok) -> Response {
        var response = Response(status, type: "text/html; charset=utf-8", page.bytes)
        SecurityHeaders.apply(to: &response, door: door)
        return response
    }

    /// 303 to another page, with the security fields of its door.
    package static func redirect(_ location: String, door: SecurityHeaders.Door) -> Response {
        var response = Response.redirect(location)
        SecurityHeaders.apply(to: &response, door: door)
        return response
    }
}
