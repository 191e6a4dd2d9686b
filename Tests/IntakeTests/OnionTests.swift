import CaseModel
import Foundation
import HTTP
@testable import Intake
import ServiceRuntime
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(15))) struct `The onion service` {
    private static let address = "http://" + String(repeating: "a2", count: 28) + ".onion"

    @Test func `is named on pages that are reached another way, and nowhere else`() async throws {
        try await PublicDoorUnderTest.open(["AMPARO_ONION_LOCATION": Self.address]) { door in
            let page = try await door.get("/en/report")
            #expect(page.headers["Onion-Location"] == Self.address + "/en/report")
            let inside = try await door.get("/en/report", ["Accept": "text/html", "Amparo-Door": "onion"])
            #expect(inside.status == .ok && inside.headers["Onion-Location"] == nil)
            #expect(try await door.get("/").headers["Onion-Location"] == nil)
            #expect(try await door.report(PublicDoorUnderTest.minimal).headers["Onion-Location"] == nil)
        }
    }

    @Test(arguments: [("onion", "TOR"), ("public", "WEB_FORM"), ("", "WEB_FORM")])
    func `is the channel of what comes through it`(door name: String, channel: String) async throws {
        try await PublicDoorUnderTest.open { door in
            let body = Array(#"{"narrative": "n", "cooperation": "c"}"#.utf8)
            let request = try Request(
                .post, "/api/submissions", headers: ["Content-Type": "application/json", "Amparo-Door": name],
                body: body)
            #expect(await door.router.respond(to: request).status == .created)
            let event = try #require(try await door.house.told(by: .intake).first)
            #expect(try door.content(event).channel == channel)
        }
    }

    @Test(arguments: ["", "onion", "https://example.org", "http://short.onion", address + "/", address + "\r\nX: y"])
    func `has an address that is one, or none`(value: String) throws {
        let settings = Settings(layers: [["AMPARO_ONION_LOCATION": value]])
        if value.isEmpty {
            #expect(try OnionDoor(settings: settings).address == nil)
        } else {
            #expect(throws: SettingsError.self) { try OnionDoor(settings: settings) }
        }
    }
}
