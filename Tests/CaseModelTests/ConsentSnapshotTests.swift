import CaseModel
import Foundation
import Testing

@Suite struct `What a mailbox keeps of a consent` {
    @Test(arguments: [
        [], ["CP1_PROCESS"], ["CP2_CONTACT", "CP12_STATS"], (1...12).map { "CP\($0)_X" }, ["CP0_X", "CP63_X"],
    ])
    func `is read back as it was, in as many bytes whatever was chosen`(purposes: [String]) throws {
        let moment = Date(timeIntervalSince1970: 1_800_000_000.125)
        let snapshot = ConsentSnapshot(at: moment, purposes: purposes)
        #expect(snapshot.bytes.count == 16)
        let read = try #require(ConsentSnapshot(bytes: snapshot.bytes))
        #expect(read == snapshot)
        for number in 0..<64 {
            #expect(read.contains("CP\(number)_Y") == purposes.contains { $0.hasPrefix("CP\(number)_") }, "\(number)")
        }
    }

    @Test func `leaves out what has no number, and reads nothing else`() {
        let snapshot = ConsentSnapshot(at: .now, purposes: ["OTHER", "CP64_X", "CP-1_X", "CPx_Y"])
        #expect(!snapshot.contains("OTHER"))
        #expect((0..<64).allSatisfy { !snapshot.contains("CP\($0)_X") })
        #expect(ConsentSnapshot(bytes: [1, 2, 3]) == nil)
    }

    @Test func `travels in a message, and a message without one reads as before`() throws {
        let old =
            #"{"language":"en","messageID":"00000000-0000-4000-8000-000000000001","sentAt":"2026-03-05T10:00:00.000Z","text":"x","version":1}"#
        let message = try EventCoding.decode(SourceMessage.self, from: Array(old.utf8))
        #expect(message.kind == nil && message.consent == nil)
        var other = message
        other.kind = .question
        other.consent = ConsentSnapshot(at: message.sentAt, purposes: ["CP3_SHARE_MECH"])
        #expect(try EventCoding.decode(SourceMessage.self, from: try EventCoding.encode(other)) == other)
    }
}
