import Foundation

/// The processes of this machine, as the kernel tells of them.
enum ProcessTree {
    struct Entry: Hashable {
        let id: Int
        let parent: Int
        /// The first fifteen letters of the program's.
        let name: String
        /// Tells apart two that had the same number.
        let began: String

        /// Parents change when they end before their children.
        static func == (one: Entry, other: Entry) -> Bool { one.id == other.id && one.began == other.began }

        func hash(into hasher: inout Hasher) { hasher.combine(id) }
    }

    /// Those that have not ended.
    static func all() -> Set<Entry> {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return Set(names.compactMap(Int.init).compactMap(entry))
    }

    /// What a process has started, and what those have.
    static func descendants(of id: Int) -> Set<Entry> {
        let all = all()
        var found: Set<Entry> = []
        var next = [id]
        while let parent = next.popLast() {
            for child in all where child.parent == parent && found.insert(child).inserted { next.append(child.id) }
        }
        return found
    }

    private static func entry(_ id: Int) -> Entry? {
        guard let data = FileManager.default.contents(atPath: "/proc/\(id)/stat") else { return nil }
        let text = String(decoding: data, as: UTF8.self)
        guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else { return nil }
        let fields = text[close...].dropFirst().split(separator: " ")
        guard fields.count > 19, fields[0] != "Z", let parent = Int(fields[1]) else { return nil }
        return Entry(
            id: id, parent: parent, name: String(text[text.index(after: open)..<close]), began: String(fields[19]))
    }
}
