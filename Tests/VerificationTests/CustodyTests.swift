import Accounts
import CaseModel
import Foundation
import HTTP
import Postgres
import TestSupport
import Testing
import Vault
@testable import Verification

@Suite struct `A chain of custody` {
    private let file = EvidenceID(UUID())
    private let officer = StaffID(UUID())

    private func chain() -> [CustodyEvent] {
        var events: [CustodyEvent] = []
        for (index, kind) in [CustodyKind.received, .viewed, .copied, .released].enumerated() {
            events.append(
                CustodyChain.link(
                    kind, of: file, at: Date(timeIntervalSince1970: 1_700_000_000.123456 + Double(index)),
                    by: index == 0 ? nil : officer, sealed: index == 2 ? nil : [UInt8(index)],
                    after: events.last.map { (sequence: $0.sequence, hash: $0.hash) }))
        }
        return events
    }

    private func changed(
        _ event: CustodyEvent, kind: CustodyKind? = nil, at: Date? = nil, by: StaffID?? = nil, sealed: [UInt8]?? = nil,
        evidence: EvidenceID? = nil, sequence: Int? = nil
    ) -> CustodyEvent {
        CustodyEvent(
            evidence: evidence ?? event.evidence, sequence: sequence ?? event.sequence, kind: kind ?? event.kind,
            at: at ?? event.at, by: by ?? event.by, sealed: sealed ?? event.sealed, hash: event.hash)
    }

    @Test func `holds as it was written`() {
        #expect(CustodyChain.firstBreak(chain()) == nil)
        #expect(CustodyChain.firstBreak([]) == nil)
        #expect(Set(chain().map(\.hash)).count == 4)
    }

    @Test func `breaks where anything of it is changed, taken out, put in or put in another order`() {
        let whole = chain()
        let second = whole[1]
        for one in [
            changed(second, kind: .released), changed(second, at: second.at.addingTimeInterval(0.000002)),
            changed(second, by: .some(nil)), changed(second, by: StaffID(UUID())), changed(second, sealed: [9]),
            changed(second, sealed: .some(nil)), changed(second, evidence: EvidenceID(UUID())),
            changed(second, sequence: 3),
        ] {
            var events = whole
            events[1] = one
            #expect(CustodyChain.firstBreak(events) == 2)
        }
        #expect(CustodyChain.firstBreak(Array(whole.dropFirst())) == 1)
        #expect(CustodyChain.firstBreak([whole[0], whole[2], whole[3]]) == 2)
        #expect(CustodyChain.firstBreak([whole[0], second, second, whole[2]]) == 3)
        #expect(CustodyChain.firstBreak([whole[0], whole[2], second, whole[3]]) == 2)
    }
}

