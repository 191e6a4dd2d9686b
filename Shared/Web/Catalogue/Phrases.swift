package import Foundation

/// All phrases of a process, in all languages it has catalogues for. Read once at start.
package struct Phrases: Sendable {
    private let catalogues: [Language: [Catalogue]]

    /// The folder with Web's own compiled catalogues: chrome, forms, generic errors.
    package static var chromeFolder: URL { Bundle.module.bundleURL }

    /// Reads `<language>.mo` of each folder. English must be in each; another language may be missing.
    ///
    /// - Parameter folders: Resource folders of the modules whose phrases are wanted, `Bundle.module.bundleURL` each.
    ///   Web's own need not be named.
    package init(folders: [URL] = []) throws(CatalogueError) {
        var catalogues: [Language: [Catalogue]] = [:]
        for folder in [Self.chromeFolder] + folders {
            for language in Language.allCases {
                let file = folder.appending(path: "\(language.code).mo")
                if let data = try? Data(contentsOf: file) {
                    catalogues[language, default: []].append(try Catalogue(Array(data)))
                } else if language == .english {
                    throw .unreadable
                }
            }
        }
        self.catalogues = catalogues
    }

    /// Languages whose catalogues have at least nine tenths of the phrases that English has, in the order of
    /// `Language.allCases`: what a switcher may offer.
    package var complete: [Language] {
        let wanted = keys(.english).count
        return Language.allCases.filter { keys($0).count * 10 >= wanted * 9 }
    }

    /// The keys that have a translation.
    package func keys(_ language: Language) -> Set<String> {
        var keys: Set<String> = []
        for catalogue in catalogues[language] ?? [] {
            for (key, forms) in catalogue.forms where forms.allSatisfy({ !$0.isEmpty }) { keys.insert(key) }
        }
        return keys
    }

    /// One language, to be called with phrases.
    package func words(_ language: Language) -> Words { Words(language: language, phrases: self) }

    fileprivate func template(_ phrase: Phrase, _ language: Language) -> String {
        for candidate in [language, .english] {
            for catalogue in catalogues[candidate] ?? [] {
                if let text = catalogue.text(phrase.key, count: phrase.count) { return text }
            }
        }
        return phrase.key
    }
}

/// The phrases in one language: `words(Phrase("report.new.title"))`.
package struct Words: Sendable {
    package let language: Language
    private let phrases: Phrases

    fileprivate init(language: Language, phrases: Phrases) {
        self.language = language
        self.phrases = phrases
    }

    /// The phrase's text with its places filled.
    package func callAsFunction(_ phrase: Phrase) -> String {
        var values = phrase.values
        if let count = phrase.count { values["count"] = .number(count) }
        return Template.fill(phrases.template(phrase, language)) { name in
            switch values[name] {
            case .text(let text): isolated(text)
            case .number(let number): String(number)
            case .phrase(let inner): self(inner)
            case nil: nil
            }
        }
    }

    /// The phrase as text of a page.
    package func html(_ phrase: Phrase) -> HTML { .text(self(phrase)) }

    /// The same phrases in another language.
    package func `in`(_ language: Language) -> Words { Words(language: language, phrases: phrases) }

    /// Wraps what might run the other way in a first-strong isolate, and takes away what would end it.
    private func isolated(_ text: String) -> String {
        let steering = text.unicodeScalars.filter { !(0x202A...0x202E ~= $0.value || 0x2066...0x2069 ~= $0.value) }
        let plain = String(String.UnicodeScalarView(steering))
        guard language.direction == .rightToLeft || !plain.utf8.allSatisfy({ $0 < 0x80 }) else { return plain }
        return "\u{2068}\(plain)\u{2069}"
    }
}

/// The places `{name}` in a phrase.
package enum Template {
    /// Puts a value in each place; one that has no value stays as it is.
    package static func fill(_ template: String, _ value: (String) -> String?) -> String {
        guard template.utf8.contains(UInt8(ascii: "{")) else { return template }
        var filled = ""
        var rest = Substring(template)
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            let name = String(rest[rest.index(after: open)..<close])
            filled += value(name) ?? "{\(name)}"
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// The names of the places.
    package static func names(_ template: String) -> Set<String> {
        var names: Set<String> = []
        _ = fill(template) { name in
            names.insert(name)
            return nil
        }
        return names
    }
}
