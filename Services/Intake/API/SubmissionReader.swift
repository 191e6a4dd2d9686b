import CaseModel

/// A submission as a program sent it, read and not yet checked by any rule.
struct SentSubmission: Sendable, Equatable {
    var draft = SubmissionDraft()
    /// By which a partner knows it again.
    var idempotencyKey: String?
    var consent: ConsentRecordDraft?
    /// What is no text where a text should be, and the like.
    var errors: [PointedError] = []
}

/// Reads a submission from JSON.
enum SubmissionReader {
    /// The largest body of one submission, bytes.
    static let limit = 256 * 1024

    static func read(_ bytes: [UInt8]) throws(PointedError) -> SentSubmission {
        let value: JSONValue
        do throws(JSONProblem) { value = try JSONText.parse(bytes) } catch { throw PointedError(error) }
        var fields = try JSONFields(value)
        var sent = SentSubmission()
        sent.draft.language = "und"
        for name in fields.names {
            switch SubmissionFields.all[name] {
            case .text(let place): if let text = fields.text(name) { sent.draft[keyPath: place] = text }
            case .flag(let place): if let flag = fields.flag(name) { sent.draft[keyPath: place] = flag }
            case .list(let place):
                if let texts = fields.texts(name, limit: SubmissionFields.listLimit) {
                    sent.draft[keyPath: place] = texts
                }
            case nil: break
            }
        }
        sent.idempotencyKey = fields.text("idempotencyKey")
        if var consent = fields.object("consent") {
            var draft = ConsentRecordDraft()
            draft.givenBy = consent.text("givenBy") ?? ""
            draft.how = consent.text("how") ?? ""
            draft.given = consent.text("given") ?? ""
            draft.language = consent.text("language") ?? ""
            sent.consent = draft
            sent.errors = consent.errors
        }
        sent.errors = (fields.errors + sent.errors).sorted { $0.pointer < $1.pointer }
        if sent.draft.pageLanguage.utf8.count > FieldLimits.language {
            sent.errors.append(PointedError("/pageLanguage", .invalid))
        }
        return sent
    }
}
