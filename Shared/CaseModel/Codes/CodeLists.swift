package import Foundation

/// The words of the house: every code list and the States, read once at start.
package struct CodeLists: Sendable {
    private var lists: [String: CodeList] = [:]
    private var statesByCode: [String: StateEntry] = [:]

    /// No list yet.
    package init() {}

    /// The lists that come with the program, with overlay files laid over them in order.
    package static func bundled(overlays: [URL] = []) throws(CodeListError) -> CodeLists {
        guard let folder = Bundle.module.url(forResource: "CodeLists", withExtension: nil) else { throw .unreadable }
        var lists = CodeLists()
        for name in ["vocabularies.json", "un_states.json"] {
            try lists.lay(try read(folder.appendingPathComponent(name)))
        }
        try lists.addLabels(try read(folder.appendingPathComponent("labels.json")))
        for file in overlays { try lists.lay(try read(file)) }
        return lists
    }

    private static func read(_ file: URL) throws(CodeListError) -> Data {
        guard let data = try? Data(contentsOf: file) else { throw .unreadable }
        return data
    }

    /// Lays a file over what is there: an array of States, or an object of lists. An entry with a known code replaces it, any
    /// other is added.
    package mutating func lay(_ data: Data) throws(CodeListError) {
        let decoder = JSONDecoder()
        if let states = try? decoder.decode([StateEntry].self, from: data) {
            for state in states { statesByCode[state.iso3] = state }
        } else if let files = try? decoder.decode([String: ListFile].self, from: data) {
            for (name, file) in files { lay(file, name: name) }
        } else {
            throw .unreadable
        }
    }

    private mutating func lay(_ file: ListFile, name: String) {
        var list = lists[name] ?? CodeList(name: name, title: file.title ?? name, items: [])
        for item in file.items { list.put(item) }
        lists[name] = list
    }

    /// Gives items the labels that their lists lack. The lists are a copy of the domain's vocabulary, which does not have
    /// all languages; what it has goes first. A label for an item that no list has is refused.
    package mutating func addLabels(_ data: Data) throws(CodeListError) {
        guard let file = try? JSONDecoder().decode(LabelFile.self, from: data) else { throw .unreadable }
        for (name, labels) in file.lists {
            var list = try self.list(name)
            for (code, byLanguage) in labels { list.put(try list.item(code).adding(byLanguage)) }
            lists[name] = list
        }
    }

    /// The list of that name.
    package func list(_ name: String) throws(CodeListError) -> CodeList {
        guard let list = lists[name] else { throw .unknownList(name) }
        return list
    }

    package var names: [String] { lists.keys.sorted() }

    package func item(_ code: String, in list: String) -> CodeItem? { lists[list]?[code] }

    package func contains(_ code: String, in list: String) -> Bool { item(code, in: list) != nil }

    /// The label of a code; the code itself where the list does not have it.
    package func label(_ code: String, in list: String, language: String) -> String {
        item(code, in: list)?.label(language) ?? code
    }

    /// A State by its ISO 3166-1 alpha-3 code.
    package func state(_ iso3: String) -> StateEntry? { statesByCode[iso3] }

    /// All States in the alphabetical order of a language.
    package func states(inOrderOf language: String) -> [StateEntry] {
        let locale = Locale(identifier: language)
        return statesByCode.values.sorted { one, other in
            let order = one.name(language).compare(other.name(language), locale: locale)
            return order == .orderedSame ? one.iso3 < other.iso3 : order == .orderedAscending
        }
    }
}

private struct ListFile: Decodable {
    let title: String?
    let items: [CodeItem]
}

private struct LabelFile: Decodable {
    /// By list, code and language.
    let lists: [String: [String: [String: String]]]
}
