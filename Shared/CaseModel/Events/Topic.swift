/// A Kafka topic of the house. The version stands in the name; partitions and retention in `deploy/kafka/topics`.
package struct Topic: Hashable, Sendable, CustomStringConvertible {
    package let name: String
    /// The services that write to it. The broker's access lists say the same; consumers look too, so that whoever takes
    /// over one service speaks for that one only.
    package let writers: Set<ServiceName>

    private init(_ name: String, writers: Set<ServiceName>) {
        self.name = name
        self.writers = writers
    }

    /// What Intake took in. Keyed by submission.
    package static let intake = Topic("amparo.intake.v1", writers: [.intake])
    /// What became of cases, and alerts. Keyed by case, or by submission before there is a case.
    package static let cases = Topic("amparo.cases.v1", writers: [.verification])
    /// What was authorized, cleared and blocked. Keyed by case.
    package static let actions = Topic("amparo.actions.v1", writers: [.verification])
    /// What goes back to sources. Keyed by mailbox.
    package static let mailbox = Topic("amparo.mailbox.v1", writers: [.verification])
    /// What Notification delivered, and what came in reply. Keyed as the event that asked for it.
    package static let delivery = Topic("amparo.delivery.v1", writers: [.notification])
    /// What Reporting asks to be cleared, and what it published.
    package static let reports = Topic("amparo.reports.v1", writers: [.reporting])
    /// Signed heads of the services' audit chains.
    package static let audit = Topic("amparo.audit.v1", writers: [.verification, .notification, .reporting])
    /// Requests between services about events themselves: ship again from here.
    package static let control = Topic("amparo.control.v1", writers: Set(ServiceName.allCases))

    package static let all: [Topic] = [intake, cases, actions, mailbox, delivery, reports, audit, control]

    /// The topic of that name, nil where the house has none.
    package init?(named name: String) {
        guard let topic = Topic.all.first(where: { $0.name == name }) else { return nil }
        self = topic
    }

    package var description: String { name }
}
