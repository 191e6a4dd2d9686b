import CaseModel
import HTTP
import Web

/// One thing that somebody can do who has come back with the code: a form, and what happens when it is sent.
protocol MailboxTask: Sendable {
    /// The last step of its address, and its name on the mailbox's page.
    var name: String { get }
    var title: Phrase { get }
    /// On the button that sends it.
    var submit: Phrase { get }
    /// Whether files may come with it.
    var takesFiles: Bool { get }

    /// What the form shows before anything was typed.
    func initial(_ fields: Fields, _ visit: Visit) async throws -> FormState
    /// What stands in the form. `fields` shows what was typed.
    func form(_ fields: FormFields, _ visit: Visit) async throws -> HTML
    /// Does it, or says what is wrong.
    func perform(_ fields: Fields, _ visit: Visit, _ language: Language) async throws -> MailboxOutcome
}

extension MailboxTask {
    var takesFiles: Bool { false }

    func initial(_ fields: Fields, _ visit: Visit) async throws -> FormState { FormState() }
}

enum MailboxOutcome: Sendable {
    /// Stored; the sentence says so.
    case sent(Phrase)
    /// The same, and from here on the visit is another: the code was replaced.
    case sentAs(Visit, Phrase)
    /// Stored, and the visit is over.
    case over(title: Phrase, text: Phrase)
    /// A page in between, with the button that goes on.
    case next(step: String, hidden: [(String, String)], body: HTML, submit: Phrase)
    case invalid(FormErrors)
    /// The code was replaced or the mailbox burnt since the page was made.
    case closed

    init(_ outcome: SendUpdate.Outcome, _ phrase: Phrase) {
        self = outcome == .closed ? .closed : .sent(phrase)
    }
}

/// The hidden field that says which step of a task is sent. A task without one is asked for its form.
enum MailboxStep {
    static let field = "step"
    static let send = "send"
}
