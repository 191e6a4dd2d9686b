import CaseModel
import Foundation

/// Words, names and accounts that nobody told: made of syllables, the same for the same number each time.
///
/// How often a word is used follows Zipf's law, as in real texts, and each language has words, names and a script of its own.
struct InventedWords {
    /// What a form sends, and the number of a submission that it must find.
    struct Question: Codable {
        let fields: [[String]]
        let finds: Int
        /// What kind of question it is.
        let kind: String
    }

    struct Told {
        var language: String
        var narrative: String
        var affected: String
        var place: String
        var happened: String
        var acts: [String]
        var entities: [String]
        var state: String
        var urgency: Urgency
        var ageInDays: Double
    }

    static let languages = ["en", "fr", "es", "ru", "ar", "zh"]
    private static let wordsInText = 90
    private static let vocabulary = 30_000
    private static let names = 6_000

    private let acts: [String]
    private let entities: [String]
    private let states: [String]

    init(lists: CodeLists) {
        acts = ((try? lists.list("act_type").items) ?? []).map(\.code)
        entities = ((try? lists.list("un_entity").items) ?? []).map(\.code)
        states = lists.states(inOrderOf: "en").map(\.iso3)
    }

    func told(_ number: Int) -> Told {
        var random = Mixer(UInt64(number))
        let language = Self.languages[number % Self.languages.count]
        let words = (0..<Self.wordsInText).map { _ in Self.word(random.zipf(Self.vocabulary), language) }
        let name = Self.name(number, language)
        let middle = words.count / 2
        let joiner = language == "zh" ? "" : " "
        let text = (words[..<middle] + [name] + words[middle...]).joined(separator: joiner)
        return Told(
            language: language, narrative: text, affected: name,
            place: Self.word(random.below(2_000) + Self.vocabulary, language),
            happened: "2026-0\(1 + random.below(9))-\(10 + random.below(19))",
            acts: (0...random.below(2)).map { _ in acts[random.zipf(acts.count)] },
            entities: [entities[random.zipf(entities.count)]], state: states[random.zipf(states.count)],
            urgency: Urgency.allCases[[0, 1, 2, 2, 2, 2, 3, 3][random.below(8)]],
            ageInDays: Double(random.below(700)))
    }

    /// Questions as officers ask them: a name, a name spelt otherwise, several words, words with codes, codes alone.
    func question(_ index: Int, among numbers: Range<Int>) -> Question {
        var random = Mixer(UInt64(index) &+ 77)
        let number = numbers.lowerBound + random.below(numbers.count)
        let told = told(number)
        let words =
            told.language == "zh"
            ? [String(told.narrative.prefix(3)), String(told.narrative.suffix(2))]
            : told.narrative.split(separator: " ").map(String.init)
        switch index % 6 {
        case 0: return Question(fields: [["words", told.affected]], finds: number, kind: "name")
        case 1:
            return Question(
                fields: [["words", words[0] + " " + words[words.count - 1]]], finds: number, kind: "two words")
        case 2:
            let some = [words[0], words[words.count / 2], words[words.count - 1]].joined(separator: " ")
            return Question(fields: [["words", some]], finds: number, kind: "three words")
        case 3:
            return Question(
                fields: [["words", words[words.count - 1]], ["state_of_act", told.state]], finds: number,
                kind: "word and State")
        case 4:
            return Question(
                fields: [["act_type", told.acts[0]], ["state_of_act", told.state]], finds: number, kind: "act and State"
            )
        default:
            return Question(
                fields: [
                    ["words", told.happened], ["un_entity", told.entities[0]], ["urgency", told.urgency.rawValue],
                ],
                finds: number, kind: "day and body")
        }
    }

    // MARK: Syllables

    private static func name(_ number: Int, _ language: String) -> String {
        let first = word(1_000_000 + number % names, language)
        let last = word(2_000_000 + number / 7 % names, language)
        return language == "zh" ? first + last : "\(first.capitalized) \(last.capitalized)"
    }

    private static func word(_ rank: Int, _ language: String) -> String {
        let syllables = syllables[language] ?? []
        guard !syllables.isEmpty else { return "" }
        var random = Mixer(UInt64(rank) &* 31 &+ UInt64(language.utf8.reduce(0) { $0 &* 7 &+ UInt64($1) }))
        // Common words are short.
        let count = language == "zh" ? (rank < 500 ? 1 : 2) : (rank < 100 ? 1 : rank < 3_000 ? 2 : 3)
        return (0..<count).map { _ in syllables[random.below(syllables.count)] }.joined()
    }

    private static let syllables: [String: [String]] = {
        func join(_ consonants: String, _ vowels: String, _ ends: String) -> [String] {
            consonants.flatMap { one in vowels.flatMap { two in ends.map { "\(one)\(two)\($0)" } } }
        }
        let latin = join("bdfgklmnprstv", "aeiou", "lmnrs")
        return [
            "en": latin, "fr": join("bcdfglmnprstv", "aeéiou", "lnrst"), "es": join("bcdfglmnprstv", "aeioú", "lnrs"),
            "ru": join("бвгдзклмнпрст", "аеиоу", "лмнрс"), "ar": join("بتجحدرسشعفقكلمن", "اوي", "لمنرد"),
            "zh": (0..<3_000).compactMap { Unicode.Scalar(0x4E00 + $0 * 6).map { String(Character($0)) } },
        ]
    }()
}

/// Numbers that look random and are the same each time (splitmix64).
struct Mixer {
    private var state: UInt64

    init(_ seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

    /// Small numbers often, large ones seldom.
    mutating func zipf(_ count: Int) -> Int {
        let unit = Double(next() >> 11) / Double(1 << 53)
        return min(count - 1, Int(exp(unit * log(Double(count)))) - 1)
    }
}
