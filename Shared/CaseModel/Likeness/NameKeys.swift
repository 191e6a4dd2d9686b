/// By what the names in a text are compared, across scripts, spellings, orders and shortenings. Each key says of what kind it
/// is by its first letter; keys of different texts that are equal may be one name.
package struct NameKeys: Sendable, Equatable {
    /// Words that stand alone.
    package var words: Set<String> = []
    /// Words of longer runs: two people may share one and differ in the other.
    package var inside: Set<String> = []
    /// Two words of one run, or a Chinese name of some length: who it is.
    package var full: Set<String> = []
    /// An initial with another word of the name.
    package var initials: Set<String> = []
    /// What many people share and stands alone here: a short word, a given name of Chinese, a family name before a title.
    package var partial: Set<String> = []
    /// Other readings and parts of the above: they meet those of another text, but not each other.
    package var variants: Set<String> = []
    /// Pairs of words where no capitals tell names from the rest: they meet names elsewhere, and say little to each other.
    package var uncased: Set<String> = []

    /// - Parameter common: Encodings of words that are no names (`LikenessRule.commonEncodings`).
    package init(_ text: String, common: Set<String> = []) {
        let found = NameRuns(text)
        let latin = NameEncoding.latin(Set(found.runs.flatMap { $0.words.map { FoldedText.fold($0.text) } }))
        for run in found.runs {
            let parts = Self.joined(run.words.map { Part($0, latin, common) })
            if run.isCased { add(cased: parts, beginsSentence: run.beginsSentence) } else { add(uncased: parts) }
        }
        for characters in found.chinese { add(chinese: characters) }
    }

    /// A word of a run.
    private struct Part {
        let latin: String
        /// Empty where it is no name.
        var code: String
        /// Other encodings of it.
        var others: [String]
        let isInitial: Bool
        let isCommon: Bool

        init(_ word: NameRuns.Word, _ latin: [String: String], _ common: Set<String>) {
            let folded = FoldedText.fold(word.text)
            self.latin = latin[folded] ?? folded
            let encoded = NameEncoding.consonants(self.latin)
            isInitial = word.isInitial
            isCommon = NameEncoding.isCommon(folded, encoded, common)
            code = isCommon || isInitial ? "" : encoded
            others = isCommon || isInitial ? [] : NameEncoding.others(folded, self.latin, encoded)
        }
    }

    // MARK: Where capitals tell names

    private mutating func add(cased parts: [Part], beginsSentence: Bool) {
        let isAlone = parts.count == 1
        for (index, part) in parts.enumerated() where !part.isInitial && !part.isCommon {
            if part.code.utf8.count >= NameEncoding.shortest {
                if isAlone { words.insert("w:\(part.code)") } else { inside.insert("w:\(part.code)") }
            } else if part.latin.utf8.count >= 3, index > 0 || !beginsSentence {
                add(part: Self.short(part.latin), isAlone: isAlone)
            }
            for other in part.others where other.utf8.count >= NameEncoding.shortest { variants.insert("w:\(other)") }
        }
        for (index, one) in parts.enumerated() {
            for next in parts[(index + 1)...].prefix(2) { add(one, next) }
        }
        add(pinyin: parts)
    }

    /// A part of a full name meets the same part where it stands alone, and not that of somebody else's full name.
    private mutating func add(part key: String, isAlone: Bool) {
        if isAlone { partial.insert(key) } else { variants.insert(key) }
    }

    /// Neighbours, or what has one word between them, in any order.
    private mutating func add(_ one: Part, _ next: Part) {
        switch (one.isInitial, next.isInitial) {
        case (true, true): break
        case (true, false): if let key = Self.initial(one, next) { initials.insert(key) }
        case (false, true): if let key = Self.initial(next, one) { initials.insert(key) }
        case (false, false):
            if let key = Self.pair(one.code, next.code) { full.insert(key) }
            for other in one.others { if let key = Self.pair(other, next.code) { variants.insert(key) } }
            for other in next.others {
                for first in [one.code] + one.others { if let key = Self.pair(first, other) { variants.insert(key) } }
            }
            for key in [Self.initial(one, next), Self.initial(next, one)].compactMap({ $0 }) { variants.insert(key) }
        }
    }

    private static func pair(_ one: String, _ next: String) -> String? {
        guard !one.isEmpty, !next.isEmpty, one.utf8.count + next.utf8.count >= NameEncoding.shortestPair else {
            return nil
        }
        return "p:" + [one, next].sorted().joined(separator: "+")
    }

    /// `V. Primerova`, of a name's first letter and another of its words.
    private static func initial(_ first: Part, _ other: Part) -> String? {
        guard other.code.utf8.count >= NameEncoding.shortest, !first.isCommon, let letter = first.latin.utf8.first
        else { return nil }
        let sound = NameEncoding.consonants(String(decoding: [letter], as: UTF8.self))
        return "i:\(sound.isEmpty ? Self.vowel(letter) : sound).\(other.code)"
    }

    private static func vowel(_ letter: UInt8) -> String {
        switch letter {
        case UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "y"): "e"
        case UInt8(ascii: "o"), UInt8(ascii: "u"), UInt8(ascii: "w"): "o"
        default: String(decoding: [letter], as: UTF8.self)
        }
    }

    /// A short word by all its letters, vowels that are confused as one.
    static func short(_ latin: String) -> String {
        var letters = ""
        for byte in latin.utf8 {
            let letter = vowel(byte)
            if letters.last.map(String.init) != letter { letters += letter }
        }
        return "s:\(letters)"
    }

    // MARK: Where they do not

    private mutating func add(uncased parts: [Part]) {
        for part in parts {
            for code in [part.code] + part.others where code.utf8.count >= NameEncoding.shortest {
                variants.insert("w:\(code)")
            }
        }
        for (one, next) in zip(parts, parts.dropFirst()) {
            if let key = Self.pair(one.code, next.code) { uncased.insert(key) }
        }
    }

    /// نور الدين is Noureddine.
    private static func joined(_ parts: [Part]) -> [Part] {
        var joined: [Part] = []
        for part in parts {
            let isSecondHalf = NameEncoding.secondHalves.contains(part.latin)
            if isSecondHalf, var last = joined.last, !last.code.isEmpty, !last.isInitial {
                last.code += "dn"
                last.others = []
                joined[joined.count - 1] = last
            } else {
                joined.append(part)
            }
        }
        return joined
    }

    // MARK: Chinese

    private mutating func add(pinyin parts: [Part]) {
        let syllables = parts.map { $0.isInitial ? nil : ChineseNames.syllables(of: $0.latin) }
        for start in parts.indices {
            var letters = ""
            var count = 0
            for end in start..<min(start + 3, parts.count) {
                guard let more = syllables[end] else { break }
                letters += parts[end].latin
                count += more
                guard count <= 4 else { break }
                // One word is a given name, if any; two of one syllable each may be one, too.
                if count == 2 {
                    add(part: "g:\(ChineseNames.key(letters))", isAlone: start == 0 && end == parts.count - 1)
                }
                if end > start { add(chinese: ChineseNames.key(letters)) }
            }
        }
    }

    private mutating func add(chinese key: String) {
        if key.utf8.count >= ChineseNames.telling { full.insert("c:\(key)") } else { words.insert("c:\(key)") }
    }

    private mutating func add(chinese characters: [Unicode.Scalar]) {
        for candidate in ChineseNames.candidates(in: characters) {
            uncased.insert("c:\(candidate.full)")
            if let given = candidate.givenName { variants.insert("g:\(given)") }
        }
        for family in ChineseNames.familiesWithTitle(in: characters) { partial.insert(Self.short(family)) }
        // A given name that stands alone, as in a form.
        if characters.count == 2 {
            partial.insert("g:\(ChineseNames.key(HanReadings.letters(of: characters)))")
        }
    }
}
