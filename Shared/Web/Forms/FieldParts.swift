// What the fields have in common.
extension FormFields {
    func group(_ name: String, _ label: Phrase, _ hint: Phrase?, _ required: Bool, _ input: HTML) -> HTML {
        labels.keep(name, label)
        return .div(
            [.class(state.error(name) == nil ? "field" : "field invalid")],
            .label([.forField(Self.id(name))], labelText(label, required)),
            hintText(name, hint), errorText(name), input)
    }

    func fieldset(_ name: String, _ label: Phrase, _ hint: Phrase?, _ required: Bool, _ inputs: HTML) -> HTML {
        labels.keep(name, label)
        return .fieldset(
            [.class(state.error(name) == nil ? "field" : "field invalid"), .id("group-\(name)")]
                + described(name, hint),
            .legend(labelText(label, required)),
            hintText(name, hint), errorText(name), inputs)
    }

    func choices(
        _ name: String, _ label: Phrase, _ options: [Choice], _ hint: Phrase?, _ required: Bool, type: StaticString
    ) -> HTML {
        let chosen = state.all(name)
        let items = options.enumerated().map { index, choice in
            // The first one has the field's id, so that the list of errors leads there.
            let id = index == 0 ? Self.id(name) : "\(Self.id(name))-\(index)"
            return option(name, id: id, choice, type: type, chosen.contains(choice.value), [])
        }
        return fieldset(name, label, hint, required, .list(items))
    }

    func option(
        _ name: String, id: String, _ choice: Choice, type: StaticString, _ checked: Bool, _ more: [Attribute]
    ) -> HTML {
        let attributes: [Attribute] = [.id(id), .name(name), .type(type), .value(choice.value)] + more
        return .div(
            [.class("option")],
            .input(attributes + (checked ? [.checked] : [])),
            .label([.forField(id)], .text(choice.label)))
    }

    func labelText(_ label: Phrase, _ required: Bool) -> HTML {
        .list(
            words.html(label),
            .when(required, .list(" ", .span([.class("required")], words.html(Phrase("web.form.required"))))))
    }

    func hintText(_ name: String, _ hint: Phrase?) -> HTML {
        guard let hint else { return .empty }
        return .p([.class("hint"), .id("hint-\(name)")], words.html(hint))
    }

    func errorText(_ name: String) -> HTML {
        guard let error = state.error(name) else { return .empty }
        return .p(
            [.class("error"), .id("error-\(name)")],
            .span([.class("only-spoken")], words.html(Phrase("web.form.error_prefix")), " "), words.html(error))
    }

    func described(_ name: String, _ hint: Phrase?) -> [Attribute] {
        let isInvalid = state.error(name) != nil
        let ids = (hint == nil ? [] : ["hint-\(name)"]) + (isInvalid ? ["error-\(name)"] : [])
        return (ids.isEmpty ? [] : [.ariaDescribedBy(ids)]) + (isInvalid ? [.ariaInvalid] : [])
    }

    static func attributes(_ kind: TextKind) -> [Attribute] {
        switch kind {
        case .plain: [.type("text"), .dir(.auto), .autocomplete("off")]
        case .password: [.type("password"), .autocomplete("current-password")]
        case .newPassword: [.type("password"), .autocomplete("new-password")]
        case .username: [.type("text"), .autocomplete("username"), .spellcheck(false), .dir(.auto)]
        case .oneTimeCode: [.type("text"), .autocomplete("one-time-code"), .inputmode("numeric"), .dir(.leftToRight)]
        case .email: [.type("email"), .autocomplete("off"), .dir(.leftToRight)]
        case .number: [.type("text"), .inputmode("numeric"), .autocomplete("off"), .dir(.leftToRight)]
        case .code: [.type("text"), .autocomplete("off"), .spellcheck(false), .dir(.leftToRight)]
        }
    }
}
