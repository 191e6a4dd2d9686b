import Accounts
import CaseModel
import Web

/// What may describe violence is read by who chooses to: nobody at the desk should meet it without a warning. An officer
/// may say that a submission needs one, or needs none; until then its acts and words decide.
struct GraphicContent: Sendable {
    /// What an officer says of it.
    enum Mark: String, Codable, Sendable, CaseIterable {
        case warn = "WARN"
        case plain = "PLAIN"
    }

    let words: Words
    let staff: Staff

    /// Whether the acts that were declared, or words of killing and torture, ask for a warning.
    static func mayDescribeViolence(_ content: SubmissionContent, _ lists: CodeLists) -> Bool {
        let violent = ((try? lists.list("act_type").items) ?? []).filter { $0.group == "VIOLENCE" }.map(\.code)
        if content.acts.contains(where: violent.contains) { return true }
        let found = UrgencyWords.bundled?.reasons(in: [content.narrative]) ?? []
        return found.contains(.killing) || found.contains(.torture)
    }

    static func needsWarning(_ mark: Mark?, _ content: SubmissionContent, _ lists: CodeLists) -> Bool {
        mark.map { $0 == .warn } ?? mayDescribeViolence(content, lists)
    }

    /// The text, behind a warning where there is one.
    func html(_ narrative: HTML, isBehindWarning: Bool) -> HTML {
        guard isBehindWarning else { return narrative }
        return .details(
            [.class("graphic")], .summary(words.html(Phrase("warning.show"))), narrative)
    }

    /// One press to warn of it, or to warn no more.
    func form(_ id: SubmissionID, isBehindWarning: Bool) -> HTML {
        guard staff.may(.editCases) else { return .empty }
        let mark: Mark = isBehindWarning ? .plain : .warn
        return .p(
            FormFields(words).buttonForm(
                action: "/desk/submissions/\(id)/warning", token: staff.formToken,
                isBehindWarning ? Phrase("warning.take_away") : Phrase("warning.add"),
                fields: [("warning", mark.rawValue)]))
    }
}
