import CaseModel
import Foundation
import HTTP
import Vault

/// A form that may have brought files.
struct FormWithEvidence: Sendable {
    let fields: Fields
    /// The session that the page goes on with: the one its hidden field named, or a new one where files came without. Nil
    /// where there is none.
    let token: UploadToken?
    /// Names of files that were not taken, with the reason. The rest of the form is complete all the same.
    let refused: [RefusedFile]
}

struct RefusedFile: Sendable {
    let name: String
    let why: EvidenceFailure
}

extension Evidence {
    /// Reads a form whose files go to the session that its field `upload` names, or to a new one. The route's body policy is
    /// `.streamed(limit: evidence.limits.formBytes)` and its deadline `Evidence.formTime`.
    ///
    /// A file that cannot be taken is passed over and named in the result, so that nothing that was typed is lost. Where the
    /// body breaks off, the files that came with it are removed again.
    func form(_ request: Request, _ limits: FormLimits = .standard) async throws -> FormWithEvidence {
        var limits = limits
        // One more than is taken, so that it is refused in words.
        limits.files = self.limits.files + 1
        limits.filenameBytes = 1024
        limits.fileBytes = self.limits.formBytes
        let intake = FormIntake(evidence: self)
        do {
            let form = try await request.form(limits) { part, content in try await intake.take(part, content) }
            let token = intake.token(form.fields[Self.field])
            if let token { try await takeOut(form.fields.values(EvidencePart.removal), of: token) }
            return FormWithEvidence(fields: form.fields, token: token, refused: intake.refused)
        } catch {
            await intake.discard()
            throw error
        }
    }

    /// What was ticked to be taken out again.
    private func takeOut(_ ids: [String], of token: UploadToken) async throws {
        for id in ids.prefix(limits.files * 2).compactMap({ UUID(uuidString: $0) }) {
            try await remove(EvidenceID(id), of: token)
        }
    }

    /// How long sending a form with files may take.
    static let formTime: Duration = .seconds(4 * 3600)
}

/// What one form brings.
private final class FormIntake {
    private let evidence: Evidence
    private var session: UploadToken?
    private var taken: [EvidenceID] = []
    private(set) var refused: [RefusedFile] = []

    init(evidence: Evidence) {
        self.evidence = evidence
    }

    func take(_ part: FilePart, _ content: FileContent) async throws {
        do {
            let token = try await token(for: content.fields[Evidence.field])
            taken.append(try await evidence.receive(part, content, into: token))
        } catch let error as HTTPError {
            // The body itself is at an end, or not well formed.
            throw error
        } catch let error where !(error is CancellationError) {
            refused.append(RefusedFile(name: part.filename, why: EvidenceFailure(error)))
        }
    }

    /// The session of the page, as far as it is still open, or a new one.
    private func token(for printed: String?) async throws -> UploadToken {
        if let session { return session }
        if let token = UploadToken(printed), try await evidence.isOpen(token) {
            session = token
            return token
        }
        let token = try await evidence.begin()
        session = token
        return token
    }

    /// What the page goes on with.
    func token(_ printed: String?) -> UploadToken? { session ?? UploadToken(printed) }

    func discard() async {
        guard let session else { return }
        for id in taken { _ = try? await evidence.remove(id, of: session) }
    }
}

extension Evidence {
    func isOpen(_ token: UploadToken) async throws -> Bool {
        try await EvidenceQueries.exists(token.keys.storedLookup, in: database)
    }
}
