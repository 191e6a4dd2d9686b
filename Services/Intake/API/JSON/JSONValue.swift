/// A JSON value (RFC 8259), as it was written: nothing is converted, nothing twice.
enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// As its digits stand there: a number that fits no machine's is still one.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])
}

/// Why bytes are no JSON that is taken here. Carries nothing of them.
struct JSONProblem: Error, Equatable {
    enum Kind: String, Sendable {
        case invalid = "invalid-json"
        /// Bytes that are no UTF-8, or half a surrogate pair.
        case notUnicode = "not-unicode"
        case tooDeep = "too-deep"
        case tooMany = "too-many-values"
        /// One name twice in one object: whoever reads it could read either.
        case duplicateName = "duplicate-name"
    }

    let kind: Kind
    /// Where (RFC 6901), as far as it was read.
    let pointer: String
}

/// A step of a JSON pointer (RFC 6901).
enum JSONPointer {
    static func appending(_ step: String, to pointer: String) -> String {
        // Whatever stands in a name, an answer does not grow with it.
        "\(pointer)/" + step.prefix(64).replacing("~", with: "~0").replacing("/", with: "~1")
    }
}
