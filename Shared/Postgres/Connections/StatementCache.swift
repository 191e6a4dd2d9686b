/// Which statements one connection has prepared. The one longest unused goes when there are too many.
struct StatementCache {
    struct Key: Hashable {
        let text: String
        let types: [UInt32]
    }

    enum Lookup: Equatable {
        case prepared(name: String)
        /// To be prepared under `name`, after `evicting` has been deallocated.
        case new(name: String, evicting: String?)
    }

    private struct Entry {
        let name: String
        var lastUse: Int
    }

    private let limit: Int
    private var entries: [Key: Entry] = [:]
    private var uses = 0
    private var names = 0

    init(limit: Int) {
        self.limit = max(limit, 1)
    }

    var count: Int { entries.count }

    /// Finds the statement, or makes room for it under a name never used before.
    mutating func use(_ key: Key) -> Lookup {
        uses += 1
        if let index = entries.index(forKey: key) {
            entries.values[index].lastUse = uses
            return .prepared(name: entries.values[index].name)
        }
        let oldest = entries.count < limit ? nil : entries.min { $0.value.lastUse < $1.value.lastUse }
        let evicted = oldest.flatMap { entries.removeValue(forKey: $0.key)?.name }
        names += 1
        let name = "s\(names)"
        entries[key] = Entry(name: name, lastUse: uses)
        return .new(name: name, evicting: evicted)
    }

    /// Forgets a statement that was not prepared after all, or that no longer fits.
    mutating func forget(_ key: Key) { entries[key] = nil }

    mutating func forgetAll() { entries = [:] }
}
