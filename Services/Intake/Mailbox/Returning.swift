import HTTP
import Messaging
import Postgres
import Vault
import Web

/// What returning sources meet, put together: the door, the mailbox with all that can be done in it, the exchange of a
/// sheet's code.
struct Returning: Sendable {
    let accept: AcceptSubmission
    let tokens: PublicFormTokens
    let layout: PublicLayout
    let evidence: Evidence
    let outbox: Outbox
    let database: Database

    func routes(signing: SigningKey) throws -> Router {
        let visits = try VisitTokens(signing)
        let open = OpenMailbox(
            database: database, tokens: visits, noteWrong: { [admission = accept.admission] in admission.noteFailing() }
        )
        let send = SendUpdate(
            database: database, outbox: outbox, encapsulation: accept.encapsulation, isOpen: accept.isOpen)
        let pages = MailboxPages(layout: layout)
        let tasks: [any MailboxTask] = [
            WriteMessage(send: send, open: open, lists: accept.lists, evidence: evidence), AnswerCheckIn(send: send),
            ChangeConsent(send: send, open: open, lists: accept.lists), SetContact(send: send),
            ReplaceCode(send: send, tokens: visits), AskForErasure(send: send), BurnMailbox(send: send),
        ]
        var router = Router()
        MailboxRoutes(pages: pages, open: open, tokens: tokens, visits: visits, tasks: tasks, evidence: evidence)
            .register(in: &router, languages: layout.languages)
        HandoverRoutes(
            pages: HandoverPages(mailbox: pages), take: TakeReceipt(database: database, tokens: visits, send: send),
            tokens: tokens
        ).register(in: &router, languages: layout.languages)
        return router
    }
}
