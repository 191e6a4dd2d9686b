import Foundation
import Synchronization

/// How Chinese characters are read aloud in Mandarin, in Latin letters without tones: by the readings of Unicode's Han
/// database, as the library's transliterator holds them. A character is looked up once, since that is slow.
enum HanReadings {
    struct Reading: Sendable {
        /// As it is written since 1956.
        let simplified: Unicode.Scalar
        let plain: String
        /// At the beginning of a person's name: 单 is Shan, 曾 is Zeng.
        let family: String
    }

    private static let known = Mutex<[Unicode.Scalar: Reading]>([:])

    /// Of those characters that have one.
    static func of(_ characters: some Sequence<Unicode.Scalar>) -> [Unicode.Scalar: Reading] {
        let asked = Set(characters)
        var found = known.withLock { known in known.filter { asked.contains($0.key) } }
        let missing = asked.filter { found[$0] == nil }
        guard !missing.isEmpty else { return found }
        let new = look(missing.sorted())
        known.withLock { $0.merge(new) { old, _ in old } }
        found.merge(new) { old, _ in old }
        return found
    }

    /// All of them, read one after the other.
    static func letters(of characters: [Unicode.Scalar]) -> String {
        let readings = of(characters)
        return characters.compactMap { readings[$0]?.plain }.joined()
    }

    private static func look(_ characters: [Unicode.Scalar]) -> [Unicode.Scalar: Reading] {
        let lines = characters.map(String.init).joined(separator: "\n")
        let plain = read(lines, .mandarinToLatin)
        let simplified = read(lines, StringTransform("Traditional-Simplified"))
        let family = read(simplified.joined(separator: "\n"), StringTransform("Han-Latin/Names"))
        guard plain.count == characters.count else { return [:] }
        var readings: [Unicode.Scalar: Reading] = [:]
        for (index, character) in characters.enumerated() {
            let sound = letters(plain[index])
            let asFamily = family.count == characters.count ? letters(family[index]) : sound
            let simple = simplified.count == characters.count ? simplified[index].unicodeScalars.first : nil
            readings[character] = Reading(simplified: simple ?? character, plain: sound, family: asFamily)
        }
        return readings
    }

    private static func read(_ lines: String, _ transform: StringTransform) -> [Substring] {
        (lines.applyingTransform(transform, reverse: false) ?? "").split(
            separator: "\n", omittingEmptySubsequences: false)
    }

    /// Empty where it has no reading.
    private static func letters(_ read: Substring) -> String {
        let folded = FoldedText.fold(String(read)).trimmingCharacters(in: .whitespaces)
        return folded.utf8.allSatisfy { (0x61...0x7A).contains($0) } ? folded : ""
    }
}
