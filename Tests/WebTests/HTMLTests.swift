import Testing
import Web

@Suite struct HTMLTests {
    /// Strings that have broken pages before.
    static let hostile = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onmouseover='alert(1)", "&lt;b&gt;",
        "</textarea><script>1</script>", "</title><svg onload=1>", "<!--", "-->", "]]>", "\u{0}<b>", "a\u{202E}b",
        "\u{2066}x\u{2069}", "\u{FEFF}<x>", "＜script＞", "é<i\u{301}>", "\r\n<b>\r", "&#x3C;b>", "{name}", "%3Cb%3E",
        "\u{85}\u{9F}", "\u{FFFE}", "😀<b>😀", String(repeating: "<", count: 1000),
    ]

    /// Markup without elements: no angle bracket, no quotation mark, and only references that we write.
    static func isInert(_ markup: String) -> Bool {
        let bytes = Array(markup.utf8)
        guard !bytes.contains(where: { "<>\"'".utf8.contains($0) }) else { return false }
        let references = ["amp;", "lt;", "gt;", "quot;", "#39;", "#13;"].map { Array($0.utf8) }
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "&") {
            guard references.contains(where: { bytes[(index + 1)...].starts(with: $0) }) else { return false }
        }
        return !bytes.contains { $0 < 0x20 && $0 != 0x0A && $0 != 0x09 }
    }

    @Test(arguments: hostile) func `no text becomes markup`(_ text: String) {
        #expect(Self.isInert(HTML.text(text).markup))
        let element = HTML.p([.title(text), .id(text)], .text(text)).markup
        #expect(element.utf8.filter { "<>\"".utf8.contains($0) } == Array("<\"\"\"\"><>".utf8))
    }

    @Test func `strings of random characters never become markup`() {
        var random = SystemRandomNumberGenerator()
        let letters = Array("<>&\"'/= \u{0}\u{202E}\u{300}ab\r\n;#x!-é中ع")
        for _ in 0..<2000 {
            let text = String(
                (0..<Int.random(in: 0...12, using: &random)).map { _ in
                    letters[Int.random(in: 0..<letters.count, using: &random)]
                })
            #expect(Self.isInert(HTML.text(text).markup), "\(text.debugDescription)")
        }
    }

    @Test func `text is shown as it was typed`() {
        #expect(HTML.text("1 < 2 & \"3\"").markup == "1 &lt; 2 &amp; &quot;3&quot;")
        #expect(HTML.text("مرحبا 你好 é").markup == "مرحبا 你好 é")
        #expect(HTML.p("a literal is <b>text</b>").markup == "<p>a literal is &lt;b&gt;text&lt;/b&gt;</p>")
    }

    @Test(arguments: [
        ("/report/new", "/report/new"), ("#main", "#main"), ("?page=2", "?page=2"),
        ("https://www.un.org/", "https://www.un.org/"), ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", "#"), ("JaVaScRiPt:alert(1)", "#"), ("data:text/html,x", "#"), ("//evil.example", "#"),
        ("/\\evil.example", "#"), (" javascript:alert(1)", "#"), ("java\nscript:alert(1)", "#"), ("", "#"),
        ("relative", "#"), ("vbscript:x", "#"), ("//\u{301}evil.example", "#"), ("javascript:\u{301}alert(1)", "#"),
    ])
    func `a link leads only where a link may lead`(_ address: String, _ shown: String) {
        #expect(HTML.a([.href(address)], "x").markup == "<a href=\"\(shown)\">x</a>")
    }

    @Test func `characters that steer direction are shown as what they are`() {
        let shown = HTML.userText("abc\u{202E}fdp.exe\u{2066}").markup
        #expect(
            shown == "<bdi dir=\"auto\">abc<span class=\"control\">[U+202E]</span>fdp.exe"
                + "<span class=\"control\">[U+2066]</span></bdi>")
        #expect(HTML.userText("\u{0}\u{7F}").markup.contains("[U+0000]</span><span class=\"control\">[U+007F]"))
    }

    @Test func `joiners that a script needs stay`() {
        #expect(HTML.userText("می\u{200C}خواهم").markup.contains("می\u{200C}خواهم"))
    }

    @Test func `lines that somebody typed stay lines`() {
        let markup = HTML.userParagraphs("one\r\n\r\ntwo <b>").markup
        #expect(
            markup == "<div class=\"typed\"><p dir=\"auto\">one</p><p dir=\"auto\"></p>"
                + "<p dir=\"auto\">two &lt;b&gt;</p></div>")
    }
}
