import CaseModel

/// Takes the fields of a JSON object one by one and notes what is of another type than it should be. Names that nobody asks
/// for are passed over, so that older servers take what newer clients send; null is as good as absent.
struct JSONFields {
    private let members: [String: JSONValue]
    private let pointer: String
    private(set) var errors: [PointedError] = []

    /// Throws where the value is no object.
    init(_ value: JSONValue, at pointer: String = "") throws(PointedError) {
        guard case .object(let members) = value else { throw PointedError(pointer, .wrongType) }
        self.members = members
        self.pointer = pointer
    }

    var names: Dictionary<String, JSONValue>.Keys { members.keys }

    mutating func text(_ name: String) -> String? {
        switch members[name] {
        case nil, .null: return nil
        case .string(let text): return text
        default: return wrong(name)
        }
    }

    mutating func flag(_ name: String) -> Bool? {
        switch members[name] {
        case nil, .null: return nil
        case .bool(let flag): return flag
        default: return wrong(name)
        }
    }

    mutating func texts(_ name: String, limit: Int) -> [String]? {
        switch members[name] {
        case nil, .null: return nil
        case .array(let values):
            guard values.count <= limit else {
                errors.append(PointedError("\(pointer)/\(name)", .tooMany, limit: limit))
                return nil
            }
            var texts: [String] = []
            for (index, value) in values.enumerated() {
                if case .string(let text) = value {
                    texts.append(text)
                } else {
                    errors.append(PointedError("\(pointer)/\(name)/\(index)", .wrongType))
                }
            }
            return texts
        default: return wrong(name)
        }
    }

    /// The fields of an object within this one; what is wrong with them is noted there.
    mutating func object(_ name: String) -> JSONFields? {
        guard let value = members[name], value != .null else { return nil }
        guard let inner = try? JSONFields(value, at: "\(pointer)/\(name)") else { return wrong(name) }
        return inner
    }

    private mutating func wrong<Value>(_ name: String) -> Value? {
        errors.append(PointedError("\(pointer)/\(name)", .wrongType))
        return nil
    }
}
