import HTTP
import TestSupport
import Testing

/// What comes over the wire, before anybody has looked at it.
@Suite struct `Mangled requests` {
    @Test func `a form is read the same however it was cut, and within its limits`() async {
        let part = "Content-Disposition: form-data; name="
        var fuzzer = Fuzzer(
            [
                "--b\r\n\(part)\"a\"\r\n\r\nvalue\r\n--b\r\n\(part)\"f\"; filename=\"x.png\"\r\n"
                    + "Content-Type: image/png\r\n\r\n\u{0}\u{1}\r\n--c\r\n\r\n--b--\r\n",
                "preamble\r\n--b \t\r\n\(part)a\r\n\r\n\r\n--b--", "--b--\r\n", "\r\n--b\r\n\r\n\r\n",
            ],
            words: [
                "--b", "\r\n--b\r\n", "--b--", "\r\n", "\r\n\r\n", part, "\"", "\\", ";", "=", "filename=\"\"",
                "Content-Transfer-Encoding: base64\r\n", "Content-Type:", "\u{0}", "é",
            ])
        var limits = FormLimits()
        limits.fields = 5
        limits.files = 2
        limits.partHeaderBytes = 300
        await fuzzer.run { bytes, random in
            let whole = Self.parse([bytes], limits)
            let cut = Self.parse(Fuzzer.pieces(bytes, &random), limits)
            return whole == cut && whole.parts <= 7 && whole.content <= bytes.count
        }
    }

    private struct Parsed: Equatable {
        var events: [MultipartParser.Event] = []
        var error: String?
        var parts = 0
        var content = 0
    }

    private static func parse(_ pieces: [[UInt8]], _ limits: FormLimits) -> Parsed {
        var parsed = Parsed()
        guard var parser = MultipartParser(boundary: "b", limits: limits) else { return parsed }
        do throws(HTTPError) {
            for piece in pieces {
                parser.feed(piece)
                while let event = try parser.next() {
                    switch (event, parsed.events.last) {
                    case (.content(let new), .content(let old)):
                        parsed.events[parsed.events.count - 1] = .content(old + new)
                    default: parsed.events.append(event)
                    }
                    if case .content(let bytes) = event { parsed.content += bytes.count }
                    if case .part = event { parsed.parts += 1 }
                }
            }
        } catch {
            parsed.error = error.code
        }
        // What is at hand of a part that has not ended may be given sooner or later.
        if parsed.error == nil, case .content = parsed.events.last { parsed.events.removeLast() }
        return parsed
    }

    @Test func `fields are decoded to what they were encoded from, or to nothing`() async {
        var fuzzer = Fuzzer(
            ["a=1&b=%C3%A9&c=+x%2B", "narrative=%D8%A8", "=&&=", "a=%00", "a=%ff"],
            words: ["%", "&", "=", "+", "%2", "%zz", "%C3", "%E2%80%AE", "%00", "a="])
        await fuzzer.run { bytes, random in
            guard let fields = PercentCoding.fields(bytes, maximum: 20) else { return true }
            let again = fields.all.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }
            let read = PercentCoding.fields(Array(again.joined(separator: "&").utf8), maximum: 20)
            return fields.count <= 20 && (read == fields || fields.all.contains { $0.name.isEmpty && $0.value.isEmpty })
                && fields.all.allSatisfy { !$0.value.utf8.contains(0) && !$0.name.utf8.contains(0) }
        }
    }

    @Test func `an address and header fields are read, or refused with an answer`() async throws {
        var fuzzer = Fuzzer(
            [
                "/en/report?x=1|ar;q=0.5, en|multipart/form-data; boundary=\"b\"|a=1; b=\"2\"",
                "/%65n/|*|text/html;charset=utf-8|__Host-x=", "/uploads/00000000-0000-0000-0000-000000000000|||",
            ],
            words: [
                "/", "%2F", "%", "?", "..", "|", ";", "q=", "=\"", "\\\"", ",", "-", "*", "\u{0}", "é", "q=nan",
                "q=1e9",
            ])
        var router = Router()
        router.get("/en/report", access: .public) { _ in .text("here") }
        router.get("/uploads/{id}", String.self, access: .public) { _, id in .text(id) }
        var requests: [Request] = []
        await fuzzer.run { bytes, _ in
            let parts = String(decoding: bytes, as: UTF8.self).split(separator: "|", omittingEmptySubsequences: false)
                .map(String.init)
            var headers: Headers = [:]
            for (name, value) in zip(["Accept-Language", "Content-Type", "Cookie"], parts.dropFirst()) {
                headers.add(name, value)
            }
            guard let request = try? Request(.get, parts.first ?? "", headers: headers) else { return true }
            requests.append(request)
            _ = request.mediaType
            return request.acceptLanguages.count <= 32 && request.cookies.fields.all.allSatisfy { !$0.name.isEmpty }
        }
        for request in requests.prefix(4000) {
            let response = await router.respond(to: request)
            #expect([.ok, .badRequest, .notFound].contains(response.status))
        }
    }
}
