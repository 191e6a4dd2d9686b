import CaseModel
import Foundation
import Postgres
import Web

extension CasePart {
    /// An alarm on the case's first page where one of its files, or a copy of one, is not what it was.
    static let evidence = CasePart(
        section: .evidence,
        glance: { view, transaction in
            guard try await EvidenceStateQueries.hasTrouble(view.file.row.id, in: &transaction) else { return .empty }
            return .div(
                [.class("notice"), .role("alert"), .id("evidence-trouble")],
                .p(.strong(view.words.html(Phrase("evidence.trouble.case")))))
        })
}
