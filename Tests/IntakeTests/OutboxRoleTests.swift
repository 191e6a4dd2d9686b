import Foundation
import Messaging
import Postgres
import TestSupport
import Testing

@testable import Intake

@Suite struct `The role of the public door` {
    /// What would read what was taken in, or make the relay pass over it, or drop it.
    @Test(arguments: [
        "SELECT payload FROM outbox", "SELECT count(*) FROM outbox_runs", "SELECT last_batch FROM outbox_place",
        "SELECT keep_outbox(7, -1000)", "SELECT rewind_outbox('another')", "SELECT number_outbox()",
        "SELECT take_up_outbox(true)", "SELECT note_outbox_shipped(9, '{}', '{}', '{}', '{}', 'x')",
        "SELECT close_republication(gen_random_uuid(), 0)",
        "INSERT INTO outbox_republications (id, event_id) VALUES (gen_random_uuid(), gen_random_uuid())",
        """
        INSERT INTO outbox (id, topic, partition, event_id, type, key, payload) OVERRIDING SYSTEM VALUE
        VALUES (9223372036854775807, 't', 0, gen_random_uuid(), 'x.v1', gen_random_uuid(), '')
        """,
        """
        INSERT INTO outbox (xid, topic, partition, event_id, type, key, payload)
        VALUES ('1', 't', 0, gen_random_uuid(), 'x.v1', gen_random_uuid(), '')
        """,
    ])
    func `adds to the outbox, and neither reads nor rules it`(_ statement: String) async throws {
        let database = try await TestDatabase.create(IntakeApp.schema)
        let door = database.pool(as: "amparo_intake_app", connections: 1)
        let error = await #expect(throws: PostgresError.self) { try await door.query(SQL(stringLiteral: statement)) }
        #expect(error?.sqlState == "42501")
        await door.close()
        try await database.drop()
    }

    @Test func `is not the relay's, which ships and cannot write`() async throws {
        let database = try await TestDatabase.create(IntakeApp.schema)
        let door = database.pool(as: "amparo_intake_app", connections: 1)
        let relay = database.pool(as: "amparo_intake_relay", connections: 1)
        try await door.execute(
            """
            INSERT INTO outbox (appended_at, topic, partition, event_id, type, key, payload)
            VALUES (now(), 't', 0, gen_random_uuid(), 'x.v1', gen_random_uuid(), '')
            """)
        #expect(try await relay.first("SELECT number_outbox()")?.get(0, as: Int64.self) == 1)
        for statement: SQL in [
            "DELETE FROM outbox", "INSERT INTO outbox_place DEFAULT VALUES", "SELECT lookup FROM submissions",
            "SELECT sealed FROM mailbox_messages", "SET ROLE amparo_intake_app",
        ] {
            let error = await #expect(throws: PostgresError.self) { try await relay.execute(statement) }
            #expect(error?.sqlState == "42501")
        }
        await door.close()
        await relay.close()
        try await database.drop()
    }
}
