/// The rule of a catalogue's `Plural-Forms` header: which form a count takes.
///
/// The header holds an expression of the language C over `n`; this reads and evaluates it. Numbers, `n`, parentheses,
/// `! * / % + - < <= > >= == != && || ?:` are understood.
package struct PluralRule: Sendable {
    package let formCount: Int
    private let root: Node

    /// Germanic: one form for 1, another for the rest.
    package static let standard = PluralRule(formCount: 2, root: .binary("!=", .count, .number(1)))

    private init(formCount: Int, root: Node) {
        self.formCount = formCount
        self.root = root
    }

    /// Reads `nplurals=2; plural=(n != 1);`.
    package init(header: String) throws(CatalogueError) {
        var fields: [String: String] = [:]
        for part in header.split(separator: ";") {
            guard let equals = part.firstIndex(of: "=") else { continue }
            fields[String(part[..<equals].filter { !$0.isWhitespace })] = String(part[part.index(after: equals)...])
        }
        guard let forms = fields["nplurals"].flatMap({ Int($0.filter { !$0.isWhitespace }) }), (1...8).contains(forms),
            let expression = fields["plural"]
        else { throw .badPluralRule }
        var parser = try Parser(expression)
        self.init(formCount: forms, root: try parser.whole())
    }

    /// The form for a count, always below `formCount`.
    package func form(for count: Int) -> Int {
        let form = root.value(Int(clamping: count.magnitude))
        return (0..<formCount).contains(form) ? form : formCount - 1
    }

    private indirect enum Node: Sendable {
        case number(Int)
        case count
        case not(Node)
        case binary(String, Node, Node)
        case choice(Node, Node, Node)

        func value(_ count: Int) -> Int {
            switch self {
            case .number(let number): number
            case .count: count
            case .not(let node): node.value(count) == 0 ? 1 : 0
            case .choice(let condition, let one, let other):
                condition.value(count) != 0 ? one.value(count) : other.value(count)
            case .binary(let sign, let left, let right): Self.apply(sign, left.value(count), right.value(count))
            }
        }

        private static func apply(_ sign: String, _ left: Int, _ right: Int) -> Int {
            switch sign {
            case "*": left.multipliedReportingOverflow(by: right).partialValue
            case "/": right == 0 ? 0 : left.dividedReportingOverflow(by: right).partialValue
            case "%": right == 0 ? 0 : left.remainderReportingOverflow(dividingBy: right).partialValue
            case "+": left &+ right
            case "-": left &- right
            case "<": left < right ? 1 : 0
            case "<=": left <= right ? 1 : 0
            case ">": left > right ? 1 : 0
            case ">=": left >= right ? 1 : 0
            case "==": left == right ? 1 : 0
            case "!=": left != right ? 1 : 0
            case "&&": left != 0 && right != 0 ? 1 : 0
            default: left != 0 || right != 0 ? 1 : 0
            }
        }
    }

    private struct Parser {
        private static let levels: [[String]] = [
            ["||"], ["&&"], ["==", "!="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "/", "%"],
        ]
        private var tokens: ArraySlice<String>

        init(_ text: String) throws(CatalogueError) {
            guard text.utf8.count <= 1024 else { throw .badPluralRule }
            var rest = Substring(text)
            var tokens: [String] = []
            while let first = rest.first {
                let two = String(rest.prefix(2))
                if first.isWhitespace {
                    rest.removeFirst()
                } else if ["||", "&&", "==", "!=", "<=", ">="].contains(two) {
                    tokens.append(two)
                    rest.removeFirst(2)
                } else if first.isASCII, first.isNumber {
                    let digits = rest.prefix { $0.isASCII && $0.isNumber }
                    tokens.append(String(digits))
                    rest.removeFirst(digits.count)
                } else if "n()!*/%+-<>?:".contains(first) {
                    tokens.append(String(first))
                    rest.removeFirst()
                } else {
                    throw .badPluralRule
                }
            }
            self.tokens = tokens[...]
        }

        mutating func whole() throws(CatalogueError) -> Node {
            let node = try choice()
            guard tokens.isEmpty else { throw .badPluralRule }
            return node
        }

        private mutating func choice() throws(CatalogueError) -> Node {
            let condition = try binary(level: 0)
            guard take(["?"]) != nil else { return condition }
            let one = try choice()
            guard take([":"]) != nil else { throw .badPluralRule }
            return .choice(condition, one, try choice())
        }

        private mutating func binary(level: Int) throws(CatalogueError) -> Node {
            guard level < Self.levels.count else { return try unary() }
            var left = try binary(level: level + 1)
            while let sign = take(Self.levels[level]) { left = .binary(sign, left, try binary(level: level + 1)) }
            return left
        }

        private mutating func unary() throws(CatalogueError) -> Node {
            if take(["!"]) != nil { return .not(try unary()) }
            if take(["("]) != nil {
                let inner = try choice()
                guard take([")"]) != nil else { throw .badPluralRule }
                return inner
            }
            guard let token = tokens.popFirst() else { throw .badPluralRule }
            if token == "n" { return .count }
            guard let number = Int(token) else { throw .badPluralRule }
            return .number(number)
        }

        private mutating func take(_ wanted: [String]) -> String? {
            guard let next = tokens.first, wanted.contains(next) else { return nil }
            return tokens.popFirst()
        }
    }
}
