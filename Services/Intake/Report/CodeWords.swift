import CaseModel
import Web

/// The plain names of codes, for people who have never seen a code list.
struct CodeWords: Sendable {
    let lists: CodeLists
    let words: Words

    /// The phrase `<prefix>.<code>`; the list's own label where there is none, as for the codes of an overlay.
    func name(_ code: String, _ prefix: String, in list: String) -> String {
        let phrase = Phrase(key: "\(prefix).\(code)")
        let name = words(phrase)
        return name == phrase.key ? lists.label(code, in: list, language: words.language.code) : name
    }

    /// All codes of a list, or those that are wanted, in the list's order.
    func choices(_ list: String, _ prefix: String, where isWanted: (CodeItem) -> Bool = { _ in true }) -> [Choice] {
        let items = (try? lists.list(list).items) ?? []
        return items.filter(isWanted).map { Choice($0.code, name($0.code, prefix, in: list)) }
    }
}
