package import Foundation

/// The name of one thing, told apart by type: a `CaseID` cannot be given where a `SubmissionID` is meant.
///
/// In JSON it is its UUID in lower case; in a database column it is `uuid`.
package struct ID<Tag>: Hashable, Sendable {
    package let uuid: UUID

    package init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// Reads the usual form with hyphens; nil where it is something else.
    package init?(_ text: String) {
        guard let uuid = UUID(uuidString: text) else { return nil }
        self.uuid = uuid
    }
}

extension ID: CustomStringConvertible {
    package var description: String { uuid.uuidString.lowercased() }
}

extension ID: Codable {
    package init(from decoder: any Decoder) throws {
        uuid = try decoder.singleValueContainer().decode(UUID.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

package typealias AlertID = ID<IDTag.Alert>
package typealias CaseID = ID<IDTag.Case>
package typealias DeliveryID = ID<IDTag.Delivery>
package typealias EvidenceID = ID<IDTag.Evidence>
package typealias FindingID = ID<IDTag.Finding>
package typealias MailboxID = ID<IDTag.Mailbox>
package typealias MessageID = ID<IDTag.Message>
package typealias RecordID = ID<IDTag.Record>
package typealias StaffID = ID<IDTag.Staff>
package typealias SubmissionID = ID<IDTag.Submission>
package typealias UNEventID = ID<IDTag.UNEvent>
package typealias UpdateID = ID<IDTag.Update>

/// What an `ID` is the name of.
package enum IDTag {
    package enum Alert {}
    package enum Case {}
    package enum Delivery {}
    package enum Evidence {}
    package enum Finding {}
    package enum Mailbox {}
    package enum Message {}
    package enum Record {}
    package enum Staff {}
    package enum Submission {}
    package enum UNEvent {}
    package enum Update {}
}
