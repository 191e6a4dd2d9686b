package import CaseModel

/// Something staff may be allowed to do.
package enum Permission: String, Sendable, CaseIterable {
    /// See that submissions and cases are there, and open their content.
    case readCases = "read-cases"
    case openCases = "open-cases"
    case recordFindings = "record-findings"
    case decideCases = "decide-cases"
    /// Say what a case is about: its people, acts, consents, risks, steps and notes.
    case editCases = "edit-cases"
    /// See what describes people: gender, age, what makes them vulnerable. It lies apart from what was told of them.
    case readDescriptors = "read-descriptors"
    /// Sign, as the second person, what another officer decided.
    case reviewCases = "review-cases"
    /// Give work to somebody, take it over, and say who stands in for whom.
    case assignCases = "assign-cases"
    case answerSources = "answer-sources"
    case readAlerts = "read-alerts"
    case keepDirectory = "keep-directory"
    case readFigures = "read-figures"
    case readAudit = "read-audit"
    /// See the calendar of UN events with its safety plans.
    case readCalendar = "read-calendar"
    case keepCalendar = "keep-calendar"
    /// Enter what somebody told by telephone, in person or on paper. It lets nobody read what others told.
    case enterSubmissions = "enter-submissions"
}

/// Who may do what: a table, and whatever does not stand in it is denied.
package struct Permissions: Sendable {
    private let table: [Role: Set<Permission>]

    package init(_ table: [Role: Set<Permission>]) {
        self.table = table
    }

    package func allows(_ permission: Permission, _ roles: Set<Role>) -> Bool {
        roles.contains { table[$0]?.contains(permission) == true }
    }

    package func roles(for permission: Permission) -> Set<Role> {
        Set(table.filter { $0.value.contains(permission) }.keys)
    }

    package static let standard = Permissions([
        .intakeOfficer: [
            .readCases, .openCases, .editCases, .readDescriptors, .assignCases, .answerSources, .readCalendar,
            .keepCalendar,
            .enterSubmissions,
        ],
        .caseOfficer: [
            .readCases, .openCases, .editCases, .readDescriptors, .assignCases, .recordFindings, .decideCases,
            .answerSources,
            .readFigures, .readCalendar,
            .keepCalendar, .enterSubmissions,
        ],
        .secondReviewer: [.readCases, .readDescriptors, .recordFindings, .reviewCases, .readFigures, .readCalendar],
        .deskOfficer: [.readCases, .readFigures, .readCalendar, .keepCalendar, .enterSubmissions],
        .focalPoint: [.readAlerts, .readCalendar, .keepCalendar, .enterSubmissions],
        .protectionFocalPoint: [.readAlerts, .readCalendar, .enterSubmissions],
        .securityFocalPoint: [.readAlerts, .readCalendar],
        .sessionSecretariat: [.readCalendar, .keepCalendar, .enterSubmissions],
        .headOfPresence: [.readCalendar, .enterSubmissions],
        .asg: [.readCases, .decideCases, .reviewCases, .assignCases, .readAlerts, .readFigures, .readCalendar],
        .highCommissioner: [.readFigures],
        .secretaryGeneral: [.readFigures],
        .hrcPresident: [.readAlerts, .readFigures, .readCalendar],
        .reportEditor: [.readFigures],
        .dataAnalyst: [.readFigures],
        .dpo: [.readAudit],
        .auditor: [.readAudit],
        .sysadmin: [.keepDirectory],
    ])
}
