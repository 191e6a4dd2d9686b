import YAML

/// Takes fields out of mappings, notes what is wrong with them, and remembers on which line each stands.
struct FieldReader {
    /// A mapping's fields, by name.
    struct Fields {
        fileprivate let path: String
        fileprivate let line: Int
        fileprivate var values: [String: YAMLNode]
    }

    private(set) var problems: [ProtocolFile.Problem] = []
    private var lines: [String: Int] = [:]

    /// The line of what a path names, or of the nearest that is there.
    func line(of path: String) -> Int {
        var path = path[...]
        while true {
            if let line = lines[String(path)] { return line }
            guard let dot = path.lastIndex(of: ".") else { return 1 }
            path = path[..<dot]
        }
    }

    mutating func fields(of node: YAMLNode, at path: String, known: Set<String>) -> Fields {
        lines[path] = node.line
        guard case .mapping(let fields) = node.content else {
            note("not-fields", node.line)
            return Fields(path: path, line: node.line, values: [:])
        }
        for field in fields {
            lines[join(path, field.name)] = field.line
            if !known.contains(field.name) { note("unknown-field", field.line) }
        }
        return Fields(
            path: path, line: node.line,
            values: Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    mutating func node(_ fields: inout Fields, _ name: String, required: Bool = true) -> YAMLNode? {
        guard let value = fields.values[name] else {
            // A mapping that is none has been noted already.
            if required, !fields.values.isEmpty { note("missing-field", fields.line) }
            return nil
        }
        return value
    }

    mutating func nodes(_ fields: inout Fields, _ name: String, required: Bool = true) -> [YAMLNode] {
        guard let node = node(&fields, name, required: required) else { return [] }
        guard case .sequence(let items) = node.content else {
            note("not-a-list", node.line)
            return []
        }
        for (index, item) in items.enumerated() { lines["\(join(fields.path, name)).\(index)"] = item.line }
        return items
    }

    mutating func text(_ fields: inout Fields, _ name: String, required: Bool = true) -> String {
        node(&fields, name, required: required).map { text(of: $0) } ?? ""
    }

    mutating func list(_ fields: inout Fields, _ name: String, required: Bool = true) -> [String] {
        nodes(&fields, name, required: required).map { text(of: $0) }
    }

    /// Texts by language code; a text alone is English.
    mutating func texts(_ fields: inout Fields, _ name: String) -> [String: String] {
        node(&fields, name).map { texts(of: $0, at: join(fields.path, name)) } ?? [:]
    }

    mutating func texts(of node: YAMLNode, at path: String) -> [String: String] {
        lines[path] = node.line
        guard case .mapping(let fields) = node.content else { return ["en": text(of: node)] }
        return Dictionary(fields.map { ($0.name, text(of: $0.value)) }, uniquingKeysWith: { first, _ in first })
    }

    mutating func number(_ fields: inout Fields, _ name: String, required: Bool = true) -> Int {
        guard let node = node(&fields, name, required: required) else { return 0 }
        guard case .scalar(let text, isPlain: true) = node.content, let number = Int(text) else {
            note("not-a-number", node.line)
            return 0
        }
        return number
    }

    mutating func flag(_ fields: inout Fields, _ name: String) -> Bool {
        guard let node = node(&fields, name, required: false) else { return false }
        switch node.content {
        case .scalar("true", isPlain: true): return true
        case .scalar("false", isPlain: true): return false
        default:
            note("not-true-or-false", node.line)
            return false
        }
    }

    mutating func code<Code: RawRepresentable>(
        _ fields: inout Fields, _ name: String, required: Bool = true
    ) -> Code? where Code.RawValue == String {
        guard let node = node(&fields, name, required: required) else { return nil }
        let code = Code(rawValue: text(of: node))
        if code == nil { note("unknown-code", node.line) }
        return code
    }

    /// A list of codes; none where it is left out.
    mutating func codes<Code: RawRepresentable>(_ fields: inout Fields, _ name: String) -> [Code]
    where Code.RawValue == String {
        nodes(&fields, name, required: false).compactMap { node in
            let code = Code(rawValue: text(of: node))
            if code == nil { note("unknown-code", node.line) }
            return code
        }
    }

    private mutating func text(of node: YAMLNode) -> String {
        guard case .scalar(let text, _) = node.content, !text.isEmpty, text.utf8.count <= 4000 else {
            note("not-a-text", node.line)
            return ""
        }
        return text
    }

    private mutating func note(_ problem: String, _ line: Int) {
        problems.append(ProtocolFile.Problem(problem: problem, line: line))
    }

    private func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
