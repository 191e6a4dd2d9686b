/// One entry of a code list. Codes are stable and never reused (DOMAIN.md B).
package struct CodeItem: Sendable, Equatable {
    package let code: String
    /// By language; every list has English.
    package private(set) var labels: [String: String]
    /// What else the list says of it: tier, group, class …
    package let attributes: [String: CodeAttribute]

    /// The label in the language of a BCP 47 tag, else in its base language, else in English, else the code.
    package func label(_ language: String) -> String {
        Labels.best(labels, language: language) ?? code
    }

    /// The item with labels in languages that it has none in.
    func adding(_ others: [String: String]) -> CodeItem {
        var item = self
        item.labels.merge(others) { own, _ in own }
        return item
    }

    /// Default severity, 1 (life and integrity) to 4, of an act type.
    package var tier: Int? {
        if case .number(let tier) = attributes["tier"] { tier } else { nil }
    }

    /// The code of the group that an act type stands in.
    package var group: String? { text("group") }

    package func text(_ attribute: String) -> String? {
        if case .text(let text) = attributes[attribute] { text } else { nil }
    }
}

/// A value in a code list besides code and labels.
package enum CodeAttribute: Sendable, Equatable {
    case text(String)
    case number(Int)
    case flag(Bool)
    case list([CodeAttribute])
    case none
}

extension CodeAttribute: Decodable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .none
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let number = try? container.decode(Int.self) {
            self = .number(number)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else {
            self = .list(try container.decode([CodeAttribute].self))
        }
    }
}

enum Labels {
    static let languages: Set<String> = ["ar", "zh", "en", "fr", "ru", "es"]

    static func best(_ labels: [String: String], language: String) -> String? {
        let base = String(language.prefix { $0 != "-" })
        return labels[language] ?? labels[base] ?? labels["en"]
    }
}

extension CodeItem: Decodable {
    package init(from decoder: any Decoder) throws {
        var attributes = try decoder.singleValueContainer().decode([String: CodeAttribute].self)
        guard case .text(let code) = attributes.removeValue(forKey: "code") else { throw CodeListError.unreadable }
        var labels: [String: String] = [:]
        for language in Labels.languages {
            if case .text(let label) = attributes.removeValue(forKey: language) { labels[language] = label }
        }
        self.code = code
        self.labels = labels
        self.attributes = attributes
    }
}
