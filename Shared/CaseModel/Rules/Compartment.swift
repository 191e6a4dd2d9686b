/// The part of the house that may see a case: the code of a UN entity (list `un_entity`), or of one of its circles.
///
/// Stands in clear on the bus and in row-level security, so it is a code and nothing else: capital ASCII letters,
/// digits and `_`, 32 at most.
package struct Compartment: Hashable, Sendable, CustomStringConvertible {
    package let code: String

    package init?(_ code: String) {
        let allowed = code.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || $0 == 0x5F }
        guard allowed, (1...32).contains(code.utf8.count) else { return nil }
        self.code = code
    }

    private init(constant: StaticString) {
        code = constant.description
    }

    /// Where a submission stands that names no UN entity: the headquarters, where the senior official's office is.
    package static let headquarters = Compartment(constant: "OHCHR_HQ")

    package var description: String { code }
}

extension Compartment: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let compartment = Compartment(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a compartment code")
        }
        self = compartment
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}
