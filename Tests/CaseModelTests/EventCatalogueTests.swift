import CaseModel
import Foundation
import Testing

@Suite struct `The catalogue of events` {
    private static let samples: [any KeyedEventPayload] = {
        let time = Date(timeIntervalSince1970: 1_800_000_000.125)
        let (submission, mailbox, one) = (SubmissionID(UUID()), MailboxID(UUID()), CaseID(UUID()))
        let sealed = SealedPart([0xFF, 0xFE, 0x00])
        return [
            SubmissionReceived(
                submissionID: submission, mailboxID: mailbox, receivedAt: time, urgency: .u1,
                evidenceIDs: [EvidenceID(UUID())], sealedSubmission: sealed),
            SourceUpdateReceived(
                updateID: UpdateID(UUID()), submissionID: submission, mailboxID: mailbox, receivedAt: time,
                urgency: .u3, evidenceIDs: [EvidenceID(UUID())], sealedUpdate: sealed),
            SubmissionAdopted(submissionID: submission, mailboxID: mailbox, adoptedAt: time),
            SourceUpdateAdopted(updateID: UpdateID(UUID()), mailboxID: mailbox, adoptedAt: time),
            MailboxStateChanged(submissionID: submission, mailboxID: mailbox, state: .beingRead, changedAt: time),
            MessageToSource(messageID: MessageID(UUID()), mailboxID: mailbox, sentAt: time, sealedMessage: sealed),
            HandoverPrepared(
                submissionID: submission, mailboxID: mailbox, receivedAt: time, lookup: HexBytes([0x0A, 0xFF]),
                expiresAt: time),
            UNEventChanged(
                eventID: UNEventID(UUID()), revision: 2,
                event: UNEvent(
                    title: "A session", entity: "HRC", place: "Geneva", hostState: "CHE", format: .hybrid,
                    starts: "2027-02-22", ends: "2027-03-31"), isListed: true),
            CaseOpened(
                caseID: one, openedAt: time, urgency: .u2, compartment: .headquarters, submissionIDs: [submission],
                sealedFigures: sealed),
            FindingRecorded(findingID: FindingID(UUID()), caseID: one, recordedAt: time, sealedFigures: sealed),
            CaseChanged(caseID: one, changedAt: time, urgency: .u3, sealedFigures: sealed),
            CaseDecided(caseID: one, decidedAt: time, compartment: .headquarters, sealedFigures: sealed),
            ConsentChanged(caseID: one, changedAt: time, sealedConsent: sealed, sealedStatistics: sealed),
            ConsentWithdrawn(caseID: one, changedAt: time),
            AlertRaised(
                alertID: AlertID(UUID()), raisedAt: time, urgency: .u1, compartment: .headquarters,
                submissionID: submission, caseID: one),
            AlertDelivered(
                deliveryID: DeliveryID(UUID()), alertID: AlertID(UUID()), deliveredAt: time, submissionID: submission,
                caseID: one),
            ChainHead(service: .verification, sequence: 7, hash: HexBytes([0x0A, 0xFF]), at: time),
            ShipAgain(source: .intake, topicName: Topic.intake.name, partition: 3, fromSequence: 9, requestedAt: time),
        ]
    }()

    /// DESIGN §1.5: names of fields that may stand in clear. A field that is not here must be a sealed part.
    private static let clearFields: Set<String> = [
        "alertID", "caseID", "deliveryID", "evidenceIDs", "findingID", "mailboxID", "messageID", "submissionID",
        "submissionIDs", "adoptedAt", "at", "changedAt", "decidedAt", "deliveredAt", "openedAt", "raisedAt",
        "receivedAt", "recordedAt", "requestedAt", "sentAt", "compartment", "fromSequence", "hash", "partition",
        "sequence", "service", "source", "state", "topicName", "urgency", "updateID", "eventID", "revision",
        // A hash from which no code follows, and until when it may be used; a public meeting and whether the form lists it.
        "lookup", "expiresAt", "event", "isListed",
    ]

    @Test func `has a sample of every payload here, and every file of events is in it`() throws {
        let types = EventCatalogue.payloads.map { $0.type }
        #expect(Set(types).count == types.count)
        #expect(Self.samples.map { Swift.type(of: $0).type } == types)
        let declared = try FileManager.default.contentsOfDirectory(atPath: Self.root + "/Shared/CaseModel/Events")
            .map { try String(contentsOfFile: Self.root + "/Shared/CaseModel/Events/\($0)", encoding: .utf8) }
            .flatMap { $0.matches(of: /struct (\w+): KeyedEventPayload/).map { String($0.1) } }
        #expect(Set(declared) == Set(EventCatalogue.payloads.map { String(describing: $0) }))
    }

    @Test func `every payload reads back what it wrote`() throws {
        for sample in Self.samples { try roundTrip(sample) }
    }

    @Test func `nothing stands in clear that may not`() throws {
        for sample in Self.samples {
            for (field, value) in try fields(of: sample) where !Self.clearFields.contains(field) {
                #expect(field.hasPrefix("sealed"), "\(field)")
                #expect(value as? String == "//4A", "\(field)")
            }
        }
    }

