import Accounts
import CaseModel
import Foundation
import Postgres
import Web

// Who has it, and whether it belongs here.
extension CasePart {
    static let triage = CasePart(
        section: .triage,
        glance: { view, transaction in
            let officer = view.file.row.officer
            let names = try await StaffNames.of([officer].compactMap { $0 }, in: &transaction)
            let holder = officer.map { HTML.userText(names.name($0)) }
            let screen = try await view.parts.records.all(
                ScreenContent.self, of: view.file.row.id, view.sealing, in: &transaction
            ).first
            return .list(
                .p(
                    view.words.html(Phrase("assign.title")), ": ",
                    holder ?? view.words.html(Phrase("desk.officer.nobody"))),
                .p(
                    screen.map { view.words.html(ScreenForm.phrase($0.content.outcome)) }
                        ?? view.words.html(Phrase("case.not_screened"))))
        })
}
