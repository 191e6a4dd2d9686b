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
