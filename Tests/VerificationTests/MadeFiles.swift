import Foundation
import Sandbox
import Testing

/// Files for tests of working copies, made where they are needed by the programs that others make them with.
enum MadeFiles {
    /// Stands in the metadata of the files.
    static let marker = "planted-marker-7f3a"

    private static func made(_ script: StaticString, _ arguments: [String] = []) async throws -> [UInt8] {
        try await Sandbox().output(of: SandboxedProgram(script: script, arguments))
    }

    /// A photograph with a comment and a place in it.
    static func photo(width: Int = 900, height: Int = 600) async throws -> [UInt8] {
        try await made(
            """
            convert-im6.q16 -size "$1" gradient:yellow-green -set comment "$2" photo.jpg
            exiftool -q -overwrite_original -Artist="$2" -GPSLatitude=46.2 -GPSLatitudeRef=N photo.jpg
            cat photo.jpg
            """, ["\(width)x\(height)", marker])
    }

    /// A document of some pages, as light as one can be.
    static func document(pages: Int) -> [UInt8] {
        let kids = (0..<pages).map { "\(3 + $0) 0 R" }.joined(separator: " ")
        var text = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        text += "2 0 obj<</Type/Pages/Count \(pages)/Kids[\(kids)]>>endobj\n"
        for page in 0..<pages {
            text += "\(3 + page) 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 \(300 + page)]>>endobj\n"
        }
        return Array("\(text)trailer<</Root 1 0 R/Info<</Author(\(marker))>>>>\n%%EOF\n".utf8)
    }

    /// A picture that says it is larger than any.
    static func hugePicture() async throws -> [UInt8] {
        try await made("convert-im6.q16 -size 19x19 xc:red p.png; cat p.png").enumerated().map { index, byte in
            // Width and height of the header.
            index == 16 || index == 20 ? 0x00 : index == 17 || index == 21 ? 0x0F : byte
        }
    }

    /// An archive of a few kilobytes that unpacks to more than a gigabyte.
    static func bomb() async throws -> [UInt8] {
        try await made(
            """
            head -c 250000000 /dev/zero >z
            python3 -c 'import zipfile
            with zipfile.ZipFile("b.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                for number in range(5): archive.write("z", "z%d.txt" % number)'
            cat b.zip
            """)
    }

    /// An office document of these parts, as light as one can be.
    static func office(_ parts: [(name: String, content: String)]) async throws -> [UInt8] {
        try await made(
            """
            python3 -c 'import sys, zipfile
            words = sys.argv[1:]
            with zipfile.ZipFile("d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                for name, content in zip(words[::2], words[1::2]): archive.writestr(name, content)' "$@"
            cat d.zip
            """, parts.flatMap { [$0.name, $0.content] })
    }

    static let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    /// XML in which nine lines unfold to a billion words.
    static func unfolding(_ body: String) -> String {
        let lines = (1...9).map { "<!ENTITY e\($0) \"\(String(repeating: "&e\($0 - 1);", count: 10))\">" }
        return "<!DOCTYPE x [<!ENTITY e0 \"\(marker)\">\(lines.joined())]>\(body)"
    }

    /// A document with one part of 300 million letters.
    static func swollenDocument() async throws -> [UInt8] {
        try await made(
            """
            python3 -c 'import zipfile
            with zipfile.ZipFile("d.zip", "w", zipfile.ZIP_DEFLATED) as archive:
                with archive.open("word/document.xml", "w") as part:
                    part.write(b"<w><x>")
                    for _ in range(300): part.write(b" " * 1000000)
                    part.write(b"</x></w>")'
            cat d.zip
            """)
    }

    /// A real picture of more pixels on a side than any that is rendered.
    static func widePicture() async throws -> [UInt8] {
        try await made("convert-im6.q16 -size 30000x3 xc:red p.png; cat p.png")
    }

    /// The colour of one pixel, such as `srgb(0,0,0)`.
    static func pixel(_ x: Int, _ y: Int, of picture: [UInt8]) async throws -> String {
        let program = SandboxedProgram(
            script: "cat >in.png; convert-im6.q16 PNG:in.png -format '%[pixel:p{'\"$1\"'}]' info:-", ["\(x),\(y)"])
        return String(decoding: try await Sandbox().output(of: program, input: picture), as: UTF8.self)
    }
}
