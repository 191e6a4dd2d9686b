import HTTP
import TestSupport
import Testing

@Suite struct MultipartParserTests {
    private static let form = HTTPClient.multipart([
        .init("name", "value"), .init("empty", ""),
        .init("file", filename: "a \"b\".txt", Array("\r\n--not\r\n-".utf8)),
        .init("name", "again"),
    ])

    private static let expected: [MultipartParser.Event] = [
        .part(.init(name: "name", filename: nil, mediaType: nil)), .content(Array("value".utf8)), .partEnd,
        .part(.init(name: "empty", filename: nil, mediaType: nil)), .partEnd,
        .part(.init(name: "file", filename: "a ", mediaType: "application/octet-stream")),
        .content(Array("\r\n--not\r\n-".utf8)), .partEnd,
        .part(.init(name: "name", filename: nil, mediaType: nil)), .content(Array("again".utf8)), .partEnd, .end,
    ]

    @Test(arguments: [1, 2, 3, 5, 7, 16, 61, 1000])
    func `pieces of any size give the same parts`(_ size: Int) throws {
        #expect(try Self.parse(Self.form, pieces: size) == Self.expected)
    }

    @Test func `every truncated form is incomplete and none is an error`() throws {
        for length in 0..<Self.form.count - 4 {
            let events = try Self.parse(Array(Self.form.prefix(length)), pieces: 13)
            #expect(events.last != .end)
        }
    }

    @Test(arguments: [
        "--x\r\nContent-Disposition: form-data\r\n\r\nv\r\n--x--",
        "--x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\nv\r\n--x--",
        "--x\r\nNo colon here\r\n\r\nv\r\n--x--",
        "--xy\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv\r\n--x--",
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nv\r\n--x--",
        "--x\r\nContent-Disposition: form-data; name=\"a\0\"\r\n\r\nv\r\n--x--",
    ]) func `a form that is not well formed is refused`(_ text: String) {
        var parser = MultipartParser(boundary: "x")
        parser?.feed(Array(text.utf8))
        #expect(throws: HTTPError.self) { while try parser?.next() != nil {} }
    }

    @Test func `a preamble, padding and an epilogue are passed over`() throws {
        let text = "ignored\r\n--x \t\r\nContent-Disposition: form-data; name=a\r\n\r\nv\r\n--x--\r\nignored --x\r\n"
        let events = try Self.parse(Array(text.utf8), boundary: "x", pieces: 4)
        #expect(
            events == [
                .part(.init(name: "a", filename: nil, mediaType: nil)), .content(Array("v".utf8)), .partEnd, .end,
            ])
    }

    @Test(arguments: ["", String(repeating: "b", count: 71), "a\nb"])
    func `a boundary that is none is refused`(_ boundary: String) {
        #expect(MultipartParser(boundary: boundary) == nil)
    }

    @Test func `a part's header fields are limited`() {
        var parser = MultipartParser(boundary: "x")
        parser?.feed(Array("--x\r\nContent-Disposition: form-data; name=\"".utf8))
        #expect(throws: HTTPError.self) {
            for _ in 0..<1000 {
                parser?.feed(Array(repeating: 0x61, count: 100))
                _ = try parser?.next()
            }
        }
    }

    @Test func `random bytes never break it`() async {
        var random = SeededGenerator(seed: 54_24)
        let alphabet = Array("\r\n--x:; =\"aContent-Disposition: form-data; name=".utf8)
        for _ in 0..<600 {
            // The threads of the pool are few, and other tests' handlers need them.
            await Task.yield()
            var parser = MultipartParser(boundary: "x")
            var taken = 0
            for _ in 0..<Int.random(in: 1...20, using: &random) {
                let piece: [UInt8] =
                    Bool.random(using: &random)
                    ? Array("\r\n--x\r\nContent-Disposition: form-data; name=a\r\n\r\n".utf8)
                    : (0..<Int.random(in: 1...60, using: &random)).map { _ in
                        alphabet.randomElement(using: &random) ?? 0
                    }
                taken += piece.count
                parser?.feed(piece)
                var events = 0
                while let event = try? parser?.next() {
                    events += 1
                    if case .content(let bytes) = event { #expect(!bytes.isEmpty) }
                    guard events <= taken + 10 else { break }
                }
                #expect(events <= taken + 10)
            }
        }
    }

    private static func parse(
        _ bytes: [UInt8], boundary: String = HTTPClient.boundary, pieces: Int
    ) throws
        -> [MultipartParser.Event]
    {
        var parser = try #require(MultipartParser(boundary: boundary))
        var events: [MultipartParser.Event] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            parser.feed(Array(rest.prefix(pieces)))
            rest = rest.dropFirst(pieces)
            while let event = try parser.next() {
                if case .content(let more) = event, case .content(let before)? = events.last {
                    events[events.count - 1] = .content(before + more)
                } else {
                    events.append(event)
                }
            }
        }
        return events
    }
}
