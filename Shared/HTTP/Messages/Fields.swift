/// Names and values as they came, in order, duplicates and unknown ones included: a query or a form.
package struct Fields: Sendable, Equatable {
    package struct Field: Sendable, Equatable {
        package let name: String
        package let value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package private(set) var all: [Field]

    package init(_ all: [Field] = []) {
        self.all = all
    }

    package init(_ pairs: KeyValuePairs<String, String>) {
        all = pairs.map { Field(name: $0.key, value: $0.value) }
    }

    package var isEmpty: Bool { all.isEmpty }
    package var count: Int { all.count }
    package var names: [String] { all.map(\.name) }

    /// The first value of a name.
    package subscript(name: String) -> String? {
        all.first { $0.name == name }?.value
    }

    /// All values of a name, in order.
    package func values(_ name: String) -> [String] {
        all.filter { $0.name == name }.map(\.value)
    }

    package func contains(_ name: String) -> Bool {
        all.contains { $0.name == name }
    }

    package mutating func append(_ name: String, _ value: String) {
        all.append(Field(name: name, value: value))
    }
}
