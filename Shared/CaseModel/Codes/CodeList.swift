/// A named list of codes, in its own order.
package struct CodeList: Sendable, Equatable {
    package let name: String
    package let title: String
    package private(set) var items: [CodeItem]
    private var places: [String: Int]

    init(name: String, title: String, items: [CodeItem]) {
        self.name = name
        self.title = title
        self.items = []
        places = [:]
        for item in items { put(item) }
    }

    package subscript(code: String) -> CodeItem? {
        places[code].map { items[$0] }
    }

    /// The item of a code that must be one of the list's.
    package func item(_ code: String) throws(CodeListError) -> CodeItem {
        guard let item = self[code] else { throw .unknownCode(list: name) }
        return item
    }

    /// Adds an item, or replaces the one with its code where that stands.
    mutating func put(_ item: CodeItem) {
        if let place = places[item.code] {
            items[place] = item
        } else {
            places[item.code] = items.count
            items.append(item)
        }
    }
}

/// Why a code list cannot be had. Names the list, never a code that somebody typed.
package enum CodeListError: Error, Equatable {
    case unreadable
    case unknownList(String)
    case unknownCode(list: String)

    package var code: String {
        switch self {
        case .unreadable: "code-lists-unreadable"
        case .unknownList: "code-list-unknown"
        case .unknownCode: "code-unknown"
        }
    }
}
