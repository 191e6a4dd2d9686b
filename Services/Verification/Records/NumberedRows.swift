import Web

/// Fields that may be filled in several times without a script: `status`, `status.2`, `status.3`.
enum NumberedRows {
    static let most = 20
    private static let least = 2

    static func name(_ name: String, _ row: Int) -> String { row == 1 ? name : "\(name).\(row)" }

    /// How many a form shows: all that are filled in and one more, and more where more were asked for.
    static func shown(_ group: String, _ names: [String], _ state: FormState) -> Int {
        let filled =
            (1...most).last { row in names.contains { !state.value(name($0, row)).isEmpty } } ?? 0
        let asked = Int(state.value("\(group).rows")) ?? 0
        return min(max(filled + 1, asked, least), most)
    }

    /// The rows, and the button that gives two more.
    static func html(
        _ group: String, _ names: [String], _ fields: FormFields, more: Phrase, _ row: (Int) -> HTML
    ) -> HTML {
        let shown = shown(group, names, fields.state)
        return .list(
            .list((1...shown).map(row)), fields.hidden("\(group).rows", String(shown)),
            .when(shown < most, fields.button(more, name: "more", value: group)))
    }
}
