import Accounts
import CaseModel
import Postgres
import Web

extension CasePart {
    /// How many items there are and what the rule makes of them; on paper, all of them with what was decided.
    static let findings = CasePart(
        section: .findings,
        glance: { view, transaction in
            let count = view.words.html(Phrase("finding.count", count: view.file.items.count))
            let waiting = try await SignedStepQueries.waiting(in: view.file.row.id, in: &transaction)
            return .list(
                .p(count),
                .p(view.words.html(CaseWording.phrase(view.file.record.decision?.verification))),
                .when(!waiting.isEmpty, .p(.strong(view.words.html(Phrase("review.waits"))))))
        },
        paper: { view, transaction in
            let read = ReadFindings(desk: view.parts.desk, files: view.parts.files, sources: view.parts.sources)
            let findings = try await read(view.file, view.sealing, in: &transaction)
            return FindingPages(shell: view.parts.shell).paper(findings, view.words, view.staff)
        })
}
