/// A name that may stand in a log. Modules add theirs in an extension; the name is part of the program, never data.
package struct LogKey: Hashable, Sendable {
    package let name: String

    package init(_ name: StaticString) {
        self.name = name.description
    }

    package static let attempt = LogKey("attempt")
    package static let check = LogKey("check")
    package static let count = LogKey("count")
    package static let duration = LogKey("duration_ms")
    package static let error = LogKey("error")
    package static let event = LogKey("event_id")
    package static let key = LogKey("key")
    package static let partition = LogKey("partition")
    package static let part = LogKey("part")
    package static let port = LogKey("port")
    package static let reason = LogKey("reason")
    package static let sequence = LogKey("sequence")
    package static let status = LogKey("status")
    package static let topic = LogKey("topic")
    package static let type = LogKey("type")
}