@Suite(.timeLimit(.minutes(15))) struct `The custody of a file` {
    @Test func `begins when it is taken over, once however often the event comes`() async throws {
        try await DeskUnderTest.open { desk in
            let (file, submission) = try await desk.evidence([1, 2, 3])
            for _ in 0..<2 { try await desk.receive.take(submission, from: .intake, in: desk.system) }
            let events = try await desk.custody(of: file.evidenceID)
            #expect(events.map(\.kind) == [.received])
            #expect(events.first?.by == nil)
            #expect(CustodyChain.firstBreak(events) == nil)
        }
    }

    @Test func `begins for what came before chains were kept`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere([1, 2, 3])
            for table in ["custody_events", "evidence_state", "evidence_copies"] {
                try await desk.house.owner.execute("DELETE FROM verification.\(identifier: Identifier(table))")
            }
            let begin = try desk.keeping().begin
            for _ in 0..<2 {
                let isMore = try await begin.next()
                #expect(!isMore)
            }
            let events = try await desk.custody(of: file.evidenceID)
            #expect(events.map(\.kind) == [.received])
            #expect(CustodyChain.firstBreak(events) == nil)
            let copies = try await desk.copies(of: file.evidenceID)
            #expect(Set(copies.map(\.kind)) == [.scan, .picture])
        }
    }

    @Test func `names the officer who entered it, and everybody who takes the original`() async throws {
        try await DeskUnderTest.open { desk in
            let officer = try await desk.officer()
            let request = try EntryTestForm.multipart(
                "/desk/entries", EntryTestForm.fields, files: [("letter.txt", "text/plain", Array("Dear all".utf8))],
                by: officer)
            #expect(await desk.respond(request).status == .ok)
            let row = try #require(try await desk.house.owner.first("SELECT id FROM verification.evidence"))
            let id = EvidenceID(try row.get("id", as: UUID.self))
            for path in ["/desk/evidence/\(id)/original", "/desk/evidence/\(id)/text"] {
                let answer = await desk.respond(try officer.get(path))
                #expect(answer.status == .ok, "\(path)")
            }
            let page = await desk.respond(try officer.get("/desk/evidence/\(id)"))
            #expect(page.shows("letter.txt") && page.shows("data-kind=\"VIEWED\"") && !page.shows("custody-broken"))
            let events = try await desk.custody(of: id)
            #expect(events.map(\.kind) == [.received, .viewed, .viewed])
            #expect(events.allSatisfy { $0.by?.uuid == officer.id })
            #expect(CustodyChain.firstBreak(events) == nil)
        }
    }

    @Test func `can be added to by the desk and changed by nobody who works there`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere([1])
            for pool in [desk.database, desk.system] {
                for statement: SQL in [
                    "UPDATE custody_events SET by_staff = NULL", "UPDATE custody_events SET hash = hash",
                    "DELETE FROM custody_events", "TRUNCATE custody_events", "UPDATE case_evidence SET sealed = ''",
                    "DELETE FROM case_evidence", "DELETE FROM evidence_copies", "DELETE FROM evidence_state",
                ] {
                    let error = await #expect(throws: PostgresError.self, "\(statement)") {
                        try await pool.transaction { transaction in
                            try await transaction.execute(
                                "SELECT set_config('amparo.compartments', 'OHCHR_HQ', true)")
                            try await transaction.execute(statement)
                        }
                    }
                    #expect(error?.sqlState == "42501", "\(statement)")
                }
            }
            // The pages' role says nothing of what was found.
            for statement: SQL in [
                "UPDATE evidence_state SET check_result = 'INTACT'", "UPDATE evidence_copies SET state = 'DONE'",
                "SELECT * FROM evidence_awaited",
                "INSERT INTO evidence_copy_parts VALUES (gen_random_uuid(), gen_random_uuid())",
            ] {
                let error = await #expect(throws: PostgresError.self, "\(statement)") {
                    try await desk.database.execute(statement)
                }
                #expect(error?.sqlState == "42501", "\(statement)")
            }
            let events = try await desk.custody(of: file.evidenceID)
            #expect(events.count == 1)
        }
    }

    @Test func `is shown as broken where somebody has changed the database`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere([1])
            let officer = try await desk.officer()
            let path = "/desk/evidence/\(file.evidenceID)"
            _ = await desk.respond(try officer.get("\(path)/original"))
            try await desk.house.owner.execute(
                "UPDATE verification.custody_events SET by_staff = NULL WHERE sequence = 2")
            let page = await desk.respond(try officer.get(path))
            #expect(page.shows("custody-broken") && page.shows("from its entry 2 on"))
        }
    }

    @Test func `is within the compartment`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere(Array("text".utf8), type: "text/plain")
            let stranger = try await desk.officer([.caseOfficer], try #require(Compartment("UNHCR")))
            let copy = try await desk.copy(.picture, of: file.evidenceID).id
            let path = "/desk/evidence/\(file.evidenceID)"
            for end in ["", "/original", "/text", "/stamp", "/copies/\(copy)", "/copies/\(copy)/1"] {
                let answer = await desk.respond(try stranger.get(path + end))
                #expect(answer.status == .notFound, "\(end)")
            }
            for (end, fields) in [
                ("/copies", ["kind": "PICTURE"] as KeyValuePairs),
                ("/custody", ["kind": "TRANSFERRED", "recipient": "a", "reason": "b"]),
                ("/original", ["reason": "a", "known": "yes"]),
                (
                    "/copies/\(copy)/redactions",
                    ["x_1": "1", "y_1": "1", "width_1": "1", "height_1": "1", "reason": "a"]
                ),
            ] {
                let answer = await desk.respond(try stranger.post(path + end, fields))
                #expect(answer.status == .notFound, "\(end)")
            }
            for table in ["custody_events", "evidence_state", "evidence_copies"] {
                let seen = try await desk.database.transaction { transaction in
                    try await transaction.execute("SELECT set_config('amparo.compartments', 'UNHCR', true)")
                    return try await transaction.query("SELECT 1 FROM \(identifier: Identifier(table))").count
                }
                #expect(seen == 0, "\(table)")
            }
            let events = try await desk.custody(of: file.evidenceID)
            #expect(events.map(\.kind) == [.received])
        }
    }

    @Test(.enabled(if: Walls.canBeBuilt, "programs cannot be walled off on this machine"))
    func `tells of a release to whom and why, and releases copies alone`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere(try await MadeFiles.photo(), type: "image/jpeg")
            let copies = try desk.keeping().copies
            let isDone = try await copies.next()
            #expect(isDone)
            let officer = try await desk.officer()
            let path = "/desk/evidence/\(file.evidenceID)"
            let copy = try await desk.copy(.picture, of: file.evidenceID).id
            let scan = try await desk.copy(.scan, of: file.evidenceID).id
            for (fields, status): (KeyValuePairs<String, String>, Status) in [
                (["kind": "RELEASED", "recipient": "The court", "reason": "Asked for"], .unprocessable),
                (["kind": "VIEWED", "recipient": "The court", "reason": "Asked for"], .unprocessable),
                (["kind": "RELEASED", "recipient": "", "reason": "Asked for", "copy": "\(copy)"], .unprocessable),
                (["kind": "RELEASED", "recipient": "The court", "reason": " ", "copy": "\(copy)"], .unprocessable),
                (["kind": "RELEASED", "recipient": "The court", "reason": "a", "copy": "x"], .unprocessable),
                (["kind": "RELEASED", "recipient": "The court", "reason": "a", "copy": "\(UUID())"], .notFound),
                (["kind": "RELEASED", "recipient": "The court", "reason": "a", "copy": "\(scan)"], .conflict),
                (
                    ["kind": "RELEASED", "recipient": "The <court>", "reason": "Asked for", "copy": "\(copy)"],
                    .seeOther
                ),
                (["kind": "TRANSFERRED", "recipient": "The archive", "reason": "Closed"], .seeOther),
            ] {
                let answer = await desk.respond(try officer.post("\(path)/custody", fields))
                #expect(answer.status == status, "\(fields)")
            }
            let events = try await desk.custody(of: file.evidenceID)
            #expect(events.map(\.kind) == [.received, .copied, .released, .transferred])
            let page = await desk.respond(try officer.get(path))
            #expect(page.shows("The &lt;court&gt;") && page.shows("The archive"))
        }
    }
}

/// The form of an entry, for a file that an officer brings.
typealias EntryTestForm = `An account that staff enter`
