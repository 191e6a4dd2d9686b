import Blobs
import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `An upload in several requests` {
    @Test func `goes on where it broke, at any instance`() async throws {
        try await UploadHouse.open { one in
            let houses = [one, try one.another(), try one.another()]
            for size in [1, 262_144, 1_000_000] {
                let bytes = Randomness.bytes(size)
                let (place, token) = try await one.begin(size, name: "v\u{202E}ideo.mp4")
                var offset = 0
                var turn = 0
                while offset < size {
                    let house = houses[turn % 3]
                    let count = min(Int.random(in: 1...400_000), size - offset)
                    #expect(try await house.offset(place, token) == offset)
                    let response = try await house.patch(
                        place, token, at: offset, Array(bytes[offset..<offset + count]))
                    #expect(response.status == .noContent)
                    offset += count
                    #expect(response.headers["Upload-Offset"] == String(offset))
                    turn += 1
                }
                let files = try await one.files(token)
                let file = try #require(files.first)
                #expect(files.count == 1)
                #expect(file.sha256.bytes == SHA256.hash(bytes) && file.size == size)
                #expect(file.name == "v\u{202E}ideo.mp4" && file.declaredType == "video/mp4")
                #expect(try await one.read(file) == bytes)
                let head = try await houses[1].send(.head, place, ["Upload-Token": token])
                #expect(head.headers["Repr-Digest"] == "sha-256=:\(Data(SHA256.hash(bytes)).base64EncodedString()):")
                // What is whole already is said so again.
                #expect(try await one.patch(place, token, at: size, []).status == .noContent)
                #expect(try await one.patch(place, token, at: 0, [1]).status == .conflict)
            }
        }
    }

    @Test func `is taken over from a connection that hangs, and refuses bytes from elsewhere`() async throws {
        try await UploadHouse.open { house in
            let bytes = Randomness.bytes(600_000)
            let (place, token) = try await house.begin(bytes.count)
            try await RunningServer.with(house.router) { server in
                let hanging = try server.connect()
                hanging.send(Self.head(place, token, bytes.count) + bytes.prefix(300_000))
                try await house.waitsFor(200_000, at: place)
                // Another instance waits; the same one takes it over.
                #expect(try await house.another().send(.head, place, ["Upload-Token": token]).status == .locked)
                let offset = try #require(try await house.offset(place, token))
                #expect((200_000...300_000).contains(offset))
                #expect(try await house.patch(place, token, at: offset + 1, [1]).status == .conflict)
                let response = try await house.patch(place, token, at: offset, Array(bytes[offset...]))
                #expect(response.status == .noContent)
                #expect(try await house.files(token).first?.sha256.bytes == SHA256.hash(bytes))
            }
        }
    }

    @Test func `gives its place to another where all are taken and it hangs, and goes on where it was`() async throws {
        try await UploadHouse.open({ limits in
            limits.atOnce = 1
            limits.patience = .zero
            limits.leastRate = .max
        }) { house in
            let bytes = Randomness.bytes(600_000)
            let (place, token) = try await house.begin(bytes.count)
            try await RunningServer.with(house.router) { server in
                let hanging = try server.connect()
                hanging.send(Self.head(place, token, bytes.count) + bytes.prefix(300_000))
                try await house.waitsFor(200_000, at: place)
                // Another person's file, whole.
                let (other, stranger) = try await house.begin(1000)
                #expect(try await house.patch(other, stranger, at: 0, Array(bytes[..<1000])).status == .noContent)
                // Who wakes up is told to come again, and nothing of what came is lost.
                hanging.send(Array(bytes[300_000...]))
                let answer = try await onThread { try hanging.answer(to: "PATCH") }
                #expect(answer.status == 503 && answer.headers["Retry-After"] == "10")
                let offset = try #require(try await house.offset(place, token))
                #expect(offset >= 200_000)
                #expect(try await house.patch(place, token, at: offset, Array(bytes[offset...])).status == .noContent)
                #expect(try await house.files(token).first?.sha256.bytes == SHA256.hash(bytes))
            }
        }
    }

    @Test(arguments: [(Duration.seconds(60), Int.max), (.zero, 0)])
    func `keeps its place for its time, and where it comes fast enough`(patience: Duration, rate: Int) async throws {
        try await UploadHouse.open({ limits in
            limits.atOnce = 1
            limits.patience = patience
            limits.leastRate = rate
        }) { house in
            let (place, token) = try await house.begin(600_000)
            try await RunningServer.with(house.router) { server in
                let hanging = try server.connect()
                hanging.send(Self.head(place, token, 600_000) + [UInt8](repeating: 1, count: 300_000))
                try await house.waitsFor(200_000, at: place)
                let (other, stranger) = try await house.begin(1000)
                let answer = try await house.patch(other, stranger, at: 0, [1])
                #expect(answer.status == .unavailable)
                #expect(try await house.offset(other, stranger) == 0)
            }
        }
    }

    private static func head(_ place: String, _ token: String, _ count: Int) -> [UInt8] {
        let head =
            "PATCH \(place) HTTP/1.1\r\nHost: a\r\nUpload-Token: \(token)\r\nUpload-Offset: 0\r\n"
            + "Content-Type: application/offset+octet-stream\r\nContent-Length: \(count)\r\n\r\n"
        return Array(head.utf8)
    }

    @Test func `is finished although its process ended between file and row`() async throws {
        try await UploadHouse.open { house in
            let bytes = Randomness.bytes(300_000)
            let (place, token) = try await house.begin(bytes.count)
            _ = try await house.patch(place, token, at: 0, bytes)
            let before = try await house.files(token)
            // The descriptor's hash and type are lost; its name and key are those of the beginning.
            let id = try #require(before.first?.evidenceID)
            let keys = try #require(UploadToken(token)).keys
            var descriptor = EvidenceDescriptor(
                name: "a.bin", declaredType: "video/mp4", size: bytes.count,
                key: try DataKey(bytes: try #require(before.first).key.exposed))
            descriptor.sha256 = nil
            try await house.house.owner.execute(
                "UPDATE intake.upload_files SET is_whole = false, sealed = \(try descriptor.sealed(id, keys))")
            #expect(try await house.files(token) == [])
            #expect(try await house.offset(place, token) == bytes.count)
            #expect(try await house.files(token) == before)
        }
    }

    @Test func `is nothing to anybody without its token`() async throws {
        try await UploadHouse.open { house in
            let (place, token) = try await house.begin(10)
            let (other, stranger) = try await house.begin(10)
            for (path, key) in [(place, ""), (place, stranger), (other, token), ("/uploads/\(UUID())", token)] {
                #expect(try await house.send(.head, path, ["Upload-Token": key]).status == .notFound)
                #expect(try await house.patch(path, key, at: 0, [1]).status == .notFound)
                #expect(try await house.send(.delete, path, ["Upload-Token": key]).status == .notFound)
            }
            #expect(try await house.send(.get, "/uploads").status == .notFound)
            #expect(try await house.send(.head, place + "/../\(other)", ["Upload-Token": token]).status == .notFound)
            #expect(try await house.offset(place, token) == 0)
            #expect(try await house.send(.delete, place, ["Upload-Token": token]).status == .noContent)
            #expect(try await house.offset(place, token) == nil)
            #expect(try house.names().count == 1)
        }
    }

    @Test func `is refused where it is malformed or too much`() async throws {
        try await UploadHouse.open {
            $0.fileBytes = 1000
            $0.sessionBytes = 1500
            $0.files = 2
        } _: { house in
            for length in ["", "-1", "x", "1e3", " 5", "99999999999999999999"] {
                let response = try await house.send(.post, "/uploads", ["Upload-Length": length])
                #expect(response.status == .badRequest, "\(length)")
            }
            #expect(try await house.send(.post, "/uploads", ["Upload-Length": "1001"]).status == .contentTooLarge)
            let old = try await house.send(.post, "/uploads", ["Upload-Length": "1", "Tus-Resumable": "0.2"])
            #expect(old.status == .preconditionFailed)
            let (place, token) = try await house.begin(1000)
            let second = ["Upload-Length": "501", "Upload-Token": token] as Headers
            #expect(try await house.send(.post, "/uploads", second).status == .contentTooLarge)
            _ = try await house.begin(0, token: token)
            let third = ["Upload-Length": "1", "Upload-Token": token] as Headers
            #expect(try await house.send(.post, "/uploads", third).status == .contentTooLarge)
            let plain = try await house.send(
                .patch, place, ["Upload-Token": token, "Upload-Offset": "0", "Content-Type": "text/plain"], [1])
            #expect(plain.status == .unsupportedMediaType)
            #expect(
                try await house.patch(place, token, at: 0, [UInt8](repeating: 1, count: 1001)).status
                    == .contentTooLarge)
            #expect(try await house.offset(place, token) == 0)
            #expect(try await house.files(token).map(\.size) == [0])
        }
    }

    @Test func `says what is spoken, with the security fields of every answer`() async throws {
        try await UploadHouse.open { house in
            let response = try await house.send(.options, "/uploads")
            #expect(response.headers["Tus-Version"] == "1.0.0")
            #expect(response.headers["Tus-Max-Size"] == String(200 << 20))
            #expect(response.headers["Cache-Control"] == "no-store")
            let (_, token) = try await house.begin(0, name: "n\"<b>", type: "text/plain")
            let list = try await house.send(.get, "/uploads", ["Upload-Token": token])
            #expect(list.headers["Content-Type"] == "application/json")
            #expect(list.headers["X-Content-Type-Options"] == "nosniff")
            let files = try #require(
                try JSONSerialization.jsonObject(with: Data(list.bytes)) as? [String: [[String: Any]]])
            #expect(files["files"]?.first?["name"] as? String == "n\"<b>")
            #expect(!list.text.contains(token))
        }
    }
}
