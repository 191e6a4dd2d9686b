import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `Files of a form` {
    static let png: [UInt8] =
        [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1]

    /// Directions turned, a way up, markup, and a name longer than any.
    static let names = [
        "photo\u{202E}gnp.exe", "../../etc/passwd", "<script>alert(1)</script>.png", "=cmd|' /C calc'!A0.csv",
        "صورة.jpg", String(repeating: "長", count: 300) + ".jpeg", "C:\\fakepath\\a.png",
    ]

    @Test func `arrive sealed, hashed over their exact bytes, told by content, with their names as they are`()
        async throws
    {
        try await UploadHouse.open { house in
            let large = Randomness.bytes(700_001)
            let parts =
                [HTTPClient.Part("text", "typed"), .init("file", filename: "large.mov", large)]
                + Self.names.map { .init("file", filename: $0, Self.png) }
            let response = try await house.form(parts)
            #expect(response.status == .ok)
            #expect(response.headers["Typed"] == "typed")
            #expect(response.headers["Refused"] == "")
            let files = try await house.files(try #require(response.headers["Upload-Token"]))
            #expect(files.count == Self.names.count + 1)
            #expect(files[0].sha256.bytes == SHA256.hash(large) && files[0].size == 700_001)
            #expect(try await house.read(files[0]) == large)
            for (file, name) in zip(files.dropFirst(), Self.names) {
                #expect(file.mediaType == "image/png")
                #expect(file.declaredType == "application/octet-stream")
                #expect(file.name.unicodeScalars.count <= FieldLimits.fileName)
                #expect(file.name == name || (name.count > 255 && file.name.hasSuffix(".jpeg")))
            }
            #expect(Set(try house.names()) == Set(files.map(\.evidenceID.description)))
        }
    }

    @Test func `belong to the session that the form names, as long as that is open`() async throws {
        try await UploadHouse.open { house in
            let token = try await house.evidence.begin().printed
            for name in ["one", "two"] {
                let response = try await house.form([.init("upload", token), .init("file", filename: name, [1])])
                #expect(response.headers["Upload-Token"] == token)
            }
            #expect(try await house.files(token).map(\.name) == ["one", "two"])
            let first = try #require(try await house.files(token).first)
            _ = try await house.form([.init("upload", token), .init("remove-file", first.evidenceID.description)])
            #expect(try await house.files(token).map(\.name) == ["two"])
            #expect(try house.names().count == 1)

            try await house.house.owner.execute("UPDATE intake.uploads SET expires_at = now() - interval '1 second'")
            let other = try await house.form([.init("upload", token), .init("file", filename: "three", [1])])
            let fresh = try #require(other.headers["Upload-Token"])
            #expect(fresh != token)
            #expect(try await house.files(fresh).map(\.name) == ["three"])
            #expect(try await house.files(token) == [])
            for wrong in ["", "x", String(repeating: "A", count: 43), token + "A", "\u{0}"] {
                let response = try await house.form([.init("upload", wrong), .init("file", filename: "four", [1])])
                #expect(response.status == .ok || wrong == "\u{0}")
            }
        }
    }

    @Test func `leave nothing when the form breaks off`() async throws {
        try await UploadHouse.open { house in
            let parts = [
                HTTPClient.Part("file", filename: "one", Randomness.bytes(300_000)),
                .init("file", filename: "two", Randomness.bytes(300_000)), .init("text", "typed"),
            ]
            let size = HTTPClient.multipart(parts).count
            for cut in [3, 10, 60, 200, 1000, 299_000, 310_000, 600_000, size - 1, size - 50] {
                let response = try await house.form(parts, cut: cut)
                #expect(response.status == .badRequest, "\(cut)")
                #expect(try house.names().isEmpty, "\(cut)")
                #expect(try await house.rows() == 0, "\(cut)")
            }
        }
    }

    @Test func `that cannot be taken are named, and all else of the form is there`() async throws {
        try await UploadHouse.open {
            $0.fileBytes = 1000
            $0.sessionBytes = 2500
            $0.files = 4
        } _: { house in
            let kilobyte = [UInt8](repeating: 7, count: 1000)
            let response = try await house.form([
                .init("file", filename: "large", kilobyte + [1]), .init("file", filename: "a", kilobyte),
                .init("file", filename: "b", kilobyte), .init("file", filename: "c", kilobyte),
                .init("text", "typed"),
            ])
            #expect(response.headers["Typed"] == "typed")
            #expect(response.headers["Refused"] == "large=file-too-large,c=files-too-large-together")
            let token = try #require(response.headers["Upload-Token"])
            let more = try await house.form(
                [.init("upload", token)] + (0..<4).map { .init("file", filename: "\($0)", [UInt8($0)]) })
            #expect(more.headers["Refused"] == "2=too-many-files,3=too-many-files")
            #expect(try await house.files(token).map(\.name) == ["a", "b", "0", "1"])
            #expect(try house.names().count == 4)
        }
    }

    @Test func `are refused in words where the disk is full or too many arrive`() async throws {
        for (change, code) in [
            ({ $0.reservedBytes = Int.max / 2 } as (inout UploadLimits) -> Void, "disk-full"),
            ({ $0.atOnce = 0 }, "uploads-busy"),
        ] {
            try await UploadHouse.open(change) { house in
                let response = try await house.form([.init("file", filename: "a", [1]), .init("text", "typed")])
                #expect(response.status == .ok)
                #expect(response.headers["Refused"] == "a=\(code)")
                #expect(response.headers["Typed"] == "typed")
                #expect(try house.names().isEmpty)
                #expect(try await house.rows() == 0)
            }
        }
    }

    @Test func `cannot be told from Intake's tables and disk`() async throws {
        try await UploadHouse.open { house in
            let marker = "MARKER-7b1d-NAME"
            let response = try await house.form([
                .init("file", filename: "\(marker).pdf", Array(String(repeating: marker, count: 100).utf8))
            ])
            let token = try #require(response.headers["Upload-Token"])
            let file = try #require(try await house.files(token).first)
            #expect(file.name == "\(marker).pdf")
            let rows = try await house.house.owner.query(
                "SELECT uploads::text || upload_files::text AS row, sealed FROM intake.uploads JOIN intake.upload_files USING (lookup)"
            )
            let row = try #require(rows.first)
            let text = try row.get("row", as: String.self)
            let sealed = Data(try row.get("sealed", as: [UInt8].self))
            #expect(!text.contains(marker) && sealed.range(of: Data(marker.utf8)) == nil)
            #expect(sealed.range(of: Data(file.sha256.bytes)) == nil && sealed.count > 1000)
            for name in try house.names() {
                let bytes = try Data(contentsOf: house.house.folder.appending(path: "blobs/\(name)"))
                #expect(bytes.range(of: Data(marker.utf8)) == nil)
            }
        }
    }
}
