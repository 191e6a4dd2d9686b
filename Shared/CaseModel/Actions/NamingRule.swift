/// Whom naming one person tells apart (DOMAIN.md C.5, D.3 5): nobody is named by whose name somebody is known who may not be.
enum NamingRule {
    /// - Parameters:
    ///   - tells: Whom naming somebody tells apart, and through them others.
    ///   - nameable: Those whose own word and risk allow their name. Whoever is in no list may not be named.
    static func mayBeNamed(_ id: String, tells: [String: Set<String>], nameable: Set<String>) -> Bool {
        var known: Set<String> = [id]
        var next = [id]
        while let one = next.popLast() {
            for other in tells[one] ?? [] where known.insert(other).inserted { next.append(other) }
        }
        known.remove(id)
        return known.isSubset(of: nameable)
    }
}
