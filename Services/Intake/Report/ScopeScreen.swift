import CaseModel
import Foundation

/// Whether somebody is told first what this place is for (DOMAIN.md IN-04).
enum ScopeScreen {
    /// When they say that it has nothing to do with the UN and nothing else hints at it. Where something else is wrong, that
    /// comes first.
    static func asks(_ draft: SubmissionDraft, lists: CodeLists, now: Date) -> Bool {
        guard draft.unLink == UNLink.no.rawValue, !draft.hintsAtTheUN, !draft.sentAnyway else { return false }
        return draft.errors(lists: lists, now: now).allSatisfy { $0.field == "cooperation" }
    }
}
