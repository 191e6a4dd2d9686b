import Blobs
import Testing

@Suite struct `The type of a file` {
    static let beginnings: [(String, [UInt8])] = [
        (
            "image/png",
            [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1]
        ),
        ("image/jpeg", [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, 0x4A, 0x46, 0x49, 0x46, 0, 1, 1]),
        ("application/pdf", Array("%PDF-1.7\n%\u{e2}\u{e3}\n1 0 obj".utf8)),
        (
            "application/zip",
            [0x50, 0x4B, 3, 4, 10, 0, 0, 0, 0, 0] + [UInt8](repeating: 1, count: 16) + [5, 0, 0, 0]
                + Array("a.txt and some more of what it holds".utf8)
        ),
        ("text/html", Array("<!DOCTYPE html><html><script>alert(1)</script></html>".utf8)),
        ("text/plain", Array("They came at night.\n".utf8)),
        (ContentType.unknown, [UInt8](repeating: 0, count: 100)), (ContentType.unknown, []),
    ]

    @Test(arguments: beginnings) func `is told by its first bytes`(expected: String, head: [UInt8]) async {
        #expect(await ContentType().of(head) == expected)
    }

    /// A picture that is an archive too, and what would be large if it were unpacked.
    @Test func `is that of its beginning, and nothing is unpacked`() async {
        let types = ContentType()
        let gzip: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3] + [UInt8](repeating: 0xFF, count: 60_000)
        #expect(await types.of(gzip) == "application/gzip")
        let polyglot = Array("GIF89a".utf8) + [1, 0, 1, 0, 0, 0, 0] + Array("<script>PK\u{3}\u{4}".utf8)
        #expect(await types.of(polyglot) == "image/gif")
    }

    @Test func `is an answer to any bytes, and many ask at a time`() async {
        let types = ContentType()
        await withTaskGroup { group in
            for _ in 0..<200 {
                group.addTask {
                    let type = await types.of((0..<Int.random(in: 1...3000)).map { _ in UInt8.random(in: 0...255) })
                    #expect(type.split(separator: "/").count == 2)
                }
            }
        }
    }
}
