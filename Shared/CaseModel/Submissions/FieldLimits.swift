/// How long a field may be, in Unicode scalars; a title-length answer must not be refused for its script.
package enum FieldLimits {
    package static let narrative = 20_000
    package static let cooperation = 4_000
    package static let affected = 2_000
    package static let responsible = 2_000
    package static let place = 500
    package static let contact = 500
    package static let contactTimes = 500
    package static let happenedInWords = 500
    package static let toldTo = 2_000
    package static let consentGivenBy = 200
    package static let consentHow = 500
    package static let consentProof = 2_000
    package static let consentConditions = 500
    package static let sourceReference = 200
    package static let unEntities = 10
    package static let language = 35
    package static let acts = 20
    package static let message = 10_000
    package static let evidenceFiles = 10
    package static let fileName = 255
}
