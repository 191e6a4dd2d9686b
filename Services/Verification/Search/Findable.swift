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

/// A kind of record that says which facet the codes of a field belong to, where the field's list does not say it (States).
/// All kinds are found by every text in them, and by every code in a field whose list is a facet.
protocol FindableRecord {
    static var facets: [String: Facet] { get }
}
