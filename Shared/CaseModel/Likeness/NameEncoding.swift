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
        var found: Set<String> = []
        for run in runs(text) {
            let codes = run.map(consonants).map { common.contains($0) ? "" : $0 }
            found.formUnion(codes.filter { $0.utf8.count >= shortest })
            for (one, next) in zip(codes, codes.dropFirst()) where one.utf8.count + next.utf8.count >= shortestPair {
                if !one.isEmpty, !next.isEmpty { found.insert("\(one)+\(next)") }
            }
        }
        return found
    }

    /// The encoding of one word; nil where too little is left of it.
    package static func encode(_ word: String) -> String? {
        let code = consonants(word)
        return code.utf8.count >= shortest ? code : nil
    }

    private static let shortestPair = 4
    private static let soft = Set("eiy".utf8)

    private static func consonants(_ word: String) -> String {
        let bytes = Array(withoutArticle(latin(FoldedText.fold(word))).utf8)
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

    /// Words that may be names, in runs of neighbours: where a script has capitals, those that begin with one; in others,
    /// every word.
    private static func runs(_ text: String) -> [[String]] {
        var runs: [[String]] = [[]]
        var word = ""
        func end(run: Bool) {
            if word.count > 1, let first = word.first, !first.isCased || first.isUppercase {
                runs[runs.count - 1].append(word)
            } else if !word.isEmpty {
                runs.append([])
            }
            word = ""
            if run { runs.append([]) }
        }
        for character in text.precomposedStringWithCompatibilityMapping {
            if character.isLetter || character == "\u{2019}" || character == "'" {
                word.append(character)
            } else {
                // A full name goes over spaces, hyphens and the point of an initial, and over nothing else.
                end(run: !(character.isWhitespace && !character.isNewline || character == "-"))
            }
        }
        end(run: true)
        return runs.filter { !$0.isEmpty }
    }

    /// Arabic and Cyrillic by tables of our own, as newspapers transliterate; every other script by the library's.
    private static func latin(_ folded: String) -> String {
        guard !folded.utf8.allSatisfy({ $0 < 0x80 }) else { return folded }
        var result = ""
        var isKnown = true
        for scalar in folded.unicodeScalars {
            if let letters = letters[scalar] {
                result += letters
            } else {
                result.unicodeScalars.append(scalar)
                isKnown = isKnown && scalar.isASCII
            }
        }
        return isKnown ? result : FoldedText.fold(result.applyingTransform(.toLatin, reverse: false) ?? result)
    }

    private static let letters: [Unicode.Scalar: String] = {
        let table = [
            "а a б b в v г g д d е e ж zh з z и i й i к k л l м m н n о o п p р r с s т t у u ф f х kh ц ts ч ch ш sh",
            "щ sh ъ - ы y ь - э e ю yu я ya і i ї i є e ґ g ў u қ k ғ g ң n ө o ұ u ү u ә a һ h",
            "ا a ب b ت t ث th ج j ح h خ kh د d ذ dh ر r ز z س s ش sh ص s ض d ط t ظ z ع - غ gh ف f ق q ك k ل l م m",
            "ن n ه h و w ي y ء - پ p چ ch ژ zh گ g ڤ v",
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
