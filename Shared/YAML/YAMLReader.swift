import CYaml

/// Reads one YAML document by libyaml. Tags are ignored: every scalar is a text, and the reader of a file knows what it should
/// be.
package enum YAMLReader {
    private static let deepest = 32
    /// Bytes; a file of rules is a few kilobytes.
    package static let largest = 1 << 20

    package static func read(_ bytes: [UInt8]) throws(YAMLError) -> YAMLNode {
        guard bytes.count <= largest else { throw YAMLError(.tooLarge, line: 1) }
        var parser = yaml_parser_t()
        guard yaml_parser_initialize(&parser) == 1 else { throw YAMLError(.syntax, line: 1) }
        defer { yaml_parser_delete(&parser) }
        let result = bytes.withUnsafeBufferPointer { buffer -> Result<YAMLNode, YAMLError> in
            yaml_parser_set_input_string(&parser, buffer.baseAddress, buffer.count)
            return Result { () throws(YAMLError) in
                var events = Events(parser: &parser)
                return try events.document()
            }
        }
        return try result.get()
    }

    /// The parser's events, one after the other.
    private struct Events {
        private let parser: UnsafeMutablePointer<yaml_parser_t>

        init(parser: UnsafeMutablePointer<yaml_parser_t>) {
            self.parser = parser
        }

        private struct Event {
            let type: yaml_event_type_t
            let line: Int
            let hasAnchor: Bool
            let text: String
            let isPlain: Bool
        }

        private func next() throws(YAMLError) -> Event {
            var event = yaml_event_t()
            guard yaml_parser_parse(parser, &event) == 1 else {
                throw YAMLError(.syntax, line: Int(parser.pointee.problem_mark.line) + 1)
            }
            defer { yaml_event_delete(&event) }
            let line = Int(event.start_mark.line) + 1
            switch event.type {
            case YAML_SCALAR_EVENT:
                let scalar = event.data.scalar
                let text = String(
                    decoding: UnsafeBufferPointer(start: scalar.value, count: scalar.length), as: UTF8.self)
                return Event(
                    type: event.type, line: line, hasAnchor: scalar.anchor != nil, text: text,
                    isPlain: scalar.style == YAML_PLAIN_SCALAR_STYLE)
            case YAML_SEQUENCE_START_EVENT:
                return Event(
                    type: event.type, line: line, hasAnchor: event.data.sequence_start.anchor != nil, text: "",
                    isPlain: false)
            case YAML_MAPPING_START_EVENT:
                return Event(
                    type: event.type, line: line, hasAnchor: event.data.mapping_start.anchor != nil, text: "",
                    isPlain: false)
            default:
                return Event(type: event.type, line: line, hasAnchor: false, text: "", isPlain: false)
            }
        }

        mutating func document() throws(YAMLError) -> YAMLNode {
            _ = try next()
            let start = try next()
            guard start.type == YAML_DOCUMENT_START_EVENT else { throw YAMLError(.empty, line: start.line) }
            let node = try node(try next(), depth: 0)
            _ = try next()
            let end = try next()
            guard end.type == YAML_STREAM_END_EVENT else { throw YAMLError(.severalDocuments, line: end.line) }
            return node
        }

        private func node(_ event: Event, depth: Int) throws(YAMLError) -> YAMLNode {
            guard depth < deepest else { throw YAMLError(.tooDeep, line: event.line) }
            guard !event.hasAnchor else { throw YAMLError(.alias, line: event.line) }
            switch event.type {
            case YAML_SCALAR_EVENT: return YAMLNode(.scalar(event.text, isPlain: event.isPlain), line: event.line)
            case YAML_SEQUENCE_START_EVENT:
                return YAMLNode(.sequence(try items(depth: depth + 1)), line: event.line)
            case YAML_MAPPING_START_EVENT: return YAMLNode(.mapping(try fields(depth: depth + 1)), line: event.line)
            case YAML_ALIAS_EVENT: throw YAMLError(.alias, line: event.line)
            default: throw YAMLError(.syntax, line: event.line)
            }
        }

        private func items(depth: Int) throws(YAMLError) -> [YAMLNode] {
            var items: [YAMLNode] = []
            while true {
                let event = try next()
                if event.type == YAML_SEQUENCE_END_EVENT { return items }
                items.append(try node(event, depth: depth))
            }
        }

        private func fields(depth: Int) throws(YAMLError) -> [YAMLField] {
            var fields: [YAMLField] = []
            var names: Set<String> = []
            while true {
                let key = try next()
                if key.type == YAML_MAPPING_END_EVENT { return fields }
                guard key.type != YAML_ALIAS_EVENT, !key.hasAnchor else { throw YAMLError(.alias, line: key.line) }
                guard key.type == YAML_SCALAR_EVENT else { throw YAMLError(.keyIsNoText, line: key.line) }
                guard names.insert(key.text).inserted else { throw YAMLError(.duplicateKey, line: key.line) }
                fields.append(YAMLField(name: key.text, line: key.line, value: try node(try next(), depth: depth)))
            }
        }
    }
}
