import Accounts
import CaseModel
import Foundation
import HTTP
import Web

/// What an officer asks: words, all of which must be there, and codes, one of each facet's.
struct SearchQuestion: Codable, Sendable, Equatable {
    var words = ""
    var codes: [Facet: [String]] = [:]

    static let longestWords = 300

    var isEmpty: Bool { words.isEmpty && codes.isEmpty }

    /// Reads the form; throws what is wrong with it.
    static func parse(
        _ fields: Fields, _ lists: CodeLists, for staff: Staff
    ) throws(FormErrors) -> SearchQuestion {
        var question = SearchQuestion()
        var errors = FormErrors()
        question.words = (fields["words"] ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
        if question.words.unicodeScalars.count > longestWords {
            errors.add("words", Phrase("field.too_long", ["limit": .number(longestWords)]))
        } else if !question.words.isEmpty, SearchWords.query(question.words).isEmpty {
            errors.add("words", Phrase("search.words.none"))
        }
        for facet in Facet.allCases {
            var seen: Set<String> = []
            let codes = fields.values(facet.rawValue).filter { !$0.isEmpty && seen.insert($0).inserted }
            guard !codes.isEmpty else { continue }
            if !staff.may(facet.reading) || !codes.allSatisfy({ facet.mayBe($0, lists) }) {
                errors.add(facet.rawValue, Phrase("field.unknown_code"))
            }
            question.codes[facet] = codes
        }
        try errors.check()
        return question
    }

    /// Whether somebody may ask it.
    func mayBeAsked(by staff: Staff) -> Bool { codes.keys.allSatisfy { staff.may($0.reading) } }

    /// As the form shows it.
    var state: FormState {
        var values: [String: [String]] = ["words": [words]]
        for (facet, codes) in codes { values[facet.rawValue] = codes }
        return FormState(values: values)
    }

    /// The fields that ask it again.
    var fields: [(String, String)] {
        [("words", words)]
            + Facet.allCases.flatMap { facet in codes[facet, default: []].map { (facet.rawValue, $0) } }
    }
}

extension Facet {
    func mayBe(_ code: String, _ lists: CodeLists) -> Bool {
        switch source {
        case .list(let name): lists.contains(code, in: name)
        case .states: lists.state(code) != nil
        case .own(let codes): codes.contains(code)
        case .known: UUID(uuidString: code) != nil
        }
    }

    /// All its codes that stand in a list.
    func codes(_ lists: CodeLists) -> [String] {
        switch source {
        case .list(let name): ((try? lists.list(name).items) ?? []).map(\.code)
        case .states: lists.states(inOrderOf: "en").map(\.iso3)
        case .own(let codes): codes
        case .known: []
        }
    }
}
