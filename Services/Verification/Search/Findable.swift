import CaseModel

/// What a submission or a case is found by, before it is hashed.
struct Findable: Sendable {
    /// Words and names in any language and script.
    var texts: [String] = []
    var codes: Set<FacetCode> = []

    mutating func add(_ text: String?) {
        if let text, !text.isEmpty { texts.append(text) }
    }

    mutating func add(_ facet: Facet, _ codes: some Sequence<String>) {
        for code in codes where !code.isEmpty { self.codes.insert(FacetCode(facet, code)) }
    }

    mutating func add(_ facet: Facet, _ code: String?) {
        if let code { add(facet, [code]) }
    }

    mutating func add(acts: some Sequence<String>, _ lists: CodeLists) {
        for act in acts {
            add(.act, act)
            add(.actGroup, lists.item(act, in: "act_type")?.group)
        }
    }
}

/// A kind of record that says itself what a case is found by. The others are found by every text in them, and by every code
/// in a field whose list is a facet.
protocol FindableRecord {
    /// Which facet the codes of a field belong to, where its list does not say it (the three State fields).
    static var facets: [String: Facet] { get }
    /// False where nobody else may find the case by it, such as an officer's own notes.
    var isFindable: Bool { get }
}

extension FindableRecord {
    static var facets: [String: Facet] { [:] }
    var isFindable: Bool { true }
}
