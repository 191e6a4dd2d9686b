import Foundation
import Postgres
import ServiceRuntime
import TestSupport
import Testing

struct ValueTests {
    @Test func `every type comes back as it went`() async throws {
        let test = try await TestDatabase.create()
        let database = test.owner(connections: 1)
        let id = UUID()
        let moment = Date(timeIntervalSinceReferenceDate: 813_000_000.123_457)
        let row = try #require(
            try await database.first(
                """
                SELECT \(true) AS bool, \(Int16.min) AS small, \(Int32.max) AS middle, \(Int64.min) AS big,
                    \(42) AS int, \(1.5) AS double, \("شهادة \"x\"") AS text, \(id) AS uuid, \(moment) AS moment,
                    \([0, 255, 7] as [UInt8]) AS bytes, \(nil as String?) AS missing, \("{\"a\": 1}")::jsonb AS json
                """))
        #expect(try row.get("bool", as: Bool.self))
        #expect(try row.get("small", as: Int16.self) == .min)
        #expect(try row.get("middle", as: Int32.self) == .max)
        #expect(try row.get("big", as: Int64.self) == .min)
        #expect(try row.get("int", as: Int.self) == 42)
        #expect(try row.get("double", as: Double.self) == 1.5)
        #expect(try row.get("text", as: String.self) == "شهادة \"x\"")
        #expect(try row.get("uuid", as: UUID.self) == id)
        let back = try row.get("moment", as: Date.self)
        #expect(abs(back.timeIntervalSince(moment)) < 0.000_000_5)
        #expect(try row.get("bytes", as: [UInt8].self) == [0, 255, 7])
        #expect(try row.get("missing", as: String?.self) == nil)
        #expect(try row.get("json", as: String.self) == "{\"a\": 1}")
        #expect(throws: PostgresError.self) { try row.get("missing", as: String.self) }
        #expect(throws: PostgresError.self) { try row.get("int", as: String.self) }
        #expect(throws: PostgresError.self) { try row.get("big", as: Int32.self) }
        #expect(throws: PostgresError.self) { try row.get("absent", as: Int.self) }
        await database.close()
    }

    @Test func `arrays come back with their nulls`() async throws {
        let test = try await TestDatabase.create()
        let database = test.owner(connections: 1)
        let ids = [UUID(), UUID()]
        let row = try #require(
            try await database.first(
                """
                SELECT \([1, 2, 3]) AS ints, \(["a", nil, ""] as [String?]) AS texts, \(ids) AS ids,
                    \([[1, 2], []] as [[UInt8]]) AS blobs, \([] as [Int]) AS none,
                    \([[9], nil] as [[UInt8]?]) AS holes, \([Date(timeIntervalSinceReferenceDate: 0)]) AS dates
                """))
        #expect(try row.get("ints", as: [Int].self) == [1, 2, 3])
        #expect(try row.get("texts", as: [String?].self) == ["a", nil, ""])
        #expect(try row.get("ids", as: [UUID].self) == ids)
        #expect(try row.get("blobs", as: [[UInt8]].self) == [[1, 2], []])
        #expect(try row.get("none", as: [Int].self) == [])
        #expect(try row.get("holes", as: [[UInt8]?].self) == [[9], nil])
        #expect(try row.get("dates", as: [Date].self) == [Date(timeIntervalSinceReferenceDate: 0)])
        #expect(throws: PostgresError.self) { try row.get("texts", as: [String].self) }
        await database.close()
    }

    @Test func `a text with a zero byte is refused before it is sent`() async throws {
        let test = try await TestDatabase.create()
        let database = test.owner(connections: 1)
        for statement in ["SELECT \("a\0b")", "SELECT \(["a\0b"])"] as [SQL] {
            let error = await #expect(throws: PostgresError.self) { try await database.query(statement) }
            #expect(error?.kind == .unencodable)
        }
        #expect(try await database.query("SELECT 1").count == 1)
        await database.close()
    }

    @Test func `fragments are numbered through`() {
        let fragment: SQL = "b = \(2) AND c = \(3)"
        let statement: SQL = "SELECT 1 WHERE a = \(1) AND \(fragment) AND d = \(4)"
        #expect(statement.text == "SELECT 1 WHERE a = $1 AND b = $2 AND c = $3 AND d = $4")
    }

    @Test(arguments: ["", "A", "a-b", "a\"b", "a b", String(repeating: "a", count: 64)])
    func `an unfit identifier is refused`(name: String) {
        #expect(throws: PostgresError.self) { try Identifier(name) }
    }
}
