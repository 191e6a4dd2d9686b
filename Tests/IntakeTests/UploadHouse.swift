import Blobs
import CaseModel
import Foundation
import HTTP
@testable import Intake
import Postgres
import TestSupport
import Testing
import Vault

/// Upload sessions in a house of their own, as Intake's role.
struct UploadHouse {
    let house: TestHouse
    let database: Database
    let evidence: Evidence
    let router: Router

    static func open(
        _ change: (inout UploadLimits) -> Void = { _ in }, _ body: (UploadHouse) async throws -> Void
    )
        async throws
    {
        var limits = UploadLimits()
        limits.reservedBytes = 0
        change(&limits)
        try await TestHouse.lend { house in
            let database = house.database.pool(as: "amparo_intake_app", connections: 4)
            let store = try BlobStore(directory: house.folder.appending(path: "blobs"))
            let evidence = Evidence(store: store, database: database, limits: limits)
            do {
                try await body(UploadHouse(house: house, database: database, evidence: evidence, limits: limits))
            } catch {
                await database.close()
                throw error
            }
            await database.close()
        }
    }

    private init(house: TestHouse, database: Database, evidence: Evidence, limits: UploadLimits) {
        self.house = house
        self.database = database
        self.evidence = evidence
        var router = Router()
        UploadRoutes(evidence: evidence).register(in: &router)
        router.post("/form", access: .public, body: .streamed(limit: limits.formBytes)) { request in
            let form = try await evidence.form(request)
            let refused = form.refused.map { "\($0.name)=\($0.why.code)" }.joined(separator: ",")
            return Response(
                headers: [
                    "Upload-Token": form.token?.printed ?? "", "Refused": refused, "Typed": form.fields["text"] ?? "",
                ])
        }
        self.router = router
    }

    /// Another instance that shares directory and database.
    func another() throws -> UploadHouse {
        let store = try BlobStore(directory: house.folder.appending(path: "blobs"))
        return UploadHouse(
            house: house, database: database,
            evidence: Evidence(store: store, database: database, limits: evidence.limits), limits: evidence.limits)
    }

    func send(
        _ method: HTTP.Method, _ path: String, _ headers: Headers = [:], _ body: [UInt8] = []
    ) async throws -> Response {
        await router.respond(to: try Request(method, path, headers: headers, body: body))
    }

    func form(_ parts: [HTTPClient.Part], cut: Int = 0) async throws -> Response {
        try await send(
            .post, "/form", ["Content-Type": "multipart/form-data; boundary=\(HTTPClient.boundary)"],
            Array(HTTPClient.multipart(parts).dropLast(cut)))
    }

    /// Begins a file; returns its address and the token.
    func begin(
        _ size: Int, name: String = "a.bin", type: String = "video/mp4", token: String = ""
    ) async throws -> (String, String) {
        let response = try await send(
            .post, "/uploads",
            [
                "Upload-Length": String(size), "Upload-Token": token, "Tus-Resumable": "1.0.0",
                "Upload-Metadata":
                    "filename \(Data(name.utf8).base64EncodedString()),filetype \(Data(type.utf8).base64EncodedString())",
            ])
        try #require(response.status == .created)
        return (try #require(response.headers["Location"]), try #require(response.headers["Upload-Token"]))
    }

    func patch(_ place: String, _ token: String, at offset: Int, _ bytes: [UInt8]) async throws -> Response {
        try await send(
            .patch, place,
            [
                "Upload-Token": token, "Upload-Offset": String(offset),
                "Content-Type": "application/offset+octet-stream",
            ], bytes)
    }

    func offset(_ place: String, _ token: String) async throws -> Int? {
        try await send(.head, place, ["Upload-Token": token]).headers["Upload-Offset"].flatMap { Int($0) }
    }

    /// Waits until so many bytes of a file that is under way have come.
    func waitsFor(_ count: Int, at place: String) async throws {
        let id = try #require(UUID(uuidString: String(place.dropFirst(9))))
        let hasCome = await eventually {
            let writer = evidence.underWay.writer(of: id)
            return await writer?.byteCount ?? 0 >= count
        }
        #expect(hasCome)
    }

    func read(_ file: DeclaredEvidence) async throws -> [UInt8] {
        try await evidence.store.read(file.evidenceID.uuid, key: DataKey(bytes: file.key.exposed))
            .reduce(into: []) { $0 += $1 }
    }

    func files(_ token: String) async throws -> [DeclaredEvidence] {
        try await evidence.files(of: try #require(UploadToken(token)))
    }

    /// Names in the directory of sealed files.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: house.folder.appending(path: "blobs").path)
    }

    func rows() async throws -> Int { try await house.count("intake", "upload_files") }
}
