import Vault

/// The field that carries a token in every form.
package enum FormToken {
    package static let field = "form-token"

    /// Compares without telling by its time where the first difference is.
    package static func isEqual(_ one: String, _ other: String) -> Bool {
        constantTimeEquals(Array(one.utf8), Array(other.utf8))
    }
}
