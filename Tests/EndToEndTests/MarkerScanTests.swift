import Foundation
import TestSupport
import Testing

extension EndToEnd {
    @Test func `no word of what people told, and no receipt code, stands anywhere in clear`() async throws {
        let stack = try await Stack.shared()
        var story = try await Story(stack)
        try await story.walk()
        try await stack.untilQuiet()
        let places = Set(stack.markers.all.values)
        #expect(places.isSuperset(of: ["narrative", "contact", "note of a finding", "answer", "receipt code"]))

        let scan = MarkerScan(stack.markers.all)
        let found = try await scan.found(in: try await stack.leftovers())
        #expect(found.isEmpty)
    }

    @Test(arguments: [0, 1, 2])
    func `the scan finds a word in each of its spellings`(offset: Int) async throws {
        let stack = try await Stack.shared()
        let words = Markers()
        let text = words.plant("a test")
        let scan = MarkerScan(words.all)
        let bytes = Array(text.utf8)
        let spellings = [
            text, bytes.map { String(format: "%02x", $0) }.joined(),
            Data([UInt8](repeating: 65, count: offset) + bytes).base64EncodedString(),
        ]
        for spelling in spellings {
            let file = stack.folder.appending(path: "log/planted")
            try Data("before \(spelling) after".utf8).write(to: file)
            let found = try await scan.found(in: [file])
            #expect(!found.isEmpty, "\(spelling)")
            #expect(!scan.found(in: spelling).isEmpty)
            try FileManager.default.removeItem(at: file)
        }
    }

    @Test func `what may stand in clear is found where it stands`() async throws {
        let stack = try await Stack.shared()
        let (id, _) = try await SubmitterWalk.post(to: stack)
        let text = id.uuidString.lowercased()
        try await stack.untilQuiet()
        let found = try await MarkerScan([text: "an id"]).found(in: try await stack.leftovers())
        for part in ["dump.sql", "topics"] {
            #expect(found.contains { $0.hasSuffix(part) }, "\(part): \(found)")
        }
    }
}

extension Stack {
    /// All that the house leaves behind, as files: a dump of the database, the topics, the metrics, mails, logs, and
    /// whatever else lies in its folders, the database's own files among them.
    fileprivate func leftovers() async throws -> [URL] {
        let rest = folder.appending(path: "leftovers")
        try FileManager.default.createDirectory(at: rest, withIntermediateDirectories: true)
        let dump = try await CommandOutcome.of(
            URL(fileURLWithPath: "/usr/bin/pg_dump"),
            ["--username", "postgres", "--file", rest.appending(path: "dump.sql").path, cluster.uri],
            ["PATH": "/usr/bin:/bin"], in: folder)
        guard dump.status == 0 else { throw Failure("pg_dump: \(dump.errors)") }
        try Data(try await TopicLog.read(self).bytes).write(to: rest.appending(path: "topics"))
        for service in Service.allCases {
            var client = operations(of: service)
            try Data(try await client.get("/metrics").body).write(to: rest.appending(path: "\(service).metrics"))
        }
        return [folder] + (cluster.directory.map { [URL(fileURLWithPath: $0)] } ?? [])
    }
}
