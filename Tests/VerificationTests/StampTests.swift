import CaseModel
import Foundation
import HTTP
import Postgres
import ServiceRuntime
import TestSupport
import Testing
@testable import Verification

@Suite(.timeLimit(.minutes(15))) struct `A time stamp` {
    private func settings(_ authority: TestProgram, ca: String = "ca.pem") -> [String: String] {
        ["AMPARO_TSA_URL": authority.line, "AMPARO_TSA_CA_FILE": authority.folder.appending(path: ca).path]
    }

    private func verify(_ token: [UInt8], _ file: DeclaredEvidence, _ authority: TestProgram) throws -> Bool {
        let place = authority.folder.appending(path: "token")
        try Data(token).write(to: place)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.currentDirectoryURL = authority.folder
        process.arguments = ["ts", "-verify", "-digest", file.sha256.description, "-in", "token", "-CAfile", "ca.pem"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test func `is had from the authority for every file, once, and given out with the hash as its name`() async throws
    {
        try await DeskUnderTest.open { desk in
            let authority = try await TestProgram.authority()
            let file = try await desk.evidenceHere(Array("Something nobody else may read".utf8))
            let stamps = try #require(try desk.keeping(settings(authority)).stamps)
            let isStamped = try await stamps.next()
            let again = try await stamps.next(at: Date.now.addingTimeInterval(86_400))
            #expect(isStamped && !again)
            let kinds = try await desk.custody(of: file.evidenceID).map(\.kind)
            #expect(kinds == [.received, .stamped])
            let officer = try await desk.officer()
            let taken = await desk.respond(try officer.get("/desk/evidence/\(file.evidenceID)/stamp"))
            #expect(
                taken.status == .ok && taken.headers["Content-Disposition"]?.contains(file.sha256.description) == true)
            #expect(try verify(taken.bytes, file, authority))
            // Nothing but the hash went there.
            let asked = try Data(contentsOf: authority.folder.appending(path: "asked"))
            #expect(asked.count < 120 && asked.range(of: Data(file.sha256.bytes)) != nil)
            let page = await desk.respond(try officer.get("/desk/evidence/\(file.evidenceID)"))
            #expect(page.shows("/desk/evidence/\(file.evidenceID)/stamp"))
        }
    }

    @Test func `is had later where the authority is away, and not from another one`() async throws {
        try await DeskUnderTest.open { desk in
            let authority = try await TestProgram.authority()
            let file = try await desk.evidenceHere([1, 2, 3])
            let away = authority.folder.appending(path: "away")
            try Data().write(to: away)
            let now = Date.now.addingTimeInterval(1)
            let stamps = try #require(try desk.keeping(settings(authority)).stamps)
            let none = try await stamps.next(at: now)
            try FileManager.default.removeItem(at: away)
            let tooEarly = try await stamps.next(at: now.addingTimeInterval(599))
            #expect(!none && !tooEarly)
            // A signature of somebody else's authority is none.
            let other = try #require(try desk.keeping(settings(authority, ca: "other.pem")).stamps)
            let foreign = try await other.next(at: now.addingTimeInterval(601))
            #expect(!foreign)
            #expect(try await desk.custody(of: file.evidenceID).map(\.kind) == [.received])
            let isStamped = try await stamps.next(at: now.addingTimeInterval(1300))
            #expect(isStamped)
        }
    }

    @Test func `needs settings that make sense`() async throws {
        try await DeskUnderTest.open { desk in
            for settings in [
                ["AMPARO_TSA_URL": "ftp://a/", "AMPARO_TSA_CA_FILE": "/etc/hostname"],
                ["AMPARO_TSA_URL": "http://a:b@c/", "AMPARO_TSA_CA_FILE": "/etc/hostname"],
                ["AMPARO_TSA_URL": "http://a/"], ["AMPARO_TSA_URL": "http://a/", "AMPARO_TSA_CA_FILE": "/nowhere"],
                ["AMPARO_CLAMD": "nonsense"], ["AMPARO_FIXITY_DAYS": "0"],
            ] {
                #expect(throws: SettingsError.self, "\(settings)") { _ = try desk.keeping(settings) }
            }
        }
    }
}

@Suite(.timeLimit(.minutes(15))) struct `A malware scanner` {
    @Test func `looks through every file, and what it finds keeps the original behind a word of its own`() async throws
    {
        try await DeskUnderTest.open { desk in
            let scanner = try await TestProgram.scanner()
            let clean = try await desk.evidenceHere([UInt8](repeating: 7, count: 700_000))
            let evil = try await desk.evidenceHere(Array("some EVIL thing".utf8), type: "text/plain")
            let large = try await desk.evidenceHere([UInt8](repeating: 7, count: 1_200_000))
            let copies = try desk.keeping(["AMPARO_CLAMD": scanner.line]).copies
            while try await copies.next() {}
            let officer = try await desk.officer()
            var states: [String?] = []
            for file in [clean, evil, large] {
                states.append(
                    try await desk.house.owner.first(
                        "SELECT scan_result FROM verification.evidence_state WHERE id = \(file.evidenceID.uuid)")?
                        .get("scan_result"))
            }
            #expect(states == ["CLEAN", "INFECTED", nil])
            let refused = try await desk.copy(.scan, of: large.evidenceID)
            #expect(refused.state == .waiting && refused.failure == "scanner-refused")
            let events = try await desk.custody(of: evil.evidenceID)
            #expect(events.map(\.kind) == [.received, .scanned])
            let note = try FileSealing(evil).note(try #require(events.last?.sealed), of: evil.evidenceID)
            #expect(note.result == "INFECTED Test.Evil" && note.version == "ClamAV 1.0/27000")

            let path = "/desk/evidence/\(evil.evidenceID)"
            let page = await desk.respond(try officer.get(path))
            #expect(page.shows("evidence-infected") && !page.shows("href=\"\(path)/original\""))
            let refusedDownload = await desk.respond(try officer.get("\(path)/original"))
            #expect(refusedDownload.status == .conflict)
            for (fields, status): (KeyValuePairs<String, String>, Status) in [
                ([:], .unprocessable), (["reason": "For the laboratory"], .unprocessable),
                (["known": "yes"], .unprocessable), (["known": "yes", "reason": "For the laboratory"], .ok),
            ] {
                let answer = await desk.respond(try officer.post("\(path)/original", fields))
                #expect(answer.status == status)
            }
            let last = try #require(try await desk.custody(of: evil.evidenceID).last)
            #expect(last.kind == .viewed)
            #expect(
                try FileSealing(evil).note(try #require(last.sealed), of: evil.evidenceID).reason
                    == "For the laboratory")
        }
    }

    @Test func `that is away is asked again later`() async throws {
        try await DeskUnderTest.open { desk in
            let file = try await desk.evidenceHere([1])
            let copies = try desk.keeping(["AMPARO_CLAMD": "unix:/nowhere/clamd"]).copies
            while try await copies.next() {}
            let copy = try await desk.copy(.scan, of: file.evidenceID)
            #expect(copy.state == .waiting && copy.failure == "scanner-unreachable" && copy.attempts == 0)
        }
    }
}
