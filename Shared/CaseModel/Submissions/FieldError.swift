/// What is wrong with one field, as a phrase key for the place beside it. Carries nothing that was typed.
package struct FieldError: Sendable, Hashable {
    /// The field's name in forms and in the API: `narrative`.
    package let field: String
    /// `report.form.narrative.too_long`
    package let phrase: String
    /// Fills the placeholder `{limit}`.
    package let limit: Int?

    package enum Problem: String, Sendable {
        case missing
        case tooLong = "too_long"
        case tooMany = "too_many"
        case notAllowed = "not_allowed"
        case unknown
        case invalid
        case inFuture = "in_future"
    }

    package init(form: String, field: String, _ problem: Problem, limit: Int? = nil) {
        self.field = field
        phrase = "\(form).\(field).\(problem.rawValue)"
        self.limit = limit
    }
}
