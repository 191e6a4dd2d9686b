/// How long a field may be, in Unicode scalars; a title-length answer must not be refused for its script.
package enum FieldLimits {
    package static let narrative = 20_000
    package static let cooperation = 4_000
    package static let affected = 2_000
    package static let responsible = 2_000
    package static let place = 500
    package static let contact = 500
    package static let language = 35
    package static let acts = 20
    package static let message = 10_000
    package static let evidenceFiles = 10
    package static let fileName = 255
}
