import Blobs
import CaseModel
import Foundation
import HTTP
import Postgres
import Sandbox
import ServiceRuntime
import TestSupport
import Testing
import Vault
import Web
@testable import Verification

@Suite struct `What a renderer writes` {
    @Test func `is taken apart however it comes`() throws {
        let bytes = Array("3\nabc1\nx10\n0123456789".utf8)
        for size in [1, 2, 5, 100] {
            var parts = PictureParts()
            var whole: [[UInt8]] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                whole += try parts.take(Array(bytes[start..<min(start + size, bytes.count)]))
            }
            #expect(whole.map { String(decoding: $0, as: UTF8.self) } == ["abc", "x", "0123456789"])
            #expect(parts.isComplete)
        }
    }

    @Test(arguments: ["x\n", "-1\n", "0\n", "99999999999\n", "123456789012345678901", "1 2\nx", "\n"])
    func `is refused where it is none of that`(text: String) {
        var parts = PictureParts()
        #expect(throws: PictureParts.Failure.malformed) { _ = try parts.take(Array(text.utf8)) }
    }

    @Test func `is not whole where a picture breaks off`() throws {
        var parts = PictureParts()
        let whole = try parts.take(Array("5\nabc".utf8))
        #expect(whole.isEmpty && !parts.isComplete)
    }
}

