import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// The whole case on paper: one page with every section, marked on each sheet, with who took it out and when.
struct PrintCase: Sendable {
    let parts: DeskParts

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/print", UUID.self, roles: .who(may: .readCases)) { _, staff, id in
            .page(try await page(CaseID(id), staff, at: .now), door: .staff)
        }
    }

    private func page(_ id: CaseID, _ staff: Staff, at now: Date) async throws -> HTML {
        let words = parts.pages.words(staff)
        let (view, papers) = try await parts.desk.read(for: staff) { transaction in
            let view = try await parts.view(id, staff, at: now, in: &transaction)
            return (view, try await CaseParts.papers(view, in: &transaction))
        }
        let title = Phrase("case.title", ["number": .number(Int(view.file.row.number))])
        let mark = parts.lists.label("STRICTLY_CONFIDENTIAL", in: "sensitivity", words)
        let pages = CasePages(shell: parts.shell)
        return parts.pages.page(
            title, staff, path: "/desk/cases",
            .p([.class("classification"), .id("classification")], .strong(.text(mark))),
            .h1(words.html(title)),
            .p(
                [.class("hint")], words.html(Phrase("case.printed")), " ", UTCTime.html(now), " · ",
                .userText(staff.name)),
            pages.paper(view.file, words), papers)
    }
}

extension DeskParts {
    /// A case with all that its overview and its paper show.
    func view(
        _ id: CaseID, _ staff: Staff, at now: Date, in transaction: inout Transaction
    ) async throws -> CaseView {
        let (file, sealing) = try await files.get(id, in: &transaction)
        return CaseView(
            parts: self, file: file, sealing: sealing,
            sources: try await sources.get(file.submissions, in: &transaction), staff: staff,
            words: pages.words(staff), now: now)
    }
}
