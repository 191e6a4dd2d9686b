import Audit
import CaseModel
import Foundation
import Messaging
import Postgres
import ServiceRuntime
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `Heads of audit chains` {
    @Test func `are published signed, and only when the chain has moved`() async throws {
        try await TestHouse.lend { house in
            let database = house.database.pool(as: "amparo_notification_app", connections: 2)
            let publisher = ChainHeadPublisher(
                service: .notification, database: database, outbox: try house.outbox(of: .notification),
                logger: TestHouse.quiet, interval: .milliseconds(5))
            try await running(publisher) {
                try await AuditLog().append(.full, to: database)
                #expect(try await eventually { try await house.told(by: .notification).count == 1 })
                try await AuditLog().append(.full, to: database)
                #expect(try await eventually { try await house.told(by: .notification).count == 2 })
            }
            let told = try await house.told(by: .notification)
            #expect(told.count == 2, "nothing was told of a chain that stood still")
            #expect(told.allSatisfy { $0.signature?.count == 64 })
            let heads = try told.map { try $0.read(ChainHead.self) }
            #expect(heads.map(\.sequence) == [1, 2])
            let hashes = try await database.query("SELECT hash FROM audit_entries ORDER BY sequence")
            #expect(try heads.map(\.hash.bytes) == hashes.map { try $0.get("hash", as: [UInt8].self) })
            await database.close()
        }
    }

    @Test func `are not published of an empty chain`() async throws {
        try await TestHouse.lend { house in
            let database = house.database.pool(as: "amparo_reporting_app", connections: 2)
            let publisher = ChainHeadPublisher(
                service: .reporting, database: database, outbox: try house.outbox(of: .reporting),
                logger: TestHouse.quiet, interval: .milliseconds(1))
            try await running(publisher) {
                // Some rounds of the publisher later.
                for _ in 0..<20 { _ = try await database.query("SELECT 1") }
            }
            #expect(try await house.told(by: .reporting).isEmpty)
            await database.close()
        }
    }

    @Test func `are kept once, however often they come, and never one's own`() async throws {
        try await withKeeper { house, database in
            let keep = KeepChainHead(own: .notification)
            for _ in 0..<2 { try await keep.take(head(.verification, 3, 0xAA), in: database) }
            try await keep.take(head(.verification, 5, 0xBB), in: database)
            try await keep.take(head(.notification, 5, 0xCC), from: .notification, in: database)
            let chain = try AuditChain(of: .verification)
            let kept = try await database.transaction { try await chain.headsKept(by: .notification, in: &$0) }
            #expect(kept.map(\.sequence) == [3, 5])
            #expect(kept.map(\.hash.bytes.first) == [0xAA, 0xBB])
            #expect(try await house.count("notification", "audit_foreign_heads") == 2)
        }
    }

    @Test func `that differ from the kept one are refused, and the kept one stays`() async throws {
        try await withKeeper { house, database in
            let keep = KeepChainHead(own: .notification)
            try await keep.take(head(.verification, 3, 0xAA), in: database)
            await #expect(throws: HandlingFailure.self) {
                try await keep.take(head(.verification, 3, 0xBB), in: database)
            }
            let row = try await database.first("SELECT hash FROM audit_foreign_heads")
            #expect(try row?.get("hash", as: [UInt8].self).first == 0xAA)
        }
    }

    private func head(_ service: ServiceName, _ sequence: Int64, _ byte: UInt8) -> ChainHead {
        ChainHead(
            service: service, sequence: sequence, hash: HexBytes([UInt8](repeating: byte, count: 32)), at: .now)
    }

    private func withKeeper(_ body: (TestHouse, Database) async throws -> Void) async throws {
        try await TestHouse.lend { house in
            let database = house.database.pool(as: "amparo_notification_app", connections: 2)
            do { try await body(house, database) } catch {
                await database.close()
                throw error
            }
            await database.close()
        }
    }
}
