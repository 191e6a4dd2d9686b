import Accounts
import CaseModel
import Web

/// What a record of a case is: features name theirs in an extension. Capital letters and `_`, 32 at most.
struct RecordKind: Hashable, Sendable {
    let code: String

    init(_ code: StaticString) {
        self.code = code.description
    }

    /// As a row has it.
    init(stored code: String) {
        self.code = code
    }
}

/// What a record of some kind holds: sealed under the case's key, one version after the other.
///
/// Its fields are what is compared and merged when two people change it at once, so they should be as small as what
/// somebody changes in one go. A field that is added later must have a default: old versions stay readable.
protocol CaseRecordContent: Codable, Sendable, Equatable {
    static var kind: RecordKind { get }
    /// The code list of each field that holds codes of one; `state` for States, and the phrases'
    /// prefix, `people.basis.`, for codes of our own. A field within a field is called `date.precision`.
    static var codeLists: [String: String] { get }
    /// All fields, in the order in which a reader wants them.
    static var order: [String] { get }
    /// What a field is called.
    static func title(_ field: String) -> Phrase
    /// What somebody must be allowed to do to read it, besides seeing the case.
    static var reading: Permission { get }
}

extension CaseRecordContent {
    static var codeLists: [String: String] { [:] }
    static var order: [String] { [] }
    static var reading: Permission { .readCases }

    /// `record.subject.name` for field `name` of kind SUBJECT.
    static func title(_ field: String) -> Phrase {
        Phrase(key: "record.\(kind.code.lowercased()).\(field)")
    }
}
