import CaseModel

/// A question as the database is asked it: tokens for each compartment, since each has a key of its own.
struct SearchPlan: Sendable, Equatable {
    var compartments: [String] = []
    /// Lists that a document must have all of.
    var wanted: [String] = []
    /// Lists of which it must have one each, `{1,2};{3,4}`.
    var choices: [String] = []
    /// As `wanted`, without the spellings that only sound alike; nil where there are none.
    var exact: [String?] = []

    init(_ question: SearchQuestion, _ tokens: [Compartment: SearchTokens]) {
        let terms = SearchWords.query(question.words)
        let asked = question.codes[.compartment]
        for (compartment, tokens) in tokens.sorted(by: { $0.key.code < $1.key.code })
        where asked?.contains(compartment.code) ?? true {
            add(question, terms, tokens, compartment)
        }
    }

    private mutating func add(
        _ question: SearchQuestion, _ terms: [[Set<String>]], _ tokens: SearchTokens, _ compartment: Compartment
    ) {
        // Whatever has a word has its sound too: the last alternative, which is the widest, stands for all.
        let near = Set(terms.compactMap(\.last).joined().map(tokens.word))
        let exact = Set(terms.compactMap(\.first).joined().map(tokens.word))
        var codes: Set<Int64> = []
        var choices: [String] = []
        for (facet, values) in question.codes.sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where facet != .compartment {
            let found = values.map { tokens.code(FacetCode(facet, $0)) }
            if found.count == 1 { codes.formUnion(found) } else { choices.append(Self.literal(found)) }
        }
        // An index finds nothing by nothing: everything in the compartment has its code.
        if near.isEmpty, codes.isEmpty { codes.insert(tokens.code(FacetCode(.compartment, compartment.code))) }
        compartments.append(compartment.code)
        wanted.append(Self.literal(codes.union(near).sorted()))
        self.choices.append(choices.joined(separator: ";"))
        self.exact.append(near == exact ? nil : Self.literal(codes.union(exact).sorted()))
    }

    private static func literal(_ tokens: [Int64]) -> String {
        "{\(tokens.map(String.init).joined(separator: ","))}"
    }
}
