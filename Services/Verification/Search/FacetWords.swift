import CaseModel
import Web

/// What codes are called, in a reader's language.
struct FacetWords: Sendable {
    let lists: CodeLists
    let words: Words
    /// Of UN events and officers, by their ids.
    var names: [String: String] = [:]

    func label(_ code: FacetCode) -> String {
        switch code.facet.source {
        case .list(let name): lists.label(code.code, in: name, words)
        case .states: lists.state(code.code)?.name(words.language.code) ?? code.code
        case .own: Self.phrase(code.code).map { words($0) } ?? code.code
        case .known: names[code.code] ?? code.code
        }
    }

    private static func phrase(_ code: String) -> Phrase? {
        switch code {
        case "SUBMISSION": Phrase("search.code.submission")
        case "CASE": Phrase("search.code.case")
        case "VIOLENCE": Phrase("search.code.violence")
        case "LIBERTY": Phrase("search.code.liberty")
        case "THREAT": Phrase("search.code.threat")
        case "SURVEILLANCE": Phrase("search.code.surveillance")
        case "JUDICIAL_ADMIN": Phrase("search.code.judicial_admin")
        case "ORGANIZATION": Phrase("search.code.organization")
        case "UN_ACCESS": Phrase("search.code.un_access")
        case "PROPERTY": Phrase("search.code.property")
        case "INSTITUTION": Phrase("search.code.institution")
        case "OTHER": Phrase("search.code.other")
        default: nil
        }
    }
}
