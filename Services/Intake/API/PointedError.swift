import CaseModel
import Web

/// What is wrong with one value of a JSON text. Carries nothing that was sent but the names that lead to it.
struct PointedError: Error, Sendable, Equatable {
    enum Code: String, Sendable {
        case missing
        case tooLong = "too-long"
        case tooMany = "too-many"
        case notAllowed = "not-allowed"
        case unknown
        case invalid
        case inFuture = "in-future"
        case wrongType = "wrong-type"
        case invalidJSON = "invalid-json"
        case notUnicode = "not-unicode"
        case tooDeep = "too-deep"
        case tooManyValues = "too-many-values"
        case duplicateName = "duplicate-name"
        case tooLarge = "too-large"
        /// The key was used before, with other content.
        case keyReused = "key-reused"
        case tooManyItems = "too-many-items"
        case unavailable
    }

    /// RFC 6901; empty for the whole.
    let pointer: String
    let code: Code
    var limit: Int?

    init(_ pointer: String, _ code: Code, limit: Int? = nil) {
        self.pointer = pointer
        self.code = code
        self.limit = limit
    }

    init(_ problem: JSONProblem) {
        let code: Code =
            switch problem.kind {
            case .invalid: .invalidJSON
            case .notUnicode: .notUnicode
            case .tooDeep: .tooDeep
            case .tooMany: .tooManyValues
            case .duplicateName: .duplicateName
            }
        self.init(problem.pointer, code)
    }

    /// What a rule found: its phrase ends with the kind of problem.
    init(_ error: FieldError, below pointer: String = "") {
        let kind = error.phrase.split(separator: ".").last.map { String($0).replacing("_", with: "-") } ?? ""
        self.init(
            pointer + SubmissionFields.pointer(of: error.field), Code(rawValue: kind) ?? .invalid, limit: error.limit)
    }

    /// One sentence for a person who reads it.
    func detail(_ words: Words) -> String {
        let key = "api.error.\(code.rawValue.replacing("-", with: "_"))"
        return words(Phrase(key: key, limit.map { ["limit": .number($0)] } ?? [:]))
    }

    func json(_ words: Words) -> [UInt8] {
        var text = JSONObjectText()
        text.add("code", code.rawValue)
        text.add("detail", detail(words))
        text.add("pointer", pointer)
        return text.object
    }
}

extension [PointedError] {
    func json(_ words: Words) -> [UInt8] {
        [UInt8(ascii: "[")] + map { $0.json(words) }.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "]")]
    }
}
