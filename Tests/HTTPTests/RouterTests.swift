import Foundation
import HTTP
import Testing

@Suite struct RouterTests {
    private let router: Router = {
        var router = Router()
        router.get("/", access: .public) { _ in .text("root") }
        router.get("/case/new", access: "staff") { _ in .text("new") }
        router.get("/case/{id}", UUID.self, access: "staff") { _, id in .text(id.uuidString) }
        router.post("/case/{id}/finding/{number}", UUID.self, Int.self, access: "staff:CASE_OFFICER") { _, _, number in
            .text("\(number)")
        }
        router.get("/page/{name}", String.self, access: .public) { _, name in .text(name) }
        router.get("/en/", access: .public) { _ in .text("home") }
        router.delete("/page/{name}", String.self, access: "staff") { _, _ in Response(.noContent) }
        return router
    }()
    private static let id = "00000000-0000-4000-8000-000000000001"

    @Test(arguments: [
        (Method.get, "/", 200, "root"), (.get, "/case/new", 200, "new"), (.get, "/case/\(id)", 200, id),
        (.post, "/case/\(id)/finding/7", 200, "7"), (.head, "/case/new", 200, "new"),
        (.get, "/page/a%20b", 200, "a b"), (.get, "/page/a%2Fb", 200, "a/b"), (.get, "/%63ase/new", 200, "new"),
        (.get, "/page/x?y=1", 200, "x"), (.get, "/en/", 200, "home"),
    ]) func `a path finds its handler`(_ method: Method, _ target: String, _ status: Int, _ body: String) async throws {
        let response = await router.respond(to: try Request(method, target))
        #expect(response.status.rawValue == status)
        #expect(String(decoding: response.bytes, as: UTF8.self) == body)
    }

    @Test(arguments: [
        (Method.get, "/nothing", 404), (.get, "/case/", 404), (.get, "/case/1", 404), (.get, "//", 404),
        (.get, "/page/", 404), (.get, "/page/%", 400), (.get, "/page/%00", 400), (.get, "/page/%ff", 400),
        (.post, "/page/x", 405), (.get, "/case/\(id)/finding/7", 405), (.post, "/case/\(id)/finding/x", 404),
        (.get, "/case/new/", 404), (.get, "/%zz", 400), (.get, "/en", 404), (.get, "/en//", 404),
    ]) func `a path without a handler gets its error`(_ method: Method, _ target: String, _ status: Int) async throws {
        let response = await router.respond(to: try Request(method, target))
        #expect(response.status.rawValue == status)
        #expect(response.headers["Content-Type"] == "application/problem+json")
    }

    @Test func `405 says which methods are allowed`() async throws {
        let response = await router.respond(to: try Request(.post, "/page/x"))
        #expect(response.headers["Allow"] == "DELETE, GET, HEAD")
    }

    @Test func `a query that is not well formed is refused`() {
        for target in ["/?a=%", "/?a=%ff", "/?%00=1"] {
            #expect(throws: HTTPError.self) { try Request(.get, target) }
        }
    }

    @Test func `routes are listed with their access`() {
        #expect(
            router.routes.map { "\($0.method.rawValue) \($0.pattern) \($0.access.label)" } == [
                "GET / public", "GET /case/new staff", "GET /case/{id} staff",
                "POST /case/{id}/finding/{number} staff:CASE_OFFICER", "GET /page/{name} public",
                "GET /en/ public", "DELETE /page/{name} staff",
            ])
    }

    @Test func `a mounted router keeps its routes`() async throws {
        var outer = Router()
        outer.get("/live", access: .operations) { _ in .text("live") }
        outer.mount(router)
        #expect(outer.routes.count == router.routes.count + 1)
        #expect(await outer.respond(to: try Request(.get, "/case/new")).status == .ok)
    }
}
