import Foundation
import HTTP
import Testing

@Suite struct MessageTests {
    @Test(arguments: [
        ("a%20b", "a b"), ("%D8%A3", "أ"), ("a+b", "a+b"), ("", ""), ("%C3%A9", "é"),
    ]) func `a well formed segment is decoded`(_ encoded: String, _ decoded: String) {
        #expect(PercentCoding.decode(Array(encoded.utf8)) == decoded)
    }

    @Test(arguments: ["%", "%4", "%zz", "%C3", "%ff", "%00", "a%", "%C0%AF", "%ED%A0%80"])
    func `a segment that is not well formed is refused`(_ encoded: String) {
        #expect(PercentCoding.decode(Array(encoded.utf8)) == nil)
    }

    @Test func `encoding and decoding are inverse`() {
        let text = "a b/ü=&?%#أمثلة 中文\n"
        #expect(PercentCoding.decode(Array(PercentCoding.encode(text).utf8)) == text)
    }

    @Test func `fields keep their order, duplicates and empty values`() throws {
        let fields = try #require(PercentCoding.fields(Array("b=1&a=2&&b=3&c&d=".utf8), maximum: 10))
        #expect(fields.all.map(\.name) == ["b", "a", "b", "c", "d"])
        #expect(fields.values("b") == ["1", "3"])
        #expect(fields["d"] == "" && fields["c"] == "" && fields["e"] == nil)
        #expect(PercentCoding.fields(Array("a&b&c".utf8), maximum: 2) == nil)
    }

    @Test func `headers compare without case and keep duplicates`() {
        var headers: Headers = ["X-One": "1", "x-ONE": "2", "Other": ""]
        #expect(headers["x-one"] == "1" && headers.all("X-ONE") == ["1", "2"] && headers["other"] == "")
        headers["X-One"] = "3"
        #expect(headers.all("x-one") == ["3"] && headers.count == 2)
        headers.remove("X-oNe")
        #expect(!headers.contains("x-one") && headers.contains("other"))
        #expect(headers.byteCount == 5)
    }

    @Test(arguments: [
        (["a=1; b=2"], ["a", "b"], ["1", "2"]), (["a=\"1 2\""], ["a"], ["1 2"]), (["=1; a; b="], ["b"], [""]),
        (["a=1", "a=2"], ["a", "a"], ["1", "2"]), (["a=b=c"], ["a"], ["b=c"]), ([], [], []),
    ]) func `cookies are read as they came`(_ lines: [String], _ names: [String], _ values: [String]) {
        let cookies = Cookies(lines)
        #expect(cookies.fields.names == names)
        #expect(cookies.fields.all.map(\.value) == values)
    }

    @Test func `a cookie is never readable by scripts nor sent from another site`() {
        #expect(
            SetCookie("s", "1", maximumAge: .seconds(60), isSecure: true).line
                == "s=1; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Strict")
        #expect(SetCookie.removing("s", isSecure: false).line == "s=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict")
    }

    @Test(arguments: [
        ("ar,en;q=0.8", ["ar", "en"]), ("en;q=0.5, fr ; q=0.9, *", ["fr", "en"]), ("zh-Hans, en;q=0", ["zh-hans"]),
        ("", []), ("é, en", ["en"]), ("en;q=x, fr", ["en", "fr"]),
    ]) func `languages come in the order of their weights`(_ line: String, _ tags: [String]) {
        #expect(LanguagePreference.parse(line) == tags)
    }

    @Test(arguments: [
        ("127.0.0.1:80", "127.0.0.1:80"), ("[::1]:80", "[::1]:80"), ("unix:/run/x.sock", "unix:/run/x.sock"),
    ]) func `an address to listen on is read`(_ text: String, _ written: String) {
        #expect(ListenAddress(text)?.description == written)
    }

    @Test(arguments: [
        "", "127.0.0.1", ":80", "127.0.0.1:99999", "unix:", "unix:/" + String(repeating: "x", count: 108),
    ])
    func `an address that is none is refused`(_ text: String) {
        #expect(ListenAddress(text) == nil)
    }

    @Test func `request ids do not repeat`() {
        #expect(Set((0..<10_000).map { _ in RequestID() }).count == 10_000)
        #expect(RequestID().description.count == 16)
    }

    @Test(arguments: [("12", 12), ("0", 0), ("007", nil), ("-1", nil), ("+1", nil), ("", nil)])
    func `a number in a path has one spelling`(_ text: String, _ value: Int?) {
        #expect(Int(pathSegment: text) == value)
    }
}
