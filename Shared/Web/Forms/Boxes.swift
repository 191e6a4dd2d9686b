// Long lists of things to tick, in few bytes: an act of sixty or a body of fifty must not make a page heavy.
extension FormFields {
    /// Some of the boxes of a list, under a heading of their own.
    package struct BoxGroup: Sendable {
        let title: Phrase
        let options: [Choice]

        package init(_ title: Phrase, _ options: [Choice]) {
            self.title = title
            self.options = options
        }
    }

    /// Boxes to tick; each label wraps its box.
    package func boxes(
        _ name: String, _ label: Phrase, options: [Choice], hint: Phrase? = nil, type: BoxType = .checkbox
    ) -> HTML {
        boxFieldset(name, label, hint, boxes(name, options, type))
    }

    /// Boxes in groups that stand closed until one of theirs is ticked. The first group may stand open.
    package func boxGroups(_ name: String, _ label: Phrase, groups: [BoxGroup], hint: Phrase? = nil) -> HTML {
        let chosen = Set(state.all(name))
        let parts = groups.map { group in
            HTML.details(
                group.options.contains { chosen.contains($0.value) } ? [.open] : [],
                .summary(words.html(group.title)), boxes(name, group.options, .checkbox))
        }
        return boxFieldset(name, label, hint, .list(parts))
    }

    /// A part of a form that may stay empty: it stands closed until something in it is filled in or wrong.
    ///
    /// - Parameter names: The fields in it.
    package func optional(_ title: Phrase, _ names: [String], _ children: HTML...) -> HTML {
        let isOpen = names.contains { !state.value($0).isEmpty || state.all($0).count > 1 || state.error($0) != nil }
        return .details([.class("part")] + (isOpen ? [.open] : []), .summary(words.html(title)), .list(children))
    }

    /// Whether one of several, or any of them, can be chosen.
    package enum BoxType: Sendable {
        case checkbox, radio

        var name: StaticString { self == .checkbox ? "checkbox" : "radio" }
    }

    private func boxes(_ name: String, _ options: [Choice], _ type: BoxType) -> HTML {
        let chosen = Set(state.all(name))
        let items = options.map { choice in
            let attributes: [Attribute] = [.type(type.name), .name(name), .value(choice.value)]
            return HTML.label(
                .input(attributes + (chosen.contains(choice.value) ? [.checked] : [])), .text(choice.label))
        }
        return .div([.class("boxes")], .list(items))
    }

    /// The fieldset has the field's id, so that the list of errors leads there.
    private func boxFieldset(_ name: String, _ label: Phrase, _ hint: Phrase?, _ inputs: HTML) -> HTML {
        labels.keep(name, label)
        return .fieldset(
            [.class(state.error(name) == nil ? "field" : "field invalid"), .id(Self.id(name))]
                + described(name, hint),
            .legend(words.html(label)), hintText(name, hint), errorText(name), inputs)
    }
}
