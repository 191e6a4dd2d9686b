import Foundation

/// The words of a text that may be names, in runs of neighbours: a full name stands in one run.
///
/// Where a script has capitals, words that begin with one; in others, every word. Titles and particles (`Dr`, `bin`, `de la`)
/// are left out and part nothing.
struct NameRuns {
    struct Word: Sendable, Equatable {
        var text: String
        /// One letter that stands for a name.
        var isInitial = false
    }

    struct Run: Sendable, Equatable {
        var words: [Word] = []
        /// Whether capitals tell names from other words here.
        var isCased = true
        /// Whether its first word begins a sentence, and may have its capital from that.
        var beginsSentence = false
    }

    private(set) var runs: [Run] = []
    /// Chinese characters, as they stand together.
    private(set) var chinese: [[Unicode.Scalar]] = []

    private var run = Run()
    private var word = ""
    private var isAfterHyphen = false
    private var beginsSentence = true

    init(_ text: String) {
        run.beginsSentence = true
        for character in text.precomposedStringWithCompatibilityMapping {
            if let first = character.unicodeScalars.first, FoldedText.isHan(first) {
                add(chinese: first)
            } else if character.isLetter || character == "\u{2019}" || character == "'" {
                if endsChinese { chinese.append([]) }
                word.append(character)
            } else {
                if endsChinese { chinese.append([]) }
                separate(character)
            }
        }
        endWord(before: "\n")
        endRun()
        chinese.removeAll(where: \.isEmpty)
    }

    private var endsChinese: Bool { chinese.last?.isEmpty == false }

    private mutating func add(chinese scalar: Unicode.Scalar) {
        endWord(before: " ")
        endRun()
        if chinese.isEmpty { chinese.append([]) }
        chinese[chinese.count - 1].append(scalar)
    }

    /// A full name goes over spaces, hyphens and the point of an initial, and over nothing else.
    private mutating func separate(_ character: Character) {
        let isHyphen = character == "-" || character == "\u{2010}" || character == "\u{2011}"
        let isPointOfInitial = character == "." && word.count == 1
        endWord(before: character)
        isAfterHyphen = isHyphen && !run.words.isEmpty
        if isHyphen || isPointOfInitial || (character.isWhitespace && !character.isNewline) { return }
        endRun()
        if ".!?:;\n\u{061F}\u{2026}\u{201C}\"«(¿¡".contains(character) || character.isNewline {
            run.beginsSentence = true
        }
    }

    private mutating func endWord(before next: Character) {
        let ended = word.trimmingPrefix { $0 == "'" || $0 == "\u{2019}" }
        let joins = isAfterHyphen
        word = ""
        guard let first = ended.first else { return }
        isAfterHyphen = false
        let text = String(ended)
        let isLower = Self.isCased(first) && !first.isUppercase
        if joins, isLower, !Self.left.contains(FoldedText.fold(text)), let last = run.words.indices.last {
            // Xiao-ming is Xiaoming.
            run.words[last].text += text
        } else if Self.left.contains(FoldedText.fold(text)) {
            if run.words.isEmpty { run.beginsSentence = false }
        } else if isLower {
            endRun()
        } else if text.count > 1 {
            add(Word(text: text), isCased: Self.isCased(first))
        } else if Self.isCased(first), next == "." || !Self.aloneAsWords.contains(first) {
            add(Word(text: text, isInitial: true), isCased: true)
        }
    }

    private mutating func add(_ word: Word, isCased: Bool) {
        if run.words.isEmpty { run.isCased = isCased } else if run.isCased != isCased { endRun(isCased: isCased) }
        run.words.append(word)
    }

    private mutating func endRun(isCased: Bool = true) {
        if !run.words.isEmpty {
            // Where all is written in capitals they tell nothing.
            let isShouted = run.words.count > 4 && run.words.allSatisfy { $0.text.allSatisfy { !$0.isLowercase } }
            if isShouted { run.isCased = false }
            runs.append(run)
        }
        run = Run(isCased: isCased)
    }

    /// Georgian has capitals in Unicode, but begins no name with one.
    private static func isCased(_ letter: Character) -> Bool {
        letter.isCased && letter.unicodeScalars.first.map { (0x10A0...0x10FF).contains($0.value) } != true
    }

    /// Letters that are words of their own.
    private static let aloneAsWords = Set("IAYOEUÀÓÉИЯВКОСУА")

    /// Titles and particles, folded.
    private static let left: Set<String> = Set(
        [
            "mr mrs ms miss mister madam sir dr prof professor doctor sheikh sheik shaykh sayyid sayed syed hajj haji",
            "sr sra srta don dona senor senora senorita lic ing abg m mme mlle me maitre monsieur madame docteur",
            "al el bin ibn ben bint bent de del de la las los le du des da do dos van von der den ter y e",
            "господин госпожа товарищ гражданин гражданка доктор профессор адвокат",
            "السيد السيده سيد سيده الدكتور الدكتوره دكتور دكتوره الاستاذ الاستاذه الشيخ الحاج المحامي المحاميه الصحفي",
            "الصحفيه المدعو المدعوه بن ابن بنت ال",
        ].flatMap { $0.split(separator: " ") }.map { FoldedText.fold(String($0)) })
}
