import Foundation
import TestSupport
import Testing
import Web

@Suite struct PhrasesTests {
    let phrases: Phrases

    init() throws {
        phrases = try Phrases()
    }

    @Test func `the catalogues agree with each other and with the sources`() throws {
        let check = PhraseCheck("Web", folder: "Shared/Web")
        for problem in try check.problems(complete: Language.allCases) { Issue.record("\(problem)") }
    }

    @Test func `all six languages are complete`() {
        #expect(phrases.complete == Language.allCases)
    }

    @Test func `a phrase that is not translated is shown in English, an unknown one as its key`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "phrases-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(CatalogueTests.smallest).write(to: folder.appending(path: "en.mo"))
        let words = try Phrases(folders: [folder]).words(.arabic)
        #expect(words(Phrase(key: "k")) == "v")
        #expect(words(Phrase("web.page.skip")) == "الانتقال إلى المحتوى")
        #expect(words(Phrase(key: "no.such.key")) == "no.such.key")
    }

    @Test(arguments: [(1, "There is 1 problem to correct"), (2, "There are 2 problems to correct")])
    func `a count chooses the form`(_ count: Int, _ text: String) {
        #expect(phrases.words(.english)(Phrase("web.form.errors.title", count: count)) == text)
    }

    @Test(arguments: [(1, "1 ошибку"), (3, "3 ошибки"), (11, "11 ошибок"), (21, "21 ошибку")])
    func `Russian counts go by their last digits`(_ count: Int, _ part: String) {
        #expect(phrases.words(.russian)(Phrase("web.form.errors.title", count: count)).contains(part))
    }

    @Test(arguments: [(1, "واحدة"), (2, "مشكلتان"), (5, "5 مشكلات"), (11, "11 مشكلة")])
    func `Arabic counts have their own forms`(_ count: Int, _ part: String) {
        #expect(phrases.words(.arabic)(Phrase("web.form.errors.title", count: count)).contains(part))
    }

    @Test func `what is put into a sentence cannot turn its direction`() {
        let reference = Phrase("web.error.reference", ["reference": .text("\u{202E}x\u{2069}")])
        let shown = phrases.words(.arabic)(reference)
        #expect(shown.contains("\u{2068}x\u{2069}"))
        #expect(!shown.contains("\u{202E}"))
        #expect(phrases.words(.english)(reference) == "Reference for support: x")
    }

    @Test func `a value that looks like a place is not filled again`() {
        #expect(Template.fill("{a} {b} {c}") { ["a": "{b}", "b": "2"][$0] } == "{b} 2 {c}")
        #expect(Template.fill("{a") { _ in "1" } == "{a")
    }
}

@Suite struct CatalogueTests {
    /// One phrase, `k`, with the text `v`, the least byte first.
    static let smallest: [UInt8] =
        [0xDE, 0x12, 0x04, 0x95] + [0, 1, 28, 36, 0, 44].flatMap { [UInt8($0), 0, 0, 0] }
        + [1, 0, 0, 0, 44, 0, 0, 0] + [1, 0, 0, 0, 46, 0, 0, 0] + Array("k\0v\0".utf8)

    static func compiled() throws -> [UInt8] {
        Array(try Data(contentsOf: Phrases.chromeFolder.appending(path: "ar.mo")))
    }

    @Test func `a damaged catalogue is refused and never read beyond its end`() throws {
        let bytes = try Self.compiled()
        for count in stride(from: 0, to: bytes.count - 1, by: 7) {
            #expect(throws: CatalogueError.notACatalogue) { try Catalogue(Array(bytes.prefix(count))) }
        }
        var wrong = bytes
        wrong.replaceSubrange(12..<16, with: [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(throws: CatalogueError.notACatalogue) { try Catalogue(wrong) }
    }

    @Test func `the byte order of the machine that compiled it makes no difference`() throws {
        let little = Self.smallest
        var big = little
        for offset in stride(from: 0, to: 44, by: 4) {
            big.replaceSubrange(offset..<offset + 4, with: little[offset..<offset + 4].reversed())
        }
        for bytes in [little, big] { #expect(try Catalogue(bytes).text("k", count: nil) == "v") }
    }
}
