import Foundation

/// Whether naming one person tells who another is (DOMAIN.md C.5): the sentences of a text that would, with the reason.
package enum MosaicRule {
    /// How somebody in a case stands to somebody else (IN-08).
    package enum Relation: String, Codable, Sendable, CaseIterable {
        case relativeOf = "RELATIVE_OF"
        case lawyerOf = "LAWYER_OF"
        case assists = "ASSISTS"
        case memberOf = "MEMBER_OF"
        case witnessFor = "WITNESS_FOR"
    }

    package struct Person: Sendable {
        package var id: String
        /// All spellings of the name.
        package var names: [String]
        /// Whether the text may name them.
        package var mayBeNamed: Bool

        package init(id: String, names: [String], mayBeNamed: Bool) {
            self.id = id
            self.names = names
            self.mayBeNamed = mayBeNamed
        }
    }

    package struct Link: Sendable {
        package var from: String
        package var to: String
        package var relation: Relation

        package init(from: String, to: String, relation: Relation) {
            self.from = from
            self.to = to
            self.relation = relation
        }
    }

    package enum Reason: Sendable, Equatable {
        /// The sentence holds a name of somebody who may not be named.
        case named
        /// It names somebody whose relative, lawyer, helper or member they are, and says that there is one.
        case related(to: String, Relation)
    }

    package struct Finding: Sendable, Equatable {
        package let person: String
        package let sentence: String
        package let reason: Reason
    }

    /// What a text gives away, sentence by sentence. "Her lawyer" speaks of whom any other sentence of the text names, before or
    /// after: readers put the two together.
    package static func check(_ text: String, people: [Person], links: [Link]) -> [Finding] {
        let hidden = people.filter { !$0.mayBeNamed }
        guard !hidden.isEmpty else { return [] }
        let sentences = sentences(text).map { (text: $0, words: Words($0)) }
        let named = Set(
            people.filter { person in person.mayBeNamed && sentences.contains { $0.words.name(person) } }.map(\.id))
        return sentences.flatMap { sentence in
            hidden.flatMap { person -> [Finding] in
                if sentence.words.name(person) {
                    return [Finding(person: person.id, sentence: sentence.text, reason: .named)]
                }
                return links.compactMap { link in
                    guard let other = other(of: person.id, in: link, people), named.contains(other.id),
                        sentence.words.holdsAny(signals[link.relation] ?? [])
                    else { return nil }
                    return Finding(
                        person: person.id, sentence: sentence.text, reason: .related(to: other.id, link.relation))
                }
            }
        }
    }

    /// Who is at risk of being told apart as soon as somebody is named, before there is a text: everybody not to be named who
    /// is linked with somebody who is.
    package static func exposed(people: [Person], links: [Link]) -> Set<String> {
        Set(
            people.filter { !$0.mayBeNamed }.map(\.id).filter { id in
                links.contains { other(of: id, in: $0, people)?.mayBeNamed == true }
            })
    }

    private static func other(of id: String, in link: Link, _ people: [Person]) -> Person? {
        let name = link.from == id ? link.to : link.to == id ? link.from : nil
        return name.flatMap { name in people.first { $0.id == name } }
    }

    /// A full stop after three letters or fewer is an abbreviation's: "Ms.", "Dr.".
    private static func sentences(_ text: String) -> [String] {
        var sentences: [String] = []
        var sentence = ""
        for character in text {
            if "!?؟。！？\n".contains(character) || (character == "." && lastWord(sentence) > 3) {
                sentences.append(sentence)
                sentence = ""
            } else {
                sentence.append(character)
            }
        }
        return (sentences + [sentence]).map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private static func lastWord(_ sentence: String) -> Int { sentence.reversed().prefix { !$0.isWhitespace }.count }

    /// A sentence's words, folded and as they sound.
    private struct Words {
        let folded: Set<String>
        let sounds: Set<String>

        init(_ sentence: String) {
            folded = Set(FoldedText.words(FoldedText.fold(sentence)))
            sounds = Set(folded.compactMap(NameEncoding.encode))
        }

        /// Whether the longest part of any of a person's names stands here: surnames are what tells people apart.
        func name(_ person: Person) -> Bool {
            person.names.contains { name in
                let parts = FoldedText.words(FoldedText.fold(name))
                guard let longest = parts.max(by: { $0.count < $1.count }) else { return false }
                return folded.contains(longest) || NameEncoding.encode(longest).map(sounds.contains) == true
            }
        }

        func holdsAny(_ stems: [String]) -> Bool {
            folded.contains { word in stems.contains { word.hasPrefix($0) } }
        }
    }

    /// Beginnings of words that speak of such a person, folded, in the six languages.
    private static let signals: [Relation: [String]] = [
        .relativeOf: [
            "brother", "sister", "mother", "father", "wife", "husband", "son", "daughter", "relative", "famil",
            "parent",
            "child", "cousin", "frere", "soeur", "mere", "pere", "epou", "fils", "fille", "proche", "herman", "madre",
            "padre", "espos", "hij", "pariente", "брат", "сестр", "мать", "матер", "отец", "отца", "жен", "муж", "сын",
            "доч", "родствен", "семь", "اخ", "شقيق", "والد", "ام", "زوج", "ابن", "ابنه", "عائله", "اسره", "اقارب",
        ],
        .lawyerOf: [
            "lawyer", "counsel", "attorney", "represent", "avocat", "abogad", "letrad", "адвокат", "защитник", "محام",
        ],
        .assists: [
            "interpret", "translat", "driver", "assist", "help", "interprete", "chauffeur", "aide", "traduct",
            "conductor",
            "ayud", "перевод", "водител", "помо", "مترجم", "سائق", "ساعد", "يساعد",
        ],
        .witnessFor: ["witness", "temoin", "testig", "свидетел", "شاهد", "شهود", "证人"],
        .memberOf: [
            "member", "colleague", "staff", "organi", "union", "membre", "collegue", "miembro", "coleg", "член",
            "коллег",
            "сотрудник", "организац", "عضو", "زميل", "منظمه", "نقابه",
        ],
    ]
}
