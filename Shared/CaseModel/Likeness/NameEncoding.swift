import Foundation

/// Names as they sound, across scripts and spellings: what is left of a word in Latin letters when vowels go and letters that
/// transliterations confuse become one. `نور الدين التجريبي`, `Noureddine Al-Tajribi` and `el-Tagribi` meet in `tjrb`.
///
/// For proposals that a person confirms. Chinese names are compared by their syllables.
package enum NameEncoding {
    /// Fewer consonants than this meet by chance.
    package static let shortest = 3

    /// The encodings of all words of a text that may be names, and of pairs that stand together, joined by `+`: a full name
    /// says more than its parts. Common words of the code lists' labels are left out.
    package static func encodings(of text: String, common: Set<String> = []) -> Set<String> {
        let keys = NameKeys(text, common: common)
        let whole = keys.words.union(keys.inside).union(keys.variants).filter { $0.hasPrefix("w:") }
        let full = keys.full.union(keys.uncased).filter { $0.hasPrefix("p:") }
        // A Chinese name is taken for one where nothing else stands beside it, or where it is written in pinyin.
        let isName = FoldedText.words(text).allSatisfy { (2...4).contains($0.unicodeScalars.count) }
        let chinese = keys.full.union(isName ? keys.uncased : []).filter { $0.hasPrefix("c:") }
        return Set(whole.union(full).map { String($0.dropFirst(2)) }).union(chinese.map { "+\($0.dropFirst(2))" })
    }

    /// The encoding of one word; nil where too little is left of it.
    package static func encode(_ word: String) -> String? {
        let folded = FoldedText.fold(word)
        let code = consonants(latin([folded])[folded] ?? folded)
        return code.utf8.count >= shortest ? code : nil
    }

    /// What words of a text are to be taken for nobody's name: as they are spelled in Latin letters (`=committee`), and how
    /// they sound, for scripts whose words change their endings or have no capitals.
    package static func common(_ text: String) -> Set<String> {
        var found: Set<String> = []
        for word in text.split(whereSeparator: { !$0.isLetter }).map(String.init) {
            let folded = FoldedText.fold(word)
            if isLatin(folded) { found.insert("=\(folded)") }
            if let code = encode(word) { found.insert(code) }
        }
        return found
    }

    /// So many names sound like some word of the lists that a Latin word has to be one to be taken for none.
    static func isCommon(_ folded: String, _ code: String, _ common: Set<String>) -> Bool {
        guard isLatin(folded) else { return common.contains(code) }
        if common.contains("=\(folded)") { return true }
        // Of several
        return folded.utf8.count > 4 && folded.hasSuffix("s") && common.contains("=\(folded.dropLast())")
    }

    private static func isLatin(_ folded: String) -> Bool {
        folded.unicodeScalars.allSatisfy { $0.value < 0x250 || (0x1E00...0x1EFF).contains($0.value) }
    }

    static let shortestPair = 4
    private static let soft = Set("eiy".utf8)

    /// - Parameter latin: Folded, in Latin letters.
    static func consonants(_ latin: String) -> String {
        let bytes = Array(withoutArticle(latin).utf8)
        var letters: [UInt8] = []
        var index = 0
        while index < bytes.count {
            let pair = index + 1 < bytes.count ? pairs[[bytes[index], bytes[index + 1]]] : nil
            let isSoft = bytes[index] == UInt8(ascii: "c") && index + 1 < bytes.count && soft.contains(bytes[index + 1])
            let letter = pair ?? (isSoft ? UInt8(ascii: "s") : singles[bytes[index]])
            index += pair == nil ? 1 : 2
            // A doubled letter is one.
            if let letter, letters.last != letter { letters.append(letter) }
        }
        return String(decoding: letters, as: UTF8.self)
    }

    /// What else a word may be: Libya's `Gaddafi` is `Qaddafi`, and a Russian name has cases.
    static func others(_ folded: String, _ latin: String, _ code: String) -> [String] {
        var others: [String] = []
        if latin.utf8.first == UInt8(ascii: "g"), code.first == "j" { others.append("k" + code.dropFirst()) }
        if folded.unicodeScalars.count > 5,
            let ending = endings.first(where: { folded.hasSuffix($0) })
        {
            let stem = String(folded.dropLast(ending.count))
            others.append(consonants(self.latin([stem])[stem] ?? stem))
        }
        return others.filter { $0 != code }
    }

    /// Russian endings that leave a consonant, the longest first.
    private static let endings = [
        "ого", "его", "ому", "ему", "ами", "ями", "ым", "им", "ом", "ем", "ых", "их", "ах", "ях",
    ]

    /// Second halves of names that are often written as one word with the first.
    static let secondHalves: Set<String> = [
        "aldyn", "aldin", "eldin", "eddin", "eddine", "addin", "aldeen", "uddin", "din",
    ]

    /// Words in Latin letters: Arabic and Cyrillic by tables of our own, as newspapers transliterate; every other script by
    /// the library's, all words at once, since each call takes milliseconds.
    static func latin(_ folded: Set<String>) -> [String: String] {
        var found: [String: String] = [:]
        var foreign: [String] = []
        for word in folded {
            if let known = known(word) { found[word] = known } else { foreign.append(word) }
        }
        guard !foreign.isEmpty else { return found }
        let lines = foreign.joined(separator: "\n").applyingTransform(.toLatin, reverse: false) ?? ""
        let read = lines.split(separator: "\n", omittingEmptySubsequences: false)
        guard read.count == foreign.count else { return found }
        for (word, latin) in zip(foreign, read) { found[word] = FoldedText.fold(String(latin)) }
        return found
    }

    /// Nil where a letter stands in no table.
    private static func known(_ folded: String) -> String? {
        guard !folded.utf8.allSatisfy({ $0 < 0x80 }) else { return folded }
        var result = ""
        for scalar in folded.unicodeScalars {
            if let letters = letters[scalar] {
                result += letters
            } else if scalar.isASCII || "\u{2019}ʿʾʼ".unicodeScalars.contains(scalar) {
                result.unicodeScalars.append(scalar)
            } else {
                return nil
            }
        }
        return withoutPrefix(result, of: folded)
    }

    /// Arabic "and", "in", "so", "as" and "to the" stand joined before the article.
    private static func withoutPrefix(_ latin: String, of folded: String) -> String {
        guard let first = folded.unicodeScalars.first, FoldedText.isArabic(first), latin.utf8.count > 6 else {
            return latin
        }
        if ["wal", "bal", "fal", "kal"].contains(where: latin.hasPrefix) { return String(latin.dropFirst(1)) }
        // Abdulrahman, as one word.
        if latin.hasPrefix("bdal") { return String(latin.dropFirst(2)) }
        return latin.hasPrefix("ll") ? "al" + latin.dropFirst(2) : latin
    }

    private static let letters: [Unicode.Scalar: String] = {
        let table = [
            "а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh",
            "щ sh ъ - ы y ь - э e ю yu я ya і i ї i є e ґ g ў u қ k ғ g ң n ө o ұ u ү u ә a һ h",
            "ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع - غ gh ف f ق q ك k ل l م m",
            "ن n ه h و w ي y ء - پ p چ ch ژ zh گ g ڤ v",
            "ı i ł l ø o đ d ß ss æ ae œ oe ð d þ th ħ h",
        ]
        var letters: [Unicode.Scalar: String] = [:]
        for line in table {
            let parts = line.split(separator: " ").map(String.init)
            for index in stride(from: 0, to: parts.count - 1, by: 2) {
                if let scalar = parts[index].unicodeScalars.first {
                    letters[scalar] = parts[index + 1] == "-" ? "" : parts[index + 1]
                }
            }
        }
        return letters
    }()

    /// Without the Arabic article, however it was written and assimilated.
    private static func withoutArticle(_ folded: String) -> String {
        for article in [
            "al", "el", "at", "et", "ad", "ed", "ar", "er", "as", "es", "az", "ez", "an", "en", "ash", "esh",
        ]
        where folded.hasPrefix(article + "-") || folded.hasPrefix(article + " ") {
            return String(folded.dropFirst(article.count + 1))
        }
        // Abdulrahman is عبد الرحمن, and goes by its second half.
        if folded.utf8.count > 8, folded.hasPrefix("abd"), let article = folded.dropFirst(3).first,
            "aeou".contains(article)
        {
            let half = folded.dropFirst(5)
            if half.utf8.count(where: { singles[$0] != nil }) >= shortest { return String(half) }
        }
        // As it stands in Arabic script, joined to its word.
        return folded.hasPrefix("al") && folded.utf8.count > 5 ? String(folded.dropFirst(2)) : folded
    }

    private static let pairs: [[UInt8]: UInt8] = [
        [0x73, 0x68]: 0x73, [0x63, 0x68]: 0x73, [0x6B, 0x68]: 0x6B, [0x67, 0x68]: 0x6A, [0x74, 0x68]: 0x74,
        [0x64, 0x68]: 0x64, [0x70, 0x68]: 0x66, [0x64, 0x6A]: 0x6A, [0x64, 0x7A]: 0x6A, [0x7A, 0x68]: 0x6A,
        [0x74, 0x73]: 0x73, [0x74, 0x7A]: 0x73, [0x6F, 0x75]: 0, [0x63, 0x6B]: 0x6B,
    ].filter { $0.value != 0 }

    /// Vowels, semivowels and h count for nothing.
    private static let singles: [UInt8: UInt8] = {
        var table: [UInt8: UInt8] = [:]
        for byte in UInt8(ascii: "a")...UInt8(ascii: "z") { table[byte] = byte }
        for silent in "aeiouwyh".utf8 { table[silent] = nil }
        let merged: [(String, String)] = [
            ("g", "j"), ("q", "k"), ("c", "k"), ("x", "k"), ("z", "s"), ("v", "f"), ("p", "b"),
        ]
        for (from, to) in merged {
            if let one = from.utf8.first, let other = to.utf8.first { table[one] = other }
        }
        return table
    }()
}
