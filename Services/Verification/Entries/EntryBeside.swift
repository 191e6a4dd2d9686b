import Accounts
import CaseModel
import Foundation
import Web

/// What a submission's page says of one that staff have entered: who did it, how far the handing over has come, and every
/// other version of it.
struct EntryBeside: Sendable {
    let desk: DeskDatabase
    let sealing: EntrySealing
    let pages: StaffPages

    func html(_ row: SubmissionRow, _ staff: Staff) async throws -> HTML {
        let found = try await desk.read(for: staff) { transaction -> (EntryRow, [EntryVersionRow])? in
            guard let entry = try await EntryQueries.find(of: row.id, in: &transaction) else { return nil }
            return (entry, try await EntryQueries.versions(of: row.id, in: &transaction))
        }
        guard let (entry, versions) = found else { return .empty }
        let words = pages.words(staff)
        return .section(
            .h2(words.html(Phrase("entry.one.title"))),
            .p(words.html(Phrase("entry.entered", ["time": .text(UTCTime.minute(entry.enteredAt))]))),
            .p(
                words.html(EntryPages.phrase(entry.handover)), " ",
                .when(
                    staff.may(.enterSubmissions),
                    .a([.href("/desk/entries/\(entry.id.uuidString.lowercased())")], words.html(Phrase("entry.look"))))),
            .list(versions.map { version($0, of: row.id, words) }))
    }

    private func version(_ row: EntryVersionRow, of submission: SubmissionID, _ words: Words) -> HTML {
        let title = words.html(Phrase("entry.version.title", ["time": .text(UTCTime.minute(row.enteredAt))]))
        guard let content = try? sealing.open(row) else {
            return .section(.h3(title), .p(words.html(Phrase("submission.unreadable"))))
        }
        let facts = [
            (Phrase("submission.affected"), content.affected), (Phrase("submission.who"), content.responsible),
            (Phrase("submission.where"), content.place), (Phrase("submission.when"), content.happened?.text ?? ""),
            (Phrase("submission.contact"), content.contact),
        ].filter { !$0.1.isEmpty }
        return .section(
            .h3(title),
            .div([.class("narrative"), .lang(content.language)], .userParagraphs(content.narrative)),
            .dl(.list(facts.map { HTML.list(.dt(words.html($0)), .dd(.userText($1))) })),
            EvidenceList(words: words).html(content.evidence, of: submission))
    }
}
