import Foundation
import Postgres
import TestSupport
import Testing

@testable import Verification

@Suite struct `Row-level security of submissions` {
    @Test func `links a submission to no case of another compartment`() async throws {
        let test = try await TestDatabase.create(VerificationApp.schema)
        let owner = test.owner(connections: 1)
        let (submission, own, foreign) = (UUID(), UUID(), UUID())
        try await owner.execute(
            """
            INSERT INTO verification.submissions (id, received_at, urgency, mailbox_id, compartment, sealed)
            VALUES (\(submission), now(), 'U3', \(UUID()), 'HQ', '')
            """)
        for (id, compartment) in [(own, "HQ"), (foreign, "FIELD")] {
            try await owner.execute(
                """
                INSERT INTO verification.cases (id, opened_at, opened_by, urgency, compartment, status)
                VALUES (\(id), now(), \(UUID()), 'U3', \(compartment), 'OPEN')
                """)
        }
        let desk = test.pool(as: "amparo_verification_app", connections: 1)
        func link(to id: UUID) async throws -> Int {
            try await desk.transaction { tx in
                _ = try await tx.execute("SELECT set_config('amparo.compartments', 'HQ', true)")
                return try await tx.execute("UPDATE submissions SET case_id = \(id) WHERE id = \(submission)")
            }
        }
        let error = await #expect(throws: PostgresError.self) { try await link(to: foreign) }
        #expect(error?.sqlState == "42501")
        #expect(try await link(to: own) == 1)
        await desk.close()
        await owner.close()
        try await test.drop()
    }
}
