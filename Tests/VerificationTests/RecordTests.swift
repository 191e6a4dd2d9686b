import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
import Web
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `A record of a case` {
    struct Remark: CaseRecordContent {
        static let kind = RecordKind("REMARK")
        var text = ""
        var acts: [String] = []
    }

    private let records = CaseRecords()
    private let one = StaffID(UUID())
    private let other = StaffID(UUID())

    /// Runs `body` in one transaction that sees the case.
    private func within<R: Sendable>(
        _ id: CaseID, _ desk: DeskUnderTest,
        _ body: (inout Transaction, CaseSealing) async throws -> R
    ) async throws -> R {
        let files = CaseFiles(caseKeys: CaseKeys(try ServiceKeys(.verification, files: desk.house.keys)))
        return try await desk.database.transaction { transaction in
            try await DeskQueries.see([.headquarters], in: &transaction)
            let (_, sealing) = try await files.row(id, toChange: true, in: &transaction)
            return try await body(&transaction, sealing)
        }
    }

    @Test func `takes both changes where two people changed different fields`() async throws {
        try await DeskUnderTest.open { desk in
            let (id, _) = try await desk.opened(by: try await desk.officer())
            let record = try await within(id, desk) { transaction, sealing in
                try await records.add(Remark(text: "a"), to: id, sealing, by: one, at: .now, in: &transaction)
            }
            let first = try await within(id, desk) { transaction, sealing in
                try await records.revise(
                    record, seen: 1, to: Remark(text: "b"), in: id, sealing, by: one, at: .now, in: &transaction)
            }
            #expect(first == .saved(version: 2, merged: []))
            let second = try await within(id, desk) { transaction, sealing in
                try await records.revise(
                    record, seen: 1, to: Remark(text: "a", acts: ["V01"]), in: id, sealing, by: other, at: .now,
                    in: &transaction)
            }
            #expect(second == .saved(version: 3, merged: ["text"]))
            let standing = try await within(id, desk) { transaction, sealing in
                try await records.all(Remark.self, of: id, sealing, in: &transaction)
            }
            #expect(standing.map(\.content) == [Remark(text: "b", acts: ["V01"])])
            #expect(standing.first?.savedBy == other && standing.first?.createdBy == one)
        }
    }

    @Test func `keeps what is stored where both changed one field, and says what both want`() async throws {
        try await DeskUnderTest.open { desk in
            let (id, _) = try await desk.opened(by: try await desk.officer())
            let record = try await within(id, desk) { transaction, sealing in
                try await records.add(Remark(text: "a"), to: id, sealing, by: one, at: .now, in: &transaction)
            }
            _ = try await within(id, desk) { transaction, sealing in
                try await records.revise(
                    record, seen: 1, to: Remark(text: "b"), in: id, sealing, by: one, at: .now, in: &transaction)
            }
            let mine = try await within(id, desk) { transaction, sealing in
                try await records.revise(
                    record, seen: 1, to: Remark(text: "c"), in: id, sealing, by: other, at: .now, in: &transaction)
            }
            let conflict = FieldMerge.Conflict(field: "text", base: .text("a"), theirs: .text("b"), mine: .text("c"))
            #expect(mine == .conflicting(version: 2, [conflict]))
            let row = try await desk.house.owner.first(
                "SELECT count(*) AS n FROM verification.record_versions WHERE record_id = \(record.uuid)")
            #expect(try row?.get("n", as: Int.self) == 2)
        }
    }

    @Test func `is gone for the case when it is removed, and its history stays`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let (id, _) = try await desk.opened(by: officer)
            let record = try await within(id, desk) { transaction, sealing in
                try await records.add(
                    Remark(text: "Typed <here>"), to: id, sealing, by: StaffID(officer.id), at: .now, in: &transaction)
            }
            try await within(id, desk) { transaction, sealing in
                try await records.remove(
                    Remark.self, record, seen: 1, because: "Written twice.", in: id, sealing, by: StaffID(officer.id),
                    at: .now, in: &transaction)
            }
            let left = try await within(id, desk) { transaction, sealing in
                try await records.all(Remark.self, of: id, sealing, in: &transaction)
            }
            #expect(left.isEmpty)
            await #expect(throws: DeskFailure.notFound) {
                try await within(id, desk) { transaction, sealing in
                    _ = try await records.revise(
                        record, seen: 2, to: Remark(text: "b"), in: id, sealing, by: one, at: .now, in: &transaction)
                }
            }
            let page = await desk.respond(try officer.get("/desk/cases/\(id)/records/\(record)"))
            #expect(page.status == .ok)
            #expect(page.shows("Typed &lt;here&gt;") && page.shows("Written twice."))
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            let hidden = await desk.respond(try stranger.get("/desk/cases/\(id)/records/\(record)"))
            #expect(hidden.status == .notFound)
        }
    }

    @Test func `opens only as the version that it is`() async throws {
        try await DeskUnderTest.open { desk in
            let (id, _) = try await desk.opened(by: try await desk.officer())
            let record = try await within(id, desk) { transaction, sealing in
                try await records.add(Remark(text: "a"), to: id, sealing, by: one, at: .now, in: &transaction)
            }
            _ = try await within(id, desk) { transaction, sealing in
                try await records.revise(
                    record, seen: 1, to: Remark(text: "b"), in: id, sealing, by: one, at: .now, in: &transaction)
            }
            try await desk.house.owner.execute(
                """
                UPDATE verification.record_versions v SET sealed = old.sealed FROM verification.record_versions old
                WHERE v.record_id = \(record.uuid) AND old.record_id = v.record_id AND v.version = 2 AND old.version = 1
                """)
            await #expect(throws: DeskFailure.unreadable) {
                try await within(id, desk) { transaction, sealing in
                    _ = try await records.all(Remark.self, of: id, sealing, in: &transaction)
                }
            }
        }
    }
}

struct `Every kind of record` {
    @Test func `has an English name for each of its fields`() throws {
        let phrases = try Phrases(folders: [VerificationApp.phrases])
        for kind in RecordKinds.all {
            for field in kind.order {
                #expect(phrases.keys(.english).contains(kind.title(field).key), "\(kind.kind.code) \(field)")
            }
        }
    }

    @Test func `has an English name of its own`() throws {
        let phrases = try Phrases(folders: [VerificationApp.phrases])
        for kind in RecordKinds.all {
            let name = "record.kind.\(kind.kind.code.lowercased())"
            #expect(phrases.keys(.english).contains(name), "\(name)")
        }
    }

    @Test func `has a code of its own`() {
        #expect(Set(RecordKinds.all.map { $0.kind }).count == RecordKinds.all.count)
    }
}
