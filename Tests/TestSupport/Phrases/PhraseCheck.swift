import Foundation
package import Web

/// Compares a target's phrase catalogues with each other and with the keys that the sources name.
package struct PhraseCheck {
    private let target: String
    private let folder: URL
    private let root: URL
    private let dynamic: [String]

    /// - Parameters:
    ///   - target: As in Package.swift: `Intake`.
    ///   - folder: Its folder from the root of the repository: `Services/Intake`.
    ///   - dynamic: Beginnings of keys that are put together when the program runs, and so stand in no source.
    package init(_ target: String, folder: String, dynamic: [String] = []) {
        self.target = target
        self.dynamic = dynamic
        root = (0..<4).reduce(URL(filePath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        self.folder = root.appending(path: folder)
    }

    /// Everything that is wrong, one sentence each; empty is good.
    ///
    /// - Parameter complete: The languages that must have every phrase.
    package func problems(complete: [Language] = [.english, .arabic]) throws -> [String] {
        let english = try catalogue(.english)
        var problems: [String] = []
        for language in Language.allCases where language != .english {
            let other = try catalogue(language)
            for key in other.forms.keys.sorted() where english.forms[key] == nil {
                problems.append("\(language.code): \(key) is not in English")
            }
            for (key, forms) in english.forms.sorted(by: { $0.key < $1.key }) {
                guard let translated = other.forms[key], translated.allSatisfy({ !$0.isEmpty }) else {
                    if complete.contains(language) { problems.append("\(language.code): \(key) is missing") }
                    continue
                }
                problems += differences(key, forms, translated, language, other.rule)
            }
        }
        return problems + (try unknownAndUnused(english))
    }

    private func differences(
        _ key: String, _ english: [String], _ translated: [String], _ language: Language, _ rule: PluralRule
    ) -> [String] {
        let wanted = english.reduce(into: Set<String>()) { $0.formUnion(Template.names($1)) }
        var problems: [String] = []
        if english.count > 1, translated.count != rule.formCount {
            problems.append("\(language.code): \(key) has \(translated.count) forms, not \(rule.formCount)")
        }
        let given = translated.reduce(into: Set<String>()) { $0.formUnion(Template.names($1)) }
        if given.subtracting(["count"]) != wanted.subtracting(["count"]) || !given.isSubset(of: wanted) {
            problems.append("\(language.code): \(key) has other places than in English")
        }
        return problems
    }

    private func unknownAndUnused(_ english: Catalogue) throws -> [String] {
        let mine = try keys(below: folder)
        let everywhere = try ["Shared", "Services"].reduce(into: Set<String>()) {
            $0.formUnion(try keys(below: root.appending(path: $1)))
        }
        let shared = try ["Web", "Accounts"].reduce(into: Set<String>()) {
            $0.formUnion(try Self.catalogue($1, .english).forms.keys)
        }
        let known = shared.union(english.forms.keys)
        let unknown = mine.subtracting(known).sorted().map { "\($0) is in the sources and in no catalogue" }
        let unused = Set(english.forms.keys).subtracting(everywhere)
            .filter { key in !dynamic.contains { key.hasPrefix($0) } }
        return unknown + unused.sorted().map { "\($0) is in the catalogue and in no source" }
    }

    private func keys(below folder: URL) throws -> Set<String> {
        var keys: Set<String> = []
        let folder = folder.resolvingSymlinksInPath()
        for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) where path.hasSuffix(".swift") {
            let text = try String(contentsOf: folder.appending(path: path), encoding: .utf8)
            for match in text.matches(of: /Phrase\(\s*"([^"\\]+)"/) where !Self.isComment(text, match.range.lowerBound)
            {
                keys.insert(String(match.1))
            }
        }
        return keys
    }

    private static func isComment(_ text: String, _ place: String.Index) -> Bool {
        let line = text[..<place].split(separator: "\n", omittingEmptySubsequences: false).last ?? ""
        return line.drop { $0 == " " }.hasPrefix("//")
    }

    private func catalogue(_ language: Language) throws -> Catalogue { try Self.catalogue(target, language) }

    private static func catalogue(_ target: String, _ language: Language) throws -> Catalogue {
        let folder = Phrases.chromeFolder.deletingLastPathComponent().appending(path: "amparo_\(target).resources")
        let file = folder.appending(path: "\(language.code).mo")
        guard let data = try? Data(contentsOf: file) else {
            return Catalogue.empty
        }
        return try Catalogue(Array(data))
    }
}
