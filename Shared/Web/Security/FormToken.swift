/// The field that carries a token in every form.
package enum FormToken {
    package static let field = "form-token"

    /// Compares without telling by its time where the first difference is.
    package static func isEqual(_ one: String, _ other: String) -> Bool {
        let one = Array(one.utf8)
        let other = Array(other.utf8)
        guard one.count == other.count else { return false }
        return zip(one, other).reduce(0 as UInt8) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