@Suite(.timeLimit(.minutes(15)), .enabled(if: Walls.canBeBuilt, "programs cannot be walled off on this machine"))
struct `A working copy` {
    private func record(_ copy: CopyRow, _ file: DeclaredEvidence) throws -> CopyRecord {
        try FileSealing(file).record(try #require(copy.sealed), of: copy.id)
    }

    /// Does all that is due.
    private func work(_ copies: MakeCopies, at now: Date = .now) async throws {
        while try await copies.next(at: now) {}
    }

    @Test func `of a photograph is a plain picture, made at once and written into the chain`() async throws {
        try await DeskUnderTest.open { desk in
            let bytes = try await MadeFiles.photo(width: 3000, height: 1500)
            #expect(bytes.contains(MadeFiles.marker))
            let file = try await desk.evidenceHere(bytes, name: "\(MadeFiles.marker).jpg", type: "image/jpeg")
            try await work(try desk.keeping().copies)
            let copy = try await desk.copy(.picture, of: file.evidenceID)
            #expect(copy.state == .done && copy.askedBy == nil)
            let record = try record(copy, file)
            #expect(record.inputSHA256 == file.sha256 && record.tool == "ImageMagick" && !record.isCut)
            #expect(record.toolVersion.hasPrefix("Version: ImageMagick"))
            let part = try #require(record.parts.first)
            #expect(record.parts.count == 1 && part.width == 2000 && part.height == 1000)
            let picture = try await desk.bytes(part)
            #expect(SHA256.hash(picture) == part.sha256.bytes && !picture.contains(MadeFiles.marker))

            let officer = try await desk.officer()
            let path = "/desk/evidence/\(file.evidenceID)"
            let page = await desk.respond(try officer.get(path))
            #expect(page.shows("id=\"copy-\(copy.id)\"") && page.shows(part.sha256.description))
            let look = await desk.respond(try officer.get("\(path)/copies/\(copy.id)"))
            #expect(look.status == .ok && look.shows("<details") && look.shows("loading=\"lazy\""))
            let shown = await desk.respond(try officer.get("\(path)/copies/\(copy.id)/1"))
            #expect(try await shown.produced() == picture)
            #expect(shown.headers["Content-Type"] == "image/png" && shown.headers["Content-Disposition"] == nil)
            #expect(shown.headers["X-Content-Type-Options"] == "nosniff")
            #expect(shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'")
            let other = await desk.respond(try officer.get("\(path)/copies/\(copy.id)/2"))
            #expect(other.status == .notFound)
            // One look is one entry; the original is as it was.
            let events = try await desk.custody(of: file.evidenceID)
            #expect(events.map(\.kind) == [.received, .copied, .viewed])
            #expect(CustodyChain.firstBreak(events) == nil)
            let original = await desk.respond(try officer.get("\(path)/original"))
            #expect(try await original.produced() == bytes)
        }
    }

    @Test func `of a document is its first pages`() async throws {
        try await DeskUnderTest.open { desk in
            let few = try await desk.evidenceHere(MadeFiles.document(pages: 3), type: "application/pdf")
            let many = try await desk.evidenceHere(MadeFiles.document(pages: 33), type: "application/pdf")
            try await work(try desk.keeping().copies)
            let three = try record(try await desk.copy(.picture, of: few.evidenceID), few)
            #expect(three.parts.count == 3 && !three.isCut && three.tool == "pdftoppm")
            let thirty = try record(try await desk.copy(.picture, of: many.evidenceID), many)
            #expect(thirty.parts.count == CopyTools.mostPages && thirty.isCut)
        }
    }

    @Test(arguments: [
        (
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word/document.xml",
            "<w:document xmlns:w='w'><w:p><w:t>They <b></w:t></w:p></w:document>"
        ),
        (
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xl/worksheets/sheet1.xml",
            "<worksheet><row><c t='inlineStr'><is><t>They &lt;b></t></is></c></row></worksheet>"
        ),
        (
            "application/vnd.openxmlformats-officedocument.presentationml.presentation", "ppt/slides/slide1.xml",
            "<s xmlns:a='a'><a:p><a:t>They &lt;b></a:t></a:p></s>"
        ),
        (
            "application/vnd.oasis.opendocument.text", "content.xml",
            "<o xmlns:text='t'><text:p>They <text:span>&lt;b></text:span></text:p></o>"
        ), ("image/svg+xml", "", "<svg><script>alert(1)</script><text>They <tspan>&lt;b></tspan></text></svg>"),
    ]) func `of a document without pictures is its words, and says that it is no more`(
        type: String, part: String, content: String
    ) async throws {
        try await DeskUnderTest.open { desk in
            let content = content.replacing("They <b>", with: "They &lt;b>")
            let bytes = part.isEmpty ? Array(content.utf8) : try await MadeFiles.office([(part, content)])
            let file = try await desk.evidenceHere(bytes, type: type)
            try await work(try desk.keeping().copies)
            #expect(try await desk.copy(.picture, of: file.evidenceID).state == .unsuitable)
            let copy = try await desk.copy(.text, of: file.evidenceID)
            #expect(copy.state == .done && copy.askedBy == nil, "\(copy.failure ?? "")")
            let record = try record(copy, file)
            #expect(record.inputSHA256 == file.sha256 && record.tool == "document-text" && !record.isCut)
            #expect(try await desk.bytes(try #require(record.parts.first)) == Array("They <b>".utf8))
            let officer = try await desk.officer()
            let path = "/desk/evidence/\(file.evidenceID)/copies/\(copy.id)"
            let look = await desk.respond(try officer.get(path))
            #expect(look.status == .ok && look.shows("They &lt;b&gt;") && look.shows("id=\"text-only\""))
            let taken = await desk.respond(try officer.get("\(path)/1"))
            #expect(taken.headers["Content-Type"] == "application/octet-stream")
            let kinds = try await desk.custody(of: file.evidenceID).map(\.kind)
            #expect(kinds.filter { $0 == .copied }.count == 1 && kinds.contains(.viewed))
        }
    }

    @Test func `of a PDF of ten thousand pages, and of one with scripts, is its first pages`() async throws {
        try await DeskUnderTest.open { desk in
            let many = try await desk.evidenceHere(MadeFiles.document(pages: 10_000), type: "application/pdf")
            let text = String(decoding: MadeFiles.document(pages: 2), as: UTF8.self)
            let script = "/OpenAction<</S/JavaScript/JS(while\\(true\\){})>>"
            let scripted = text.replacing("/Type/Catalog", with: "/Type/Catalog\(script)")
            let active = try await desk.evidenceHere(Array(scripted.utf8), type: "application/pdf")
            try await work(try desk.keeping().copies)
            let first = try record(try await desk.copy(.picture, of: many.evidenceID), many)
            #expect(first.parts.count == CopyTools.mostPages && first.isCut)
            let drawn = try record(try await desk.copy(.picture, of: active.evidenceID), active)
            #expect(drawn.parts.count == 2)
        }
    }

    @Test func `is not offered of film, which is told by type, size and hash`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere([0, 1, 2], type: "video/mp4")
            let officer = try await desk.officer()
            let page = await desk.respond(try officer.get("/desk/evidence/\(file.evidenceID)"))
            #expect(page.shows("neither played nor decoded") && page.shows(file.sha256.description))
        }
    }

    @Test(arguments: ["image/jpeg", "application/pdf"])
    func `without metadata is made when an officer asks`(type: String) async throws {
        try await DeskUnderTest.open { desk in
            let bytes = type == "image/jpeg" ? try await MadeFiles.photo() : MadeFiles.document(pages: 2)
            let file = try await desk.evidenceHere(bytes, type: type)
            let officer = try await desk.officer()
            let path = "/desk/evidence/\(file.evidenceID)"
            let asked = await desk.respond(try officer.post("\(path)/copies", ["kind": "STRIPPED"]))
            #expect(asked.status == .seeOther)
            #expect(try await desk.audited(1) == ["evidence.copy done"])
            try await work(try desk.keeping().copies)
            let copy = try await desk.copy(.stripped, of: file.evidenceID)
            #expect(copy.state == .done && copy.askedBy?.uuid == officer.id, "\(copy.failure ?? "")")
            let record = try record(copy, file)
            #expect(record.tool == "mat2" && record.inputSHA256 == file.sha256)
            let taken = await desk.respond(try officer.get("\(path)/copies/\(copy.id)/1"))
            let stripped = try await taken.produced()
            #expect(stripped.count > 100 && !stripped.contains(MadeFiles.marker) && stripped != bytes)
            #expect(taken.headers["Content-Type"] == "application/octet-stream")
            #expect(taken.headers["Content-Disposition"]?.hasPrefix("attachment") == true)
            let kinds = try await desk.custody(of: file.evidenceID).map(\.kind)
            #expect(kinds.filter { $0 == .copied }.count == 2 && kinds.last == .viewed)
        }
    }

    @Test func `is blacked out for good, on the copy alone`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere(try await MadeFiles.photo(), type: "image/jpeg")
            let copies = try desk.keeping().copies
            try await work(copies)
            let officer = try await desk.officer()
            let source = try await desk.copy(.picture, of: file.evidenceID)
            let path = "/desk/evidence/\(file.evidenceID)/copies/\(source.id)"
            let drawing = await desk.respond(
                try officer.post(
                    "\(path)/redactions", ["shown": "1", "point.x": "10", "point.y": "20", "reason": "A <b>"]))
            #expect(drawing.status == .ok && drawing.shows("name=\"corner_x\" value=\"125\""))
            #expect(drawing.shows("type=\"image\"") && drawing.shows("A &lt;b&gt;"))
            for (fields, status): (KeyValuePairs<String, String>, Status) in [
                (["reason": "A child"], .unprocessable),
                (["x_1": "10", "y_1": "10", "width_1": "20", "height_1": "20"], .unprocessable),
                (["x_1": "110", "y_1": "10", "width_1": "20", "height_1": "20", "reason": "A child"], .unprocessable),
                (["x_1": "1", "y_1": "", "width_1": "20", "height_1": "20", "reason": "A child"], .unprocessable),
                (
                    ["page_1": "2", "x_1": "1", "y_1": "1", "width_1": "20", "height_1": "20", "reason": "A child"],
                    .conflict
                ),
                (
                    [
                        "x_1": "10", "y_1": "10", "width_1": "20", "height_1": "20", "x_3": "50,5", "y_3": "80",
                        "width_3": "90", "height_3": "90", "reason": "A child's face",
                    ], .seeOther
                ),
            ] {
                let answer = await desk.respond(try officer.post("\(path)/redactions", fields))
                #expect(answer.status == status, "\(fields)")
            }
            try await work(copies)
            let copy = try await desk.copy(.redacted, of: file.evidenceID)
            #expect(copy.state == .done, "\(copy.failure ?? "")")
            let record = try record(copy, file)
            let before = try self.record(source, file)
            let picture = try await desk.bytes(try #require(record.parts.first))
            #expect(record.parts.first?.width == 900 && record.parts.first?.height == 600)
            for (x, y, isBlack) in [
                (90, 60, true), (270, 180, true), (200, 100, true), (899, 599, true), (85, 60, false),
            ] {
                let colour = try await MadeFiles.pixel(x, y, of: picture)
                #expect(
                    (colour == "black" || colour == "srgb(0,0,0)" || colour == "gray(0)") == isBlack,
                    "\(x) \(y) \(colour)")
            }
            let untouched = try await MadeFiles.pixel(
                200, 100, of: try await desk.bytes(try #require(before.parts.first)))
            #expect(untouched != "black" && untouched != "srgb(0,0,0)")
            let events = try await desk.custody(of: file.evidenceID)
            let redacted = try #require(events.first { $0.kind == .redacted })
            #expect(redacted.by?.uuid == officer.id)
            let note = try FileSealing(file).note(try #require(redacted.sealed), of: file.evidenceID)
            #expect(note.reason == "A child's face" && note.copy == copy.id.uuid)
        }
    }

    enum Hostile: String, CaseIterable, Sendable {
        case drawing, svg, broken, endless, huge, bomb, empty, script, truncated, wide, unfoldingDrawing
        case unfoldingDocument, outsideEntity, deepDocument, swollenDocument, noDocument
    }

    /// What the file says it is, and how it has to end.
    private func made(
        _ hostile: Hostile
    ) async throws -> (bytes: [UInt8], type: String, kind: CopyKind, states: Set<CopyState>) {
        let drawing =
            "push graphic-context\nviewbox 0 0 640 480\nfill 'url(https://127.0.0.1/x.jpg\"|touch \"/tmp/owned)'\n"
        switch hostile {
        case .drawing: return (Array("\(drawing)pop graphic-context\n".utf8), "image/jpeg", .picture, [.failed])
        case .svg:
            let text =
                "<svg xmlns:xlink=\"http://www.w3.org/1999/xlink\"><image xlink:href=\"file:///etc/passwd\"/></svg>"
            return (Array(text.utf8), "image/svg+xml", .picture, [.unsuitable])
        case .broken:
            return (
                Array("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj".utf8), "application/pdf", .picture,
                [.failed]
            )
        case .endless:
            // A tree of pages that is its own child.
            let text =
                "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                + "2 0 obj<</Type/Pages/Count 9999999/Kids[2 0 R 2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
            return (Array(text.utf8), "application/pdf", .picture, [.failed])
        case .huge: return (try await MadeFiles.hugePicture(), "image/png", .picture, [.failed])
        case .bomb: return (try await MadeFiles.bomb(), "application/zip", .stripped, [.failed])
        case .empty: return ([], "image/gif", .picture, [.failed])
        case .wide: return (try await MadeFiles.widePicture(), "image/png", .picture, [.failed])
        case .unfoldingDrawing:
            let text = MadeFiles.unfolding("<svg><text>&e9;</text></svg>")
            return (Array(text.utf8), "image/svg+xml", .text, [.failed])
        case .unfoldingDocument:
            let parts = [(name: "word/document.xml", content: MadeFiles.unfolding("<w><t>&e9;</t></w>"))]
            return (try await MadeFiles.office(parts), MadeFiles.word, .text, [.failed])
        case .outsideEntity:
            let text = "<!DOCTYPE s [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg><text>&x;</text></svg>"
            return (Array(text.utf8), "image/svg+xml", .text, [.failed])
        case .deepDocument:
            let text = "<w>\(String(repeating: "<a>", count: 30_000))"
            let parts = [(name: "word/document.xml", content: text)]
            return (try await MadeFiles.office(parts), MadeFiles.word, .text, [.failed])
        case .swollenDocument: return (try await MadeFiles.swollenDocument(), MadeFiles.word, .text, [.failed])
        case .noDocument: return (Array("PK\u{3}\u{4}no".utf8), MadeFiles.word, .text, [.failed])
        case .script:
            return (
                Array("<?xml version=\"1.0\"?><image><read filename=\"/etc/passwd\"/></image>".utf8), "image/tiff",
                .picture, [.failed]
            )
        case .truncated:
            return (Array(try await MadeFiles.photo().prefix(9000)), "image/jpeg", .picture, [.failed, .done])
        }
    }

    @Test(arguments: Hostile.allCases)
    func `is not made of a hostile file, which changes nothing`(hostile: Hostile) async throws {
        try await DeskUnderTest.open { desk in
            let (bytes, type, kind, states) = try await made(hostile)
            let file = try await desk.evidenceHere(bytes, type: type)
            if kind == .stripped {
                let officer = try await desk.officer()
                let asked = await desk.respond(
                    try officer.post("/desk/evidence/\(file.evidenceID)/copies", ["kind": "STRIPPED"]))
                #expect(asked.status == .seeOther)
            }
            let tools = CopyTools()
            try await work(try desk.keeping(tools: tools).copies)
            let copy = try await desk.copy(kind, of: file.evidenceID)
            #expect(states.contains(copy.state), "\(copy.state) \(copy.failure ?? "")")
            if copy.state == .failed {
                #expect(
                    [
                        "sandbox-program-failed", "sandbox-limit-reached", "sandbox-too-slow", "copy-no-picture",
                        "copy-unsuitable",
                    ]
                    .contains(copy.failure ?? ""))
                #expect(try desk.stored() == [file.evidenceID.description])
                let kinds = try await desk.custody(of: file.evidenceID).map(\.kind)
                #expect(kinds == [.received])
            }
            let officer = try await desk.officer()
            let page = await desk.respond(try officer.get("/desk/evidence/\(file.evidenceID)"))
            #expect(page.status == .ok && page.shows("data-state=\"\(copy.state.rawValue)\""))
            let original = await desk.respond(try officer.get("/desk/evidence/\(file.evidenceID)/original"))
            #expect(try await original.produced() == bytes)
        }
    }

    @Test func `of what is two things at once keeps the picture alone`() async throws {
        try await DeskUnderTest.open { desk in
            let bytes = try await MadeFiles.photo() + Array("PK\u{3}\u{4}\(MadeFiles.marker)".utf8)
            let file = try await desk.evidenceHere(bytes, type: "image/jpeg")
            try await work(try desk.keeping().copies)
            let copy = try await desk.copy(.picture, of: file.evidenceID)
            let part = try #require(try record(copy, file).parts.first)
            #expect(!(try await desk.bytes(part)).contains(MadeFiles.marker))
        }
    }

    @Test func `leaves nothing in clear on any disk while it is made`() async throws {
        try await DeskUnderTest.open { desk in
            let marker = "marker-\(UUID().uuidString)"
            let bytes =
                try await MadeFiles.photo(width: 4000, height: 4000)
                + Array(String(repeating: marker, count: 2000).utf8)
            let file = try await desk.evidenceHere(bytes, type: "image/jpeg")
            let copies = try desk.keeping().copies
            let places = [desk.house.folder, FileManager.default.temporaryDirectory]
            let began = Date.now.addingTimeInterval(-2)
            let isOver = Task { try await work(copies) }
            var found: [String] = []
            var looks = 0
            while try await desk.copy(.picture, of: file.evidenceID).state != .done, looks < 200 {
                looks += 1
                found += places.flatMap { Self.files(with: marker, in: $0, since: began) }
                try await Task.sleep(for: .milliseconds(20))
            }
            try await isOver.value
            found += places.flatMap { Self.files(with: marker, in: $0, since: began) }
            #expect(found.isEmpty && looks > 0)
        }
    }

    private static func files(with marker: String, in folder: URL, since: Date) -> [String] {
        let keys: Set<URLResourceKey> = [.isRegularFileKey, .contentModificationDateKey, .fileSizeKey]
        let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: Array(keys))
        return (all?.compactMap { $0 as? URL } ?? []).compactMap { url in
            guard let values = try? url.resourceValues(forKeys: keys), values.isRegularFile == true,
                (values.contentModificationDate ?? .distantPast) >= since, (values.fileSize ?? .max) < 50_000_000,
                let data = try? Data(contentsOf: url), data.range(of: Data(marker.utf8)) != nil
            else { return nil }
            return url.path
        }
    }

    @Test func `that its worker was killed over is made by the next, and leaves no part behind`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere(try await MadeFiles.photo(), type: "image/jpeg")
            let now = Date.now
            let claimed = try await desk.system.transaction { transaction in
                try await CopyQueries.claim(
                    [.picture], at: now, until: now.addingTimeInterval(MakeCopies.lease), in: &transaction)
            }
            #expect(claimed?.attempts == 1)
            // Its half: sealed, and named by nothing.
            let store = try BlobStore(directory: desk.house.folder.appending(path: "blobs"))
            let half = try store.writer(key: DataKey())
            try await half.write(Array("half".utf8))
            let copies = try desk.keeping().copies
            let tooEarly = try await copies.next(at: now.addingTimeInterval(MakeCopies.lease - 1))
            let isTaken = try await copies.next(at: now.addingTimeInterval(MakeCopies.lease + 1))
            #expect(!tooEarly && isTaken)
            let copy = try await desk.copy(.picture, of: file.evidenceID)
            #expect(copy.state == .done && copy.attempts == 2)
            await half.abandon()
            let sweep = SweepEvidence(evidence: try EvidenceStore(settings: desk.house.settings()), system: desk.system)
            let removed = try await sweep.sweep(now: .now.addingTimeInterval(90_000))
            #expect(removed == 0)
            #expect(try desk.stored().count == 2)
        }
    }

    @Test func `that a worker makes after another took its order up does not count`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere(try await MadeFiles.photo(), type: "image/jpeg")
            let now = Date.now
            let orders = try await desk.system.transaction { transaction in
                let first = try await CopyQueries.claim([.picture], at: now, until: now, in: &transaction)
                let second = try await CopyQueries.claim(
                    [.picture], at: now, until: now.addingTimeInterval(MakeCopies.lease), in: &transaction)
                return [try #require(first), try #require(second)]
            }
            let (late, current) = (orders[0], orders[1])
            #expect(late.id == current.id && current.attempts == 2)
            await #expect(throws: CopyFailure.takenOver) {
                try await desk.system.transaction { transaction in
                    try await CopyQueries.end(
                        late, as: .done, at: now, failure: nil, sealed: [1], parts: [UUID()], in: &transaction)
                }
            }
            let held = try await desk.system.transaction { transaction in
                try await CopyQueries.postpone(late, until: now, because: nil, in: &transaction)
                let isLate = try await CopyQueries.hold(late, until: now, in: &transaction)
                let isCurrent = try await CopyQueries.hold(current, until: now, in: &transaction)
                return [isLate, isCurrent]
            }
            #expect(held == [false, true])
            let copy = try await desk.copy(.picture, of: file.evidenceID)
            #expect(copy.state == .working && copy.sealed == nil && copy.attempts == 2)
            #expect(try await desk.house.count("verification", "evidence_copy_parts") == 0)
            try await work(try desk.keeping().copies)
            #expect(try await desk.copy(.picture, of: file.evidenceID).state == .done)
        }
    }

    @Test func `is given up after the third worker`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere(try await MadeFiles.photo(), type: "image/jpeg")
            try await desk.house.owner.execute(
                "UPDATE verification.evidence_copies SET state = 'WORKING', attempts = 3")
            try await work(try desk.keeping().copies)
            let copy = try await desk.copy(.picture, of: file.evidenceID)
            #expect(copy.state == .failed && copy.failure == "copy-given-up")
        }
    }

    @Test func `that is broken off goes back, with nothing left of it`() async throws {
        try await DeskUnderTest.open { desk in
            let bytes = try await MadeFiles.photo(width: 4000, height: 4000)
            let file = try await desk.evidenceHere(bytes, type: "image/jpeg")
            let copies = try desk.keeping().copies
            _ = try await copies.tools.versions()
            let task = Task { try await copies.next() }
            let hasBegun = try await eventually { try await desk.copy(.picture, of: file.evidenceID).state == .working }
            #expect(hasBegun)
            task.cancel()
            _ = await task.result
            let copy = try await desk.copy(.picture, of: file.evidenceID)
            #expect(copy.state == .waiting && copy.attempts == 0)
            #expect(try desk.stored() == [file.evidenceID.description])
            try await work(copies)
            let again = try await desk.copy(.picture, of: file.evidenceID)
            #expect(again.state == .done, "\(again)")
        }
    }

    @Test func `is never made where programs cannot be walled off`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere(try await MadeFiles.photo(), type: "image/jpeg")
            let now = Date.now
            let forbidden = try desk.keeping(tools: CopyTools(sandbox: Sandbox(isAllowed: false))).copies
            try await work(forbidden, at: now)
            let copy = try await desk.copy(.picture, of: file.evidenceID)
            #expect(copy.state == .waiting && copy.failure == "sandbox-unavailable" && copy.attempts == 0)
            let allowed = try desk.keeping().copies
            try await work(allowed, at: now)
            #expect(try await desk.copy(.picture, of: file.evidenceID).state == .waiting)
            try await work(allowed, at: now.addingTimeInterval(601))
            #expect(try await desk.copy(.picture, of: file.evidenceID).state == .done)
        }
    }

    @Test func `is not made of bytes that are not those that were received`() async throws {
        try await DeskUnderTest.open { desk in
            let key = try DataKey()
            let store = try BlobStore(directory: desk.house.folder.appending(path: "intake-blobs"))
            let writer = try store.writer(key: key)
            try await writer.write(try await MadeFiles.photo())
            let blob = try await writer.finish()
            let file = DeclaredEvidence(
                evidenceID: EvidenceID(blob.id), name: "a.jpg", mediaType: "image/jpeg", size: Int64(blob.byteCount),
                sha256: HexBytes([UInt8](repeating: 1, count: 32)), key: KeyBytes(key.exposedBytes()))
            try await desk.receive.take(try desk.submission(evidence: [file]), from: .intake, in: desk.system)
            try await work(try desk.keeping().copies)
            let copy = try await desk.copy(.picture, of: file.evidenceID)
            #expect(copy.state == .failed && copy.failure == "copy-original-changed")
        }
    }

    @Test func `can be asked for only where it can be made`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere([1, 2], type: "application/x-executable")
            let officer = try await desk.officer()
            let path = "/desk/evidence/\(file.evidenceID)/copies"
            for (kind, status): (String, Status) in [
                ("", .unprocessable), ("SCAN", .unprocessable), ("REDACTED", .unprocessable), ("STRIPPED", .conflict),
                ("PICTURE", .conflict),
            ] {
                let answer = await desk.respond(try officer.post(path, ["kind": kind]))
                #expect(answer.status == status, "\(kind)")
            }
            #expect(try await desk.copies(of: file.evidenceID).count == 2)
        }
    }
}

extension [UInt8] {
    fileprivate func contains(_ text: String) -> Bool { Data(self).range(of: Data(text.utf8)) != nil }
}
