package import HTTP
package import Web

/// Pages for somebody who is signed in: in their language, with the sections they may use.
package struct StaffPages: Sendable {
    package let layout: StaffLayout

    package init(layout: StaffLayout) {
        self.layout = layout
    }

    package func words(_ staff: Staff) -> Words { layout.phrases.words(staff.language) }

    /// - Parameter path: The page's address, which marks its section in the navigation.
    package func page(_ title: Phrase, _ staff: Staff, path: String, _ body: HTML...) -> HTML {
        layout.page(
            words(staff)(title), language: staff.language, path: path, reader: reader(staff), .list(body))
    }

    /// The same as an answer.
    package func response(
        _ title: Phrase, _ staff: Staff, path: String, status: Status = .ok, _ body: HTML...
    ) -> Response {
        .page(page(title, staff, path: path, .list(body)), door: .staff, status: status)
    }

    private func reader(_ staff: Staff) -> StaffLayout.Reader {
        StaffLayout.Reader(name: staff.name, formToken: staff.formToken, sections: Self.sections(of: staff))
    }

    /// The sections that somebody may use.
    static func sections(of staff: Staff) -> [StaffLayout.Section] {
        sections.filter { staff.may($0.permission) }.map(\.section)
    }

    private static let sections: [(section: StaffLayout.Section, permission: Permission)] = [
        (.init("/desk", Phrase("accounts.section.desk")), .readCases),
        (.init("/desk/search", Phrase("accounts.section.search")), .readCases),
        (.init("/notifications", Phrase("accounts.section.notifications")), .readAlerts),
        (.init("/figures", Phrase("accounts.section.figures")), .readFigures),
        (.init("/desk/entries", Phrase("accounts.section.entries")), .enterSubmissions),
        (.init("/desk/calendar", Phrase("accounts.section.calendar")), .readCalendar),
    ]
}
