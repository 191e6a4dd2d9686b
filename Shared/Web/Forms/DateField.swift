// A date of which only part may be known.
extension FormFields {
    /// Three inputs, `<name>.day`, `<name>.month` and `<name>.year`, and how exact they are, `<name>.precision`.
    ///
    /// - Parameter precisions: What may be chosen (`date_precision` of the code lists); none leaves the choice out.
    package func date(
        _ name: String, _ label: Phrase, precisions: [Choice] = [], hint: Phrase? = nil, required: Bool = false
    ) -> HTML {
        let parts = HTML.div(
            [.class("date")],
            part(name, "\(name).day", id: Self.id(name), Phrase("web.form.date.day"), size: 2),
            part(name, "\(name).month", id: Self.id("\(name).month"), Phrase("web.form.date.month"), size: 2),
            part(name, "\(name).year", id: Self.id("\(name).year"), Phrase("web.form.date.year"), size: 4))
        let exactness: HTML =
            precisions.isEmpty
            ? .empty : select("\(name).precision", Phrase("web.form.date.precision"), options: precisions)
        return fieldset(name, label, hint, required, .list(parts, exactness))
    }

    private func part(_ field: String, _ name: String, id: String, _ label: Phrase, size: Int) -> HTML {
        let attributes: [Attribute] = [
            .id(id), .name(name), .type("text"), .inputmode("numeric"), .autocomplete("off"), .dir(.leftToRight),
            .size(size), .maxlength(size), .value(state.value(name)),
        ]
        let invalid: [Attribute] =
            state.error(field) == nil ? [] : [.ariaInvalid, .ariaDescribedBy(["error-\(field)"])]
        return .div(.label([.forField(id)], words.html(label)), .input(attributes + invalid))
    }
}
