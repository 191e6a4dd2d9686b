import HTTP
import ServiceRuntime

/// A server with an empty handler, to be measured against the bare library. The address is its only argument.
@main
enum Main {
    static func main() async {
        await ServiceMain.run("http-benchmark") { _, logger in
            var router = Router()
            router.get("/empty", access: .public) { _ in .text("ok\n") }
            router.post("/body", access: .public, body: .streamed(limit: 1 << 40), deadline: .seconds(600)) { request in
                var count = 0
                for try await chunk in request.body { count += chunk.count }
                return .text("\(count)\n")
            }
            router.post("/form", access: .public, body: .streamed(limit: 1 << 40), deadline: .seconds(600)) { request in
                let form = try await request.form { _, content in while try await content.next() != nil {} }
                return .text("\(form.files.first?.size ?? 0)\n")
            }
            guard let address = ListenAddress(CommandLine.arguments.dropFirst().first ?? "127.0.0.1:18090") else {
                throw StartFailure("The address to listen on is not valid.", code: "listen-address-invalid")
            }
            return [
                HTTPServer(name: "http", listen: address, router: router, logger: logger, metrics: Metrics())
            ]
        }
    }
}
