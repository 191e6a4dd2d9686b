import CaseModel
import Foundation
import Kafka
@testable import Messaging
import Postgres
@testable import Reporting
import ServiceRuntime
import TestSupport
import Testing
import Vault

@Suite(.timeLimit(.minutes(15))) struct `The projection of cases` {
    private let signer: SigningKey

    init() throws { signer = try SigningKey() }

    @Test func `counts each event once, however often it is delivered or republished`() async throws {
        try await withProjection { house, take in
            let id = CaseID(UUID())
            let opened = try record(opening(id), 1)
            let found = try record(finding(id), 2)
            let decided = try record(decision(id), 3)
            try await take([opened, opened])
            try await take([opened, found])
            try await take([found, decided, found])
            try await take([opened, found, decided])
            try await take([opened, found, decided].map(republished))
            let row = try #require(
                try await house.owner.first(
                    "SELECT findings, decided_at IS NOT NULL AS decided, sealed FROM reporting.cases"))
            #expect(try row.get("findings", as: Int32.self) == 1)
            #expect(try row.get("decided", as: Bool.self))
            #expect(try row.get("sealed", as: [UInt8].self) == [3])
            #expect(try await house.count("reporting", "cases") == 1)
            #expect(try await house.count("reporting", "dead_letters") == 0)
        }
    }

    @Test func `takes what changed, with the urgency as of then`() async throws {
        try await withProjection { house, take in
            let id = CaseID(UUID())
            let (opened, changed) = (try record(opening(id), 1), try record(change(id), 2))
            try await take([opened, changed])
            try await take([opened, changed, republished(changed)])
            let row = try #require(try await house.owner.first("SELECT urgency, sealed FROM reporting.cases"))
            #expect(try row.get("urgency", as: String.self) == "U1")
            #expect(try row.get("sealed", as: [UInt8].self) == [4])
        }
    }

    @Test func `holds a case back from a withdrawal until it is told how everybody stands, delivered twice`()
        async throws
    {
        try await withProjection { house, take in
            let id = CaseID(UUID())
            func row() async throws -> (held: Bool, sealed: [UInt8]?) {
                let row = try #require(
                    try await house.owner.first("SELECT is_held_back, sealed_consent FROM reporting.cases"))
                return (try row.get("is_held_back"), try row.get("sealed_consent"))
            }
            let opened = try record(opening(id), 1)
            let withdrawn = try record(ConsentWithdrawn(caseID: id, changedAt: .now), 2)
            let old = try record(
                ConsentChanged(caseID: id, changedAt: .now, sealedConsent: SealedPart([5]), sealedStatistics: nil), 3)
            let told = try record(
                ConsentChanged(
                    caseID: id, changedAt: .now, sealedConsent: SealedPart([6]), sealedStatistics: SealedPart([7])), 4)
            try await take([opened, withdrawn, withdrawn])
            try await take([withdrawn, old, old])
            let held = try await row()
            #expect(held.held && held.sealed == nil, "an event of before says nothing of it")
            try await take([told, told])
            try await take([withdrawn, told].map(republished))
            let after = try await row()
            #expect(!after.held && after.sealed == [7])
            #expect(try await house.count("reporting", "dead_letters") == 0)
        }
    }

    @Test func `waits for what is missing between, instead of counting past it`() async throws {
        try await withProjection { house, take in
            let id = CaseID(UUID())
            try await take([try record(finding(id), 2)])
            #expect(try await house.count("reporting", "cases") == 0)
            #expect(try await house.count("reporting", "dead_letters") == 0)
            try await take([try record(opening(id), 1), try record(finding(id), 2)])
            let row = try #require(try await house.owner.first("SELECT findings FROM reporting.cases"))
            #expect(try row.get("findings", as: Int32.self) == 1)
        }
    }

    @Test func `refuses what is about a case that it does not know`() async throws {
        try await withProjection { house, take in
            let database = house.database.pool(as: "amparo_reporting_app", connections: 1)
            await #expect(throws: HandlingFailure.self) {
                try await ProjectFinding().take(finding(CaseID(UUID())), in: database)
            }
            await #expect(throws: HandlingFailure.self) {
                try await ProjectDecision().take(decision(CaseID(UUID())), in: database)
            }
            await #expect(throws: HandlingFailure.self) {
                try await ProjectChange().take(change(CaseID(UUID())), in: database)
            }
            await #expect(throws: HandlingFailure.self) {
                try await ProjectWithdrawal().take(
                    ConsentWithdrawn(caseID: CaseID(UUID()), changedAt: .now), in: database)
            }
            await #expect(throws: HandlingFailure.self) {
                try await ProjectConsent().take(
                    ConsentChanged(
                        caseID: CaseID(UUID()), changedAt: .now, sealedConsent: SealedPart([1]),
                        sealedStatistics: SealedPart([1])), in: database)
            }
            await database.close()
            let cases = try await house.count("reporting", "cases")
            #expect(cases == 0)
        }
    }

    // MARK: Support

    private func opening(_ id: CaseID) -> CaseOpened {
        CaseOpened(
            caseID: id, openedAt: .now, urgency: .u2, compartment: .headquarters, submissionIDs: [],
            sealedFigures: SealedPart([1]))
    }

    private func finding(_ id: CaseID) -> FindingRecorded {
        FindingRecorded(findingID: FindingID(UUID()), caseID: id, recordedAt: .now, sealedFigures: SealedPart([2]))
    }

    private func change(_ id: CaseID) -> CaseChanged {
        CaseChanged(caseID: id, changedAt: .now, urgency: .u1, sealedFigures: SealedPart([4]))
    }

    private func decision(_ id: CaseID) -> CaseDecided {
        CaseDecided(caseID: id, decidedAt: .now, compartment: .headquarters, sealedFigures: SealedPart([3]))
    }

    /// The projection behind the consumer's own machinery: places, inbox, dead letters.
    private func withProjection(
        _ body: (TestHouse, ([IncomingRecord]) async throws -> Void) async throws -> Void
    ) async throws {
        try await TestHouse.lend { house in
            let database = house.database.pool(as: "amparo_reporting_app", connections: 2)
            let reader = ArrivalReader(
                [
                    ProjectOpening(), ProjectFinding(), ProjectChange(), ProjectDecision(), ProjectWithdrawal(),
                    ProjectConsent(),
                ],
                trusted: TrustedSigners(["verification": signer.verificationKey]))
            let handling = BatchHandling(
                consumer: "reporting", reader: reader, database: database,
                outbox: try house.outbox(of: .reporting), faults: .none)
            try await body(house) { records in
                _ = try await handling.run(records.map { reader.read($0, EventEnvelope($0)) })
            }
            await database.close()
        }
    }

    private func record<Payload: KeyedEventPayload>(_ payload: Payload, _ sequence: Int64) throws -> IncomingRecord {
        let (id, source, time) = (UUID(), "verification", Date(timeIntervalSince1970: 1_800_000_000))
        let value = try EventCoding.encode(payload)
        let message = EventSignature.message(
            id: id, type: Payload.type, source: source, subject: payload.key, time: time, payload: value)
        let signature = Data(signer.sign(message, for: .event)).base64EncodedString()
        let headers: [(name: String, value: [UInt8])] = [
            (EventHeader.id, WireText.bytes(of: id)), (EventHeader.type, Array(Payload.type.utf8)),
            (EventHeader.source, Array(source.utf8)), (EventHeader.subject, WireText.bytes(of: payload.key)),
            (EventHeader.time, WireText.bytes(of: time)), (EventHeader.sequence, WireText.bytes(of: sequence)),
            (EventHeader.signature, Array(signature.utf8)),
        ]
        return IncomingRecord(
            topic: Payload.topic.name, partition: 0, offset: sequence, key: WireText.bytes(of: payload.key),
            value: value, headers: headers, timestamp: -1)
    }

    private func republished(_ record: IncomingRecord) -> IncomingRecord {
        IncomingRecord(
            topic: record.topic, partition: record.partition, offset: record.offset + 100, key: record.key,
            value: record.value, headers: record.headers + [(EventHeader.republished, Array("true".utf8))],
            timestamp: -1)
    }
}
