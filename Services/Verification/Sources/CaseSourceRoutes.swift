import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import Web

/// The page of a case's sources. Coming to it counts as having read what they sent.
struct CaseSourceRoutes: Sendable {
    let desk: DeskDatabase
    let files: CaseFiles
    let sources: SourceFiles
    let shell: CaseShell

    func register(in routes: inout StaffRoutes) {
        routes.get("/desk/cases/{id}/source", UUID.self, roles: .who(may: .readCases)) { request, staff, id in
            try await show(CaseID(id), staff, typed: typed(request.query, staff))
        }
    }

    func show(
        _ id: CaseID, _ staff: Staff, typed: (SubmissionID, FormState)? = nil, notice: Phrase? = nil,
        _ status: Status = .ok, at now: Date = .now
    ) async throws -> Response {
        let content = try await desk.read(for: staff) { transaction in
            guard let row = try await CaseQueries.find(id, in: &transaction) else { throw DeskFailure.notFound }
            let submissions = try await SubmissionQueries.ofCase(id, in: &transaction)
            let spoken = try await sources.get(submissions, in: &transaction)
            try await SourceQueries.markRead(submissions.map(\.id), in: &transaction)
            let people = spoken.flatMap { $0.messages.map(\.sentBy) }
            return SourcePages.Content(
                row: row, sources: spoken, milestone: try await SourceQueries.milestone(of: row, in: &transaction),
                names: try await StaffNames.of(people, in: &transaction), now: now)
        }
        let page = SourcePages(shell: shell).page(content, typed: typed, notice: notice, staff)
        return .page(page, door: .staff, status: status)
    }

    /// What the address asks for: which source is written to, and with which template.
    private func typed(_ query: Fields, _ staff: Staff) -> (SubmissionID, FormState)? {
        guard let id = query["to"].flatMap({ SubmissionID($0) }) else { return nil }
        guard let template = SourceTemplate(rawValue: query["template"] ?? "") else { return (id, FormState()) }
        let language = query["language"].flatMap { Language(rawValue: $0) } ?? staff.language
        return (id, template.state(in: language, shell.pages.words(staff)))
    }
}
