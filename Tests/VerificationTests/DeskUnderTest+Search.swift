import CaseModel
import Foundation
import HTTP
import TestSupport
import Testing
import Vault
@testable import Verification

extension DeskUnderTest {
    /// The house's own parts, as the service puts them together.
    var index: IndexDocuments {
        get throws {
            let keys = try ServiceKeys(.verification, files: house.keys)
            return IndexDocuments(
                keys: SearchKeys(keys),
                sources: SourceFiles(open: OpenSubmission(keys: keys), caseKeys: CaseKeys(keys)),
                files: CaseFiles(caseKeys: CaseKeys(keys)), entries: EntrySealing(keys: keys),
                lists: try CodeLists.bundled(),
                common: LikenessRule.commonEncodings(lists: try CodeLists.bundled()), database: database,
                system: system)
        }
    }

    /// A submission with any content, on the desk.
    func told(
        _ urgency: Urgency = .u3, _ fill: (inout SubmissionDraft) -> Void
    ) async throws -> SubmissionID {
        let id = SubmissionID(Randomness.uuid())
        var draft = SubmissionDraft()
        draft.narrative = "They came at night."
        draft.unEntities = ["OHCHR_HQ"]
        draft.language = "en"
        fill(&draft)
        let receipt = SubmissionDraft.Receipt(
            channel: "WEB_FORM", receivedAt: .now, mailboxID: MailboxID(UUID()), mailboxKey: Self.mailboxKey,
            evidence: [])
        let content = try #require(draft.content(receipt, lists: try CodeLists.bundled()))
        let sealed = try house.keys.sealingPublicKey(of: .verification).seal(
            Padding.pad(try EventCoding.encode(content)),
            context: SealContext(table: "submissions", column: "sealed", row: id.uuid))
        try await receive.take(
            SubmissionReceived(
                submissionID: id, mailboxID: content.mailboxID, receivedAt: content.receivedAt, urgency: urgency,
                sealedSubmission: SealedPart(sealed)),
            in: system)
        return id
    }

    /// The page that a search leads to.
    func searched(_ words: String, _ more: [(String, String)] = [], by officer: TestStaff) async throws -> Response {
        await respond(
            try Request.form(
                "/desk/search", [("form-token", officer.formToken), ("words", words)] + more,
                headers: ["Cookie": officer.cookie]))
    }
}
