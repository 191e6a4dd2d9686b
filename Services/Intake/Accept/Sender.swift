import Web

/// Who sends a submission, as far as admission has to know. Nothing in it tells who anybody is.
enum Sender: Sendable, Equatable {
    /// Somebody at one of our forms, with the ticket of its token.
    case form(FormTicket)
    /// A program without a form; with the ticket of the work it has proved, where it has.
    case program(work: FormTicket?)
    /// A partner organization's program, with a token of its own.
    case partner

    /// What may be used only once.
    var ticket: FormTicket? {
        switch self {
        case .form(let ticket): ticket
        case .program(let ticket): ticket
        case .partner: nil
        }
    }
}
