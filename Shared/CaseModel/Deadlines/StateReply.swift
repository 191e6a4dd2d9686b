package import Foundation

/// What a State's answer is (list `state_reply_type`, DOMAIN.md D.6).
package enum StateReplyType: String, Codable, Sendable, CaseIterable {
    case none = "NONE"
    case acknowledgement = "ACK"
    case substantive = "SUBSTANTIVE"
    case partial = "PARTIAL"
    case rejection = "REJECTION"
    case noSuchPerson = "NO_SUCH_PERSON"
    case justification = "JUSTIFICATION"
    case stepsTaken = "STEPS_TAKEN"
    case moreTime = "EXTENSION"
    case late = "LATE"
    case reprisal = "REPRISAL_REPLY"

    /// Says something of the matter. That a letter came, or that more time is wanted, is no answer; and late says only when.
    package var answers: Bool {
        switch self {
        case .none, .acknowledgement, .moreTime, .late: false
        case .substantive, .partial, .rejection, .noSuchPerson, .justification, .stepsTaken, .reprisal: true
        }
    }
}

/// What a State sent, as received. It is recorded and reflected whenever it comes (DOMAIN.md C.12).
package struct StateReply: Codable, Sendable, Equatable {
    package var receivedAt: Date
    package var types: Set<StateReplyType>

    package init(receivedAt: Date, types: Set<StateReplyType>) {
        self.receivedAt = receivedAt
        self.types = types
    }

    package var isAnswer: Bool { types.contains(where: \.answers) }
}
