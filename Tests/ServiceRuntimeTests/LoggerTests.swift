import Foundation
import ServiceRuntime
import Synchronization
import Testing

@Suite struct `Log lines` {
    @Test func `a line is one JSON object with the time, the level, the message and the fields`() throws {
        let id = UUID()
        let line = try #require(
            lines { logger in
                logger.info(
                    "It \"works\"",
                    [
                        .count: .count(3), .event: .id(id), .duration: .duration(.microseconds(1500)),
                        .type: .code("submission-received.v1"), .reason: .text("said so"), .key: .flag(true),
                    ])
            }.first)
        #expect(!line.contains("\n"))
        let fields = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(fields["level"] as? String == "info")
        #expect(fields["service"] as? String == "a \"service\"")
        #expect(fields["message"] as? String == "It \"works\"")
        #expect(fields["count"] as? Int == 3)
        #expect(fields["event_id"] as? String == id.uuidString.lowercased())
        #expect(fields["duration_ms"] as? Int == 2)
        #expect(fields["type"] as? String == "submission-received.v1")
        let time = try #require(fields["time"] as? String)
        #expect(try Date(time, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)) <= .now)
    }

    @Test(arguments: [
        "two words", "a\nb", "quote\"", "أمينة", String(repeating: "x", count: 65), "a=b", "1,2", "<b>",
    ])
    func `what is no code is redacted`(typed: String) throws {
        let line = try #require(lines { $0.error("Said", [.reason: .code(typed)]) }.first)
        #expect(line.contains("\"reason\":\"‹redacted›\""))
        #expect(!line.contains(typed))
    }

    @Test func `an error is logged by its code or the name of its type, never by its text`() throws {
        struct Coded: CodedError { let code = "40001" }
        struct Talkative: Error, CustomStringConvertible { let description = "Key (name)=(Amina) already exists" }
        let written = lines { logger in
            logger.warning("One", [.error: .error(Coded())])
            logger.warning("Two", [.error: .error(Talkative())])
        }
        #expect(written[0].contains("\"error\":\"40001\""))
        #expect(written[1].contains("\"error\":\"Talkative\""))
        #expect(!written.joined().contains("Amina"))
    }

    @Test func `what lies below the least level is left out`() {
        let written = lines(minimum: .warning) { logger in
            logger.debug("no")
            logger.info("no")
            logger.warning("yes")
            logger.error("yes")
        }
        #expect(written.count == 2)
    }

    @Test func `the least level is a setting, and a wrong one is named`() throws {
        #expect(throws: SettingsError(key: "AMPARO_LOG_LEVEL", problem: .invalid)) {
            try Logger(service: "x", settings: Settings(layers: [["AMPARO_LOG_LEVEL": "loud"]]))
        }
        #expect(throws: Never.self) {
            try Logger(service: "x", settings: Settings(layers: [["AMPARO_LOG_LEVEL": "debug"]]))
        }
    }

    private func lines(minimum: Logger.Level = .debug, _ write: (Logger) -> Void) -> [String] {
        let lines = Lines()
        write(Logger(service: "a \"service\"", minimum: minimum, sink: { lines.add($0) }))
        return lines.all
    }
}

final class Lines: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
}
