import Testing
import YAML

@Suite struct YAMLReaderTests {
    private func read(_ text: String) throws -> YAMLNode { try YAMLReader.read(Array(text.utf8)) }

    @Test func `values come with the line on which they begin`() throws {
        let node = try read(
            """
            # A comment.
            title: A title
            steps:
              - id: one
                "quoted": "2"
              - [a, b]
            """)
        guard case .mapping(let fields) = node.content, fields.count == 2 else {
            Issue.record("two fields were expected")
            return
        }
        #expect(
            fields[0] == YAMLField(name: "title", line: 2, value: YAMLNode(.scalar("A title", isPlain: true), line: 2)))
        guard case .sequence(let steps) = fields[1].value.content, case .mapping(let step) = steps[0].content else {
            Issue.record("a list of steps was expected")
            return
        }
        #expect(step.map(\.line) == [4, 5])
        #expect(step[1].value.content == .scalar("2", isPlain: false))
        #expect(steps[1].line == 6)
    }

    @Test(arguments: [
        ("a: [1, 2", YAMLError.Problem.syntax, 2), ("a: 1\nb: 2\na: 3", .duplicateKey, 3), ("", .empty, 1),
        ("a: &x 1\nb: *x", .alias, 1), ("a: 1\nb: *x", .alias, 2), ("a: 1\n---\nb: 2", .severalDocuments, 2),
        ("? [a]\n: 1", .keyIsNoText, 1), ("a:\n\t- b", .syntax, 2), ("a: \u{7}", .syntax, 1),
        ("a: " + String(repeating: "[", count: 100) + String(repeating: "]", count: 100), .tooDeep, 1),
    ])
    func `what is wrong is named with its line`(text: String, problem: YAMLError.Problem, line: Int) {
        let error = #expect(throws: YAMLError.self) { try read(text) }
        #expect(error?.problem == problem)
        // libyaml says where it noticed, which may be a line further on.
        #expect(error.map { abs($0.line - line) <= 1 } == true)
    }

    /// Not among the cases above: each of those is printed when it begins.
    @Test func `a file of more than a megabyte is refused`() {
        let error = #expect(throws: YAMLError.self) { try read(String(repeating: "#\n", count: 600_000)) }
        #expect(error?.problem == .tooLarge)
    }

    @Test func `bytes that are no text are refused`() {
        for bytes: [UInt8] in [[0x61, 0x3A, 0x20, 0xFF], [0x00], [0xFE, 0xFF]] {
            #expect(throws: YAMLError.self) { try YAMLReader.read(bytes) }
        }
    }
}
