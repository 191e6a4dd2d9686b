import HTTP
import Synchronization
import TestSupport
import Testing

@Suite struct FormTests {
    @Test func `a plain form keeps order, duplicates and unknown fields`() async throws {
        let form = try await Self.urlEncoded("b=1&a=%D8%A3+x&b=2").form()
        #expect(form.fields == Fields(["b": "1", "a": "أ x", "b": "2"]))
        #expect(form.values("b") == ["1", "2"] && form.files.isEmpty)
    }

    @Test func `files go to the sink while fields are kept`() async throws {
        let content = [UInt8]((0..<100_000).map { UInt8(truncatingIfNeeded: $0) })
        let taken = Mutex<[UInt8]>([])
        let form = try await Self.multipart([
            .init("a", "1"), .init("f", filename: "x.bin", content), .init("none", filename: "", []), .init("a", "2"),
        ]).form { part, bytes in
            #expect(part.field == "f" && part.filename == "x.bin" && part.mediaType == "application/octet-stream")
            while let chunk = try await bytes.next() { taken.withLock { $0 += chunk } }
        }
        #expect(form.values("a") == ["1", "2"])
        #expect(form.files.map(\.size) == [content.count])
        #expect(taken.withLock { $0 } == content)
    }

    @Test func `what a sink leaves is passed over`() async throws {
        let form = try await Self.multipart([
            .init("f", filename: "x", Array(repeating: 1, count: 70_000)), .init("a", "1"),
        ]).form { _, _ in }
        #expect(form["a"] == "1" && form.files.first?.size == 70_000)
    }

    @Test(arguments: [
        ("a=1&a=2&a=3&a=4", "too-many-fields"), ("a=%", "malformed-body"), ("a=%ff", "malformed-body"),
        ("a=123456789", "field-too-large"), ("123456789=1", "field-too-large"),
    ]) func `each limit of a plain form has its error`(_ body: String, _ code: String) async throws {
        await Self.expect(code) { try await Self.urlEncoded(body).form(Self.small) }
    }

    @Test(arguments: [
        ([HTTPClient.Part("a", "1"), .init("a", "1"), .init("a", "1"), .init("a", "1")], "too-many-fields"),
        ([.init("a", "123456789")], "field-too-large"), ([.init("123456789", "1")], "field-too-large"),
        ([.init("f", filename: "x", [1]), .init("f", filename: "x", [1])], "too-many-fields"),
        ([.init("f", filename: "x", Array(repeating: 1, count: 21))], "field-too-large"),
    ]) func `each limit of a form with files has its error`(_ parts: [HTTPClient.Part], _ code: String) async throws {
        await Self.expect(code) {
            try await Self.multipart(parts).form(Self.small) { _, bytes in while try await bytes.next() != nil {} }
        }
    }

    @Test func `a truncated form is told as such`() async throws {
        let body = HTTPClient.multipart([.init("a", "1")])
        await Self.expect("truncated-body") {
            try await Request(.post, "/", headers: Self.type, body: Array(body.dropLast(6))).form()
        }
    }

    @Test func `a file that nobody expects is an error`() async {
        await Self.expect("unexpected-file") {
            try await Self.multipart([.init("f", filename: "x", [1])]).form()
        }
    }

    @Test func `another type of content is refused`() async {
        await Self.expect("unsupported-media-type") {
            try await Request(.post, "/", headers: ["Content-Type": "text/plain"], body: [1]).form()
        }
    }

    private static let type: Headers = ["Content-Type": "multipart/form-data; boundary=\"\(HTTPClient.boundary)\""]

    private static let small: FormLimits = {
        var limits = FormLimits()
        limits.fields = 3
        limits.files = 1
        limits.fieldBytes = 8
        limits.nameBytes = 8
        limits.fileBytes = 20
        return limits
    }()

    private static func urlEncoded(_ body: String) throws -> Request {
        try Request(
            .post, "/", headers: ["Content-Type": "application/x-www-form-urlencoded; charset=utf-8"],
            body: Array(body.utf8))
    }

    private static func multipart(_ parts: [HTTPClient.Part]) throws -> Request {
        try Request(.post, "/", headers: type, body: HTTPClient.multipart(parts))
    }

    private static func expect(_ code: String, _ body: () async throws -> Form) async {
        let error = await #expect(throws: HTTPError.self) { _ = try await body() }
        #expect(error?.code == code)
    }
}
