import CaseModel
import Foundation
import Kafka
import Postgres
import TestSupport
import Testing

extension EndToEnd {
    @Test func `an edit of one audit entry is found, and an untouched chain is not suspected`() async throws {
        let stack = try await Stack.shared()
        var story = try await Story(stack)
        try await story.walk()
        _ = try await StaffWalk.signIn("focal", to: stack).page("/notifications", of: .notification)
        // A service publishes its chain's head when it starts, and each minute.
        for service in [Stack.Service.verification, .notification, .reporting] {
            try await stack.process(of: service).stop()
            try stack.process(of: service).start()
            try await stack.untilReady(service)
        }
        for service in ["verification", "notification", "reporting"] {
            try await expectEventually("others keep \(service)'s head") {
                try await stack.asOwner { database in
                    let schemas = try ["verification", "notification", "reporting"].filter { $0 != service }
                        .map(Identifier.init)
                    for schema in schemas {
                        let row = try await database.first(
                            """
                            SELECT count(*) FROM \(identifier: schema).audit_foreign_heads WHERE service = \(service)
                            """)
                        if try row?.get(0, as: Int64.self) ?? 0 == 0 { return false }
                    }
                    return true
                }
            }
        }
        let sound = try await stack.trying(["audit verify"])
        #expect(sound.status == 0, "\(sound.errors)")
        #expect(sound.output.components(separatedBy: ": intact").count == 4, "\(sound.output)")

        try await stack.editAudit("case.open", to: "case.seen")
        let edited = try await stack.trying(["audit verify"])
        #expect(edited.status == 1)
        #expect(edited.output.contains("verification: BROKEN at entry"), "\(edited.output)")
        try await stack.editAudit("case.seen", to: "case.open")
        let restored = try await stack.trying(["audit verify"])
        #expect(restored.status == 0, "\(restored.output)")
    }

    @Test func `a head of a chain that nobody has signed goes to the dead letters`() async throws {
        let stack = try await Stack.shared()
        let head = ChainHead(
            service: .reporting, sequence: 1_000_000, hash: HexBytes([UInt8](repeating: 7, count: 32)), at: .now)
        let id = UUID().uuidString.lowercased()
        let headers = [
            "ce_specversion": "1.0", "ce_id": id, "ce_source": "reporting", "ce_type": ChainHead.type,
            "ce_subject": head.key.uuidString.lowercased(), "ce_time": EventCoding.text(of: .now),
            "ce_sequence": "1000000", "content-type": "application/json",
        ]
        try await TopicLog.produce(
            [
                OutgoingRecord(
                    topic: Topic.audit.name, partition: 0, key: Array(head.key.uuidString.lowercased().utf8),
                    value: try EventCoding.encode(head), headers: headers.map { ($0.key, Array($0.value.utf8)) })
            ], to: stack)
        try await expectEventually("it lies in the dead letters") {
            let letters = try await stack.amparo("dead-letters list verification")
            return letters.contains("signature-missing") && letters.contains(ChainHead.type)
        }
        let kept = try await stack.count(
            "SELECT count(*) FROM verification.audit_foreign_heads WHERE sequence = 1000000")
        #expect(kept == 0)
        let letters = try await stack.trying(["audit verify"])
        #expect(letters.status == 0, "\(letters.output)")
    }
}

extension Stack {
    /// Changes entries as only the owner of the cluster can.
    fileprivate func editAudit(_ action: String, to other: String) async throws {
        let edited = try await asOwner { database in
            try await database.execute(
                "UPDATE verification.audit_entries SET action = \(other) WHERE action = \(action)")
        }
        guard edited > 0 else { throw Failure("there is no entry to edit") }
    }
}
