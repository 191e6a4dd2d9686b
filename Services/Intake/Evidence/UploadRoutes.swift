import CaseModel
import Foundation
import HTTP
import Web

/// Uploads in several requests, for scripts and programs (docs/evidence.md): the token travels in a header field, never in an
/// address. Answers are the same for a file that is not there and one that the token does not open.
struct UploadRoutes: Sendable {
    let evidence: Evidence

    func register(in router: inout Router) {
        let limit = evidence.limits.fileBytes
        router.on(.options, "/uploads", access: .public) { _ in answer(.noContent, discovery) }
        router.post("/uploads", access: .public, body: .none) { request in try await begin(request) }
        router.get("/uploads", access: .public) { request in try await list(request) }
        router.on(.head, "/uploads/{id}", UUID.self, access: .public) { request, id in
            try await tell(request, EvidenceID(id))
        }
        router.on(
            .patch, "/uploads/{id}", UUID.self, access: .public, body: .streamed(limit: limit),
            deadline: Evidence.formTime
        ) { request, id in try await append(request, EvidenceID(id)) }
        router.delete("/uploads/{id}", UUID.self, access: .public) { request, id in
            try await remove(request, EvidenceID(id))
        }
    }

    private var discovery: Headers {
        [
            "Tus-Version": UploadFields.version, "Tus-Extension": "creation,termination",
            "Tus-Max-Size": String(evidence.limits.fileBytes),
        ]
    }

    private func begin(_ request: Request) async throws -> Response {
        try checkVersion(request)
        guard let size = UploadFields.count("Upload-Length", in: request) else { throw HTTPError.malformed }
        guard size <= evidence.limits.fileBytes else { throw EvidenceFailure.tooLarge }
        let known = request.headers[UploadFields.token].flatMap { $0.isEmpty ? nil : $0 }
        let token = if known == nil { try await evidence.begin() } else { try self.token(request) }
        let said = UploadFields.metadata(request)
        let id = try await told {
            try await evidence.announce(
                name: said["filename"] ?? said["name"] ?? "", type: said["filetype"] ?? said["type"] ?? "",
                size: size, in: token)
        }
        return answer(
            .created,
            ["Location": "/uploads/\(id)", UploadFields.token: token.printed, "Upload-Offset": "0"])
    }

    private func list(_ request: Request) async throws -> Response {
        let token = try token(request)
        guard try await evidence.isOpen(token) else { throw EvidenceFailure.notFound }
        let files = try await evidence.files(of: token).map(UploadedFile.init)
        var response = try Response.json(encoding: ["files": files])
        SecurityHeaders.apply(to: &response, door: .open)
        return response
    }

    private func tell(_ request: Request, _ id: EvidenceID) async throws -> Response {
        let progress = try await told { try await evidence.progress(of: id, of: try token(request)) }
        return answer(.ok, fields(progress))
    }

    private func append(_ request: Request, _ id: EvidenceID) async throws -> Response {
        try checkVersion(request)
        guard request.mediaType == UploadFields.contentType else { throw HTTPError.unsupportedMediaType }
        guard let offset = UploadFields.count("Upload-Offset", in: request) else { throw HTTPError.malformed }
        let token = try token(request)
        return answer(
            .noContent,
            fields(try await told { try await evidence.append(request.body, at: offset, to: id, of: token) }))
    }

    private func remove(_ request: Request, _ id: EvidenceID) async throws -> Response {
        guard try await evidence.remove(id, of: try token(request)) else { throw EvidenceFailure.notFound }
        return answer(.noContent, [:])
    }

    private func fields(_ progress: Evidence.Progress) -> Headers {
        var fields: Headers = [
            "Upload-Offset": String(progress.offset), "Upload-Length": String(progress.size),
        ]
        // So that a program can compare what lies here with what it has (RFC 9530).
        if let hash = progress.declared?.sha256.bytes {
            fields["Repr-Digest"] = "sha-256=:\(Data(hash).base64EncodedString()):"
        }
        return fields
    }

    private func token(_ request: Request) throws -> UploadToken {
        guard let token = UploadToken(request.headers[UploadFields.token]) else { throw EvidenceFailure.notFound }
        return token
    }

    private func checkVersion(_ request: Request) throws {
        if let version = request.headers["Tus-Resumable"], version != UploadFields.version {
            throw HTTPError(
                .preconditionFailed, code: "upload-version", title: "Only version 1.0.0 is spoken here.",
                headers: ["Tus-Version": "1.0.0"])
        }
    }

    private func answer(_ status: Status, _ fields: Headers) -> Response {
        var response = Response(status, headers: fields)
        response.headers["Tus-Resumable"] = UploadFields.version
        SecurityHeaders.apply(to: &response, door: .open)
        return response
    }

    /// Runs `body`; what the store or its files say becomes what a client is told.
    private func told<R>(_ body: () async throws -> R) async throws -> R {
        do {
            return try await body()
        } catch let error as any HTTPFailure {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            throw EvidenceFailure(error)
        }
    }
}

/// A file as its owner is shown it.
private struct UploadedFile: Encodable {
    let id: String
    let name: String
    let type: String
    let declaredType: String?
    let size: Int64
    let sha256: String

    init(_ file: DeclaredEvidence) {
        id = file.evidenceID.description
        name = file.name
        type = file.mediaType
        declaredType = file.declaredType
        size = file.size
        sha256 = file.sha256.description
    }
}
