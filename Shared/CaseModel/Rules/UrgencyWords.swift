import Foundation

/// Words that speak of danger, in six languages (`CodeLists/urgency_words.json`): what makes a submission urgent before
/// anybody has read it. They err on the side of haste, and say no more than a ticked box would.
package struct UrgencyWords: Sendable {
    /// What the words of one list speak of.
    package enum Reason: String, Sendable, CaseIterable, Comparable, Decodable, CodingKeyRepresentable {
        case killing, disappearance, torture, deportation, medical, arrest, soon

        package static func < (one: Reason, other: Reason) -> Bool { one.rawValue < other.rawValue }
    }

    /// Those of the program; nil where its file cannot be read.
    package static let bundled = try? UrgencyWords(
        Data(
            contentsOf: Bundle.module.bundleURL.appendingPathComponent("CodeLists")
                .appendingPathComponent("urgency_words.json")))

    private let automaton: WordAutomaton
    /// What each mark of the automaton means.
    private let meanings: [Meaning]
    private let classes: [Reason: Urgency]

    private enum Meaning {
        case says(Reason)
        /// One half of a pair that has to stand near its other half.
        case half(pair: Int, other: Int, Reason)
    }

    /// How far apart the halves of a pair may end, in letters.
    private static let near = 120

    init(_ data: Data) throws {
        let file = try JSONDecoder().decode(File.self, from: data)
        var meanings: [Meaning] = []
        var patterns: [(text: String, mark: Int)] = []
        for lists in file.words.values {
            for (reason, words) in lists {
                meanings.append(.says(reason))
                patterns += words.map { ($0, meanings.count - 1) }
            }
        }
        for lists in file.near.values {
            for (reason, halves) in lists where halves.count == 2 {
                let first = meanings.count
                meanings.append(.half(pair: first, other: first + 1, reason))
                meanings.append(.half(pair: first + 1, other: first, reason))
                patterns += halves[0].map { ($0, first) } + halves[1].map { ($0, first + 1) }
            }
        }
        self.meanings = meanings
        classes = file.urgency
        automaton = WordAutomaton(patterns)
    }

    /// What these texts speak of, in the order of `Reason`.
    package func reasons(in texts: [String]) -> [Reason] {
        var found: Set<Reason> = []
        for text in texts where !text.isEmpty {
            // Where each half was last seen in this text.
            var seen = [Int](repeating: Int.min / 2, count: meanings.count)
            automaton.scan(text) { mark, position in
                switch meanings[mark] {
                case .says(let reason): found.insert(reason)
                case .half(let half, let other, let reason):
                    seen[half] = position
                    if position - seen[other] <= Self.near { found.insert(reason) }
                }
            }
        }
        return Reason.allCases.filter(found.contains)
    }

    /// How urgent words of that kind make a submission.
    package func urgency(of reason: Reason) -> Urgency { classes[reason] ?? .u2 }

    private struct File: Decodable {
        let urgency: [Reason: Urgency]
        let words: [String: [Reason: [String]]]
        let near: [String: [Reason: [[String]]]]
    }
}
