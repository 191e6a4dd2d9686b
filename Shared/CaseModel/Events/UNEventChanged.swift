package import Foundation

/// A UN event was entered in the calendar or changed. Verification sends it; Intake offers the event in its form. Public
/// facts alone: the safety plan and the focal point stay at the desk.
package struct UNEventChanged: KeyedEventPayload, Equatable {
    package static let type = "un-event-changed.v1"
    package static let topic = Topic.mailbox
    package static let isSigned = true

    package let eventID: UNEventID
    /// Rises with each change: a later one replaces an earlier one, whichever arrives first.
    package let revision: Int
    package let event: UNEvent
    /// False takes it off the form: it was cancelled, or is none for the public.
    package let isListed: Bool

    package init(eventID: UNEventID, revision: Int, event: UNEvent, isListed: Bool) {
        self.eventID = eventID
        self.revision = revision
        self.event = event
        self.isListed = isListed
    }

    package var key: UUID { eventID.uuid }
}
