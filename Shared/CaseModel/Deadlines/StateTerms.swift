/// A communication that a State gets, as far as time limits tell them apart (DOMAIN.md C.12).
package enum StateCommunication: String, Codable, Sendable, CaseIterable {
    /// A letter or note verbale of the senior official or the High Commissioner (A05).
    case letter = "A05"
    case urgentAppeal = "A08"
    case allegationLetter = "A09"
    case otherLetter = "A10"
    /// Sent before a case stands in the Secretary-General's report (A15).
    case noteVerbale = "A15_NV"

    package var tool: ActionType {
        switch self {
        case .letter: .a05
        case .urgentAppeal: .a08
        case .allegationLetter: .a09
        case .otherLetter: .a10
        case .noteVerbale: .a15
        }
    }
}

/// How long a State has, and when others may read what it was sent. A communication keeps the terms under which it was sent.
package struct StateTerms: Codable, Sendable, Equatable {
    /// Counted from delivery, with how often it may be extended; nil where the sender sets none.
    package var reply: StepClock?
    /// Counted from sending; nil where it stays confidential.
    package var publication: StepClock?

    package init(reply: StepClock?, publication: StepClock?) {
        self.reply = reply
        self.publication = publication
    }

    /// The practice of today (DOMAIN.md C.12); a house may set others. The window of a note verbale for the report is the default
    /// of 30 days. An urgent appeal asks for an answer as soon as possible and is published after 60 days with or without one.
    package static func usual(_ communication: StateCommunication) -> StateTerms {
        switch communication {
        case .urgentAppeal, .allegationLetter:
            StateTerms(reply: days(60), publication: StepClock(amount: 60, unit: .days))
        case .otherLetter: StateTerms(reply: nil, publication: StepClock(amount: 48, unit: .hours))
        case .noteVerbale: StateTerms(reply: days(30), publication: nil)
        case .letter: StateTerms(reply: nil, publication: nil)
        }
    }

    /// Extended once, unless the house says otherwise (DOMAIN.md D.6).
    package static func days(_ days: Int, extensions: Int = 1) -> StepClock {
        StepClock(amount: days, unit: .days, extensions: extensions)
    }
}
