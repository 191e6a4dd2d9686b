import CaseModel
import Foundation
import Synchronization
import Web

/// Finds the State that somebody has typed, by its name in any of the six languages or its code. A list of two hundred names
/// would weigh as much as a fifth of the form.
///
/// A name that is also part of another State's name tells nothing: "Congo", "Guinea".
final class StateNames: Sendable {
    private let lists: CodeLists
    /// Made when it is first asked for; a process has to start quickly.
    private let codes = Mutex<[String: String]?>(nil)

    init(_ lists: CodeLists) {
        self.lists = lists
    }

    /// ISO 3166-1 alpha-3; nil where it is no State's name, or could be another's.
    func code(typed: String) -> String? {
        guard !typed.isEmpty, typed.utf8.count <= Self.longest else { return nil }
        let name = Self.words(typed).joined(separator: " ")
        let code = codes.withLock { codes in
            let known = codes ?? Self.read(lists)
            codes = known
            return known[name]
        }
        return code == Self.several ? nil : code
    }

    private static let longest = 400
    private static let several = ""

    private static func read(_ lists: CodeLists) -> [String: String] {
        var codes: [String: String] = [:]
        var whole: Set<String> = []
        for state in lists.states(inOrderOf: "en") {
            for language in Language.allCases {
                let words = words(state.name(language.code))
                whole.insert(words.joined(separator: " "))
                for first in words.indices {
                    for last in first..<words.endIndex {
                        let part = words[first...last].joined(separator: " ")
                        if let other = codes[part], other != state.iso3 {
                            codes[part] = several
                        } else {
                            codes[part] = state.iso3
                        }
                    }
                }
            }
        }
        // A part of a name is none; it only tells that a whole name is ambiguous.
        codes = codes.filter { whole.contains($0.key) }
        for state in lists.states(inOrderOf: "en") { codes[state.iso3.lowercased()] = state.iso3 }
        return codes
    }

    /// Its words in small letters, without accents and punctuation; a Chinese character is a word.
    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = String.UnicodeScalarView()
        func end() {
            if !word.isEmpty { words.append(String(word)) }
            word = String.UnicodeScalarView()
        }
        for scalar in name.decomposedStringWithCompatibilityMapping.unicodeScalars {
            if 0x3400...0x9FFF ~= scalar.value {
                end()
                words.append(String(scalar))
            } else if scalar.properties.isAlphabetic || scalar.properties.numericType != nil {
                word.append(contentsOf: scalar.properties.lowercaseMapping.unicodeScalars)
            } else if !scalar.properties.isDiacritic, scalar.properties.generalCategory != .nonspacingMark {
                end()
            }
        }
        end()
        return words.first == "the" ? Array(words.dropFirst()) : words
    }
}
