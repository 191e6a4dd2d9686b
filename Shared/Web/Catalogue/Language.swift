/// The way a line of text runs.
package enum Direction: String, Sendable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"
    case auto
}

/// The six languages of the United Nations.
package enum Language: String, CaseIterable, Sendable, Codable {
    case arabic = "ar"
    case chinese = "zh"
    case english = "en"
    case french = "fr"
    case russian = "ru"
    case spanish = "es"

    package var code: String { rawValue }

    package var direction: Direction { self == .arabic ? .rightToLeft : .leftToRight }

    /// The language's own name for itself.
    package var nativeName: String {
        switch self {
        case .arabic: "العربية"
        case .chinese: "中文"
        case .english: "English"
        case .french: "Français"
        case .russian: "Русский"
        case .spanish: "Español"
        }
    }

    /// The best of `offered` for a list of language tags in order of preference, such as `["ar-MA", "fr", "en"]`.
    package static func negotiate(_ preferred: [String], offered: [Language]) -> Language {
        for tag in preferred {
            let primary = tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
            if let language = Language(rawValue: primary), offered.contains(language) { return language }
        }
        return .english
    }
}