    @Test func `types end in their version and topics are known`() {
        for payload in EventCatalogue.payloads {
            #expect(payload.type.wholeMatch(of: /[a-z]+(-[a-z]+)*\.v[1-9][0-9]*/) != nil, "\(payload.type)")
            #expect(Topic(named: payload.topic.name) == payload.topic)
        }
        #expect(Topic(named: "amparo.none.v1") == nil)
    }

    @Test func `docs/events.md lists each event with its topic and exactly its fields`() throws {
        let page = try String(contentsOfFile: Self.root + "/docs/events.md", encoding: .utf8)
        let sections = Dictionary(
            page.components(separatedBy: "\n### ").dropFirst().map { section in
                (String(section.prefix { !$0.isNewline }), section)
            }, uniquingKeysWith: { first, _ in first })
        #expect(Set(sections.keys) == Set(Self.samples.map { "`\(Swift.type(of: $0).type)`" }))
        for sample in Self.samples {
            let section = try #require(sections["`\(Swift.type(of: sample).type)`"])
            #expect(section.contains("`\(Swift.type(of: sample).topic.name)`"))
            #expect(section.contains("Signed") == Swift.type(of: sample).isSigned, "\(Swift.type(of: sample).type)")
            let listed = section.matches(of: /\n\| `(\w+)` \|/).map { String($0.1) }
            #expect(Set(listed) == Set(try fields(of: sample).keys), "\(Swift.type(of: sample).type)")
        }
    }

    @Test func `the AsyncAPI document lists each event with its topic and exactly its fields`() throws {
        let document = try String(contentsOfFile: Self.root + "/docs/events.asyncapi.yaml", encoding: .utf8)
        #expect(document.hasPrefix("asyncapi: 3."))
        for topic in Set(EventCatalogue.payloads.map { $0.topic.name }) {
            #expect(document.contains("\n    address: \(topic)\n"), "\(topic)")
        }
        for sample in Self.samples {
            let type = Swift.type(of: sample)
            let name = String(describing: type)
            #expect(document.contains("\n    \(name):\n      name: \(type.type)\n"), "\(name)")
            let schema = try #require(
                document.components(separatedBy: "\n    \(name)Payload:\n").dropFirst().first, "\(name)")
            let properties = schema.prefix { _ in true }.components(separatedBy: "\n    ")
                .prefix { !($0.first?.isLetter ?? false) }.joined(separator: "\n    ")
            let listed = properties.matches(of: /\n        (\w+):/).map { String($0.1) }
            #expect(Set(listed) == Set(try fields(of: sample).keys), "\(name)")
        }
    }

    @Test func `events about one thing share a key`() {
        let (submission, one) = (SubmissionID(UUID()), CaseID(UUID()))
        let urgent = AlertRaised(
            alertID: AlertID(UUID()), raisedAt: .now, urgency: .u1, compartment: .headquarters, submissionID: submission
        )
        let later = AlertRaised(
            alertID: AlertID(UUID()), raisedAt: .now, urgency: .u1, compartment: .headquarters,
            submissionID: submission, caseID: one)
        #expect(urgent.key == submission.uuid)
        #expect(later.key == one.uuid)
        #expect(Set(ServiceName.allCases.map(\.chainKey)).count == ServiceName.allCases.count)
    }

    @Test func `times are written in UTC with milliseconds and read back equal`() throws {
        for milliseconds in [0, 1, 125, 333, 499, 500, 501, 998, 999] {
            let date = Date(timeIntervalSince1970: 1_800_000_000 + Double(milliseconds) / 1000)
            let text = EventCoding.text(of: date)
            #expect(text.hasSuffix(".\(String(repeating: "0", count: 3 - "\(milliseconds)".count))\(milliseconds)Z"))
            #expect(EventCoding.date(of: text) == date)
        }
        #expect(EventCoding.date(of: "2027-01-15T08:00:00Z") == Date(timeIntervalSince1970: 1_800_000_000))
        #expect(EventCoding.date(of: "yesterday") == nil)
    }

    @Test(arguments: ["{}", "", "[]", "{\"submissionID\":\"no\"}"])
    func `what cannot be read is an error without content`(text: String) {
        #expect(throws: EventCodingError.undecodable) {
            try EventCoding.decode(SubmissionReceived.self, from: Array(text.utf8))
        }
    }

    private static let root = FileManager.default.currentDirectoryPath

    private func roundTrip<Payload: KeyedEventPayload>(_ payload: Payload) throws {
        let bytes = try EventCoding.encode(payload)
        let again = try EventCoding.decode(Payload.self, from: bytes)
        #expect(try EventCoding.encode(again) == bytes)
        #expect(try payload.json() == bytes)
        #expect(again.key == payload.key)
    }

    private func fields(of payload: any KeyedEventPayload) throws -> [String: Any] {
        let bytes = try EventCoding.encode(payload)
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }
}
