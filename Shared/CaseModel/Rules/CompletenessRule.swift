/// Something that has to be known of a case, for one reason or another (DOMAIN.md C.10).
package enum CaseFact: String, Codable, Sendable, CaseIterable {
    /// Some description of an act.
    case act = "ACT"
    /// Any hint that it has to do with the UN.
    case unLink = "UN_LINK"
    case victim = "VICTIM"
    case perpetrator = "PERPETRATOR"
    /// Who submits it, kept confidential.
    case submitter = "SUBMITTER"
    case date = "DATE"
    case place = "PLACE"
    case circumstances = "CIRCUMSTANCES"
    /// What the person did, or wanted to do, with which part of the UN.
    case cooperation = "COOPERATION"
    case consent = "CONSENT"
    /// Whether an official UN document has mentioned the act already.
    case earlierReports = "EARLIER_REPORTS"
    /// A text in a language that special procedures work in.
    case workingLanguage = "WORKING_LANGUAGE"
}

/// What is still needed of a case, and who needs it: shown to the officer, and never a reason to refuse a submission.
package enum CompletenessRule {
    /// Who needs it.
    package enum Reader: String, Sendable, CaseIterable {
        /// The house itself: less than this is no case.
        case platform = "PLATFORM"
        case entityProtocol = "PROTOCOL"
        case specialProcedures = "SPECIAL_PROCEDURES"
        case report = "SG_REPORT"
    }

    package struct Need: Sendable, Equatable {
        package let fact: CaseFact
        /// Never empty.
        package let readers: [Reader]

        package init(_ fact: CaseFact, _ readers: [Reader]) {
            self.fact = fact
            self.readers = readers
        }
    }

    /// - Parameter known: What is known of the case.
    package static func needs(known: Set<CaseFact>, _ definition: EntityProtocol? = nil) -> [Need] {
        CaseFact.allCases.filter { !known.contains($0) }.compactMap { fact in
            let readers = Reader.allCases.filter { needed(by: $0, definition).contains(fact) }
            return readers.isEmpty ? nil : Need(fact, readers)
        }
    }

    /// Everything that one reader needs.
    package static func needed(by reader: Reader, _ definition: EntityProtocol? = nil) -> Set<CaseFact> {
        switch reader {
        case .platform: [.act, .unLink]
        case .entityProtocol: Set(definition?.information ?? [])
        case .specialProcedures:
            [.victim, .perpetrator, .submitter, .date, .place, .circumstances, .workingLanguage]
        case .report: [.cooperation, .consent, .date, .earlierReports]
        }
    }

    /// The languages in which submissions to special procedures are read.
    package static let workingLanguages: Set<String> = ["en", "fr", "es"]
}
