/// What a text is found by (DESIGN §6, search without plaintext): the tokens are hashed with a key before they are stored.
package enum SearchWords {
    /// Longer words are cut: a token need not be longer to be rare.
    private static let longest = 40

    /// All tokens of a text: each word as it is folded, how it sounds in Latin letters, every two neighbours of Chinese
    /// characters, and in pinyin what may be a Chinese name.
    package static func tokens(of text: String) -> Set<String> {
        var tokens: Set<String> = []
        for word in FoldedText.words(FoldedText.fold(text)) {
            tokens.formUnion(alternatives(word).joined())
            guard word.unicodeScalars.contains(where: FoldedText.isHan) else { continue }
            for name in ChineseNames.pinyin(in: Array(word.unicodeScalars)) {
                tokens.formUnion(alternatives(name).joined())
            }
        }
        return tokens
    }

    /// What a search asks for: a text is found that has, for each of the outer list, all tokens of one of the inner ones.
    /// Empty where nothing was asked that a text could be found by.
    package static func query(_ typed: String) -> [[Set<String>]] {
        let words = FoldedText.fold(typed).split(whereSeparator: \.isWhitespace)
            .flatMap { FoldedText.words(withoutArticle($0)) }
        let meant = words.filter { !["al", "el"].contains($0) }
        return (meant.isEmpty ? words : meant).map(alternatives).filter { !$0.isEmpty }
    }

    /// `al-tajribi` is asked for as `tajribi`: in Arabic script the article is no word of its own.
    private static func withoutArticle(_ word: Substring) -> String {
        let parts = word.split(separator: "-", maxSplits: 1)
        return parts.count == 2 && articles.contains(String(parts[0])) ? String(parts[1]) : String(word)
    }

    private static let articles: Set<String> = [
        "al", "el", "at", "et", "ad", "ed", "ar", "er", "as", "es", "az", "ez", "an", "en", "ash", "esh",
    ]

    /// The token sets, any of which stands for the word.
    private static func alternatives(_ word: String) -> [Set<String>] {
        if word.unicodeScalars.contains(where: FoldedText.isHan) { return [bigrams(word)] }
        guard word.unicodeScalars.count > 1 || word.utf8.first.map({ (0x30...0x39).contains($0) }) == true else {
            return []
        }
        let exact = String(String.UnicodeScalarView(word.unicodeScalars.prefix(longest)))
        guard let sound = NameEncoding.encode(word) else { return [[exact]] }
        return [[exact], ["~\(sound)"]]
    }

    private static func bigrams(_ word: String) -> Set<String> {
        let scalars = Array(word.unicodeScalars)
        guard scalars.count > 1 else { return [word] }
        return Set((0..<scalars.count - 1).map { String(String.UnicodeScalarView(scalars[$0...$0 + 1])) })
    }
}
