import CaseModel
import Foundation
import Web

/// Finds the State that somebody has typed, by its name in any of the six languages or its code. A list of two hundred names
/// would weigh as much as a fifth of the form.
///
/// A name that is also part of another State's name tells nothing: "Congo", "Guinea".
struct StateNames: Sendable {
    private let codes: [[Substring]: String]

    init(_ lists: CodeLists) {
        var found: [[Substring]: Set<String>] = [:]
        for language in Language.allCases {
            for state in lists.states(inOrderOf: language.code) {
                let words = Self.words(state.name(language.code))
                for first in words.indices {
                    for last in first..<words.endIndex {
                        found[Array(words[first...last]), default: []].insert(state.iso3)
                    }
                }
            }
        }
        var codes: [[Substring]: String] = [:]
        for language in Language.allCases {
            for state in lists.states(inOrderOf: language.code) {
                let words = Self.words(state.name(language.code))
                if found[words] == [state.iso3] { codes[words] = state.iso3 }
            }
        }
        for state in lists.states(inOrderOf: "en") {
            codes[Self.words(state.iso3)] = state.iso3
        }
        self.codes = codes
    }

    /// ISO 3166-1 alpha-3; nil where it is no State's name, or could be another's.
    func code(typed: String) -> String? {
        guard typed.utf8.count <= Self.longest else { return nil }
        return codes[Self.words(typed)]
    }

    private static let longest = 400

    /// Its words without case, accents and punctuation; a Chinese character is a word.
    private static func words(_ name: String) -> [Substring] {
        let plain = name.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
        var spaced = ""
        for character in plain {
            if character.unicodeScalars.contains(where: { 0x3400...0x9FFF ~= $0.value }) {
                spaced += " \(character) "
            } else {
                spaced.append(character.isLetter || character.isNumber ? character : " ")
            }
        }
        let words = spaced.split(separator: " ")
        return words.first == "the" ? Array(words.dropFirst()) : words
    }
}
