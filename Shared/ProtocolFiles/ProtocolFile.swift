package import CaseModel
import YAML

/// Reads a protocol from its file. Everything that is wrong is told at once, each with its line.
package struct ProtocolFile {
    /// One thing that is wrong: as a code, and where.
    package struct Problem: Error, Equatable {
        package let problem: String
        package let line: Int

        package init(problem: String, line: Int) {
            self.problem = problem
            self.line = line
        }
    }

    package struct Problems: Error, Equatable {
        package let all: [Problem]
    }

    package static func read(_ bytes: [UInt8], lists: CodeLists) throws(Problems) -> EntityProtocol {
        let node: YAMLNode
        do {
            node = try YAMLReader.read(bytes)
        } catch {
            throw Problems(all: [Problem(problem: error.problem.rawValue, line: error.line)])
        }
        var reader = FieldReader()
        let read = definition(node, &reader)
        guard reader.problems.isEmpty else { throw Problems(all: reader.problems) }
        let findings = ProtocolCheck.check(read, lists: lists).map { finding in
            Problem(problem: finding.problem.rawValue, line: reader.line(of: finding.path))
        }
        guard findings.isEmpty else { throw Problems(all: findings) }
        return read
    }

    private static func definition(_ node: YAMLNode, _ reader: inout FieldReader) -> EntityProtocol {
        var fields = reader.fields(
            of: node, at: "",
            known: [
                "code", "version", "title", "entities", "adopted", "review", "holidays", "tools", "information",
                "steps",
            ])
        return EntityProtocol(
            code: reader.text(&fields, "code"), version: reader.number(&fields, "version"),
            title: reader.texts(&fields, "title"), entities: reader.list(&fields, "entities"),
            adopted: reader.text(&fields, "adopted"), review: reader.text(&fields, "review"),
            holidays: reader.list(&fields, "holidays", required: false), tools: reader.list(&fields, "tools"),
            information: reader.codes(&fields, "information"),
            steps: reader.nodes(&fields, "steps").enumerated().map { index, node in
                step(node, "steps.\(index)", &reader)
            })
    }

    private static func step(_ node: YAMLNode, _ path: String, _ reader: inout FieldReader) -> ProtocolStep {
        var fields = reader.fields(
            of: node, at: path,
            known: ["id", "title", "role", "evidence", "clock", "escalates_to", "after", "optional"])
        let evidence = reader.nodes(&fields, "evidence", required: false).enumerated().map { index, node in
            reader.texts(of: node, at: "\(path).evidence.\(index)")
        }
        return ProtocolStep(
            id: reader.text(&fields, "id"), title: reader.texts(&fields, "title"),
            role: reader.code(&fields, "role") ?? .caseOfficer, evidence: evidence,
            clock: reader.node(&fields, "clock", required: false).map { clock($0, "\(path).clock", &reader) },
            escalatesTo: reader.code(&fields, "escalates_to", required: false),
            after: reader.list(&fields, "after", required: false), isOptional: reader.flag(&fields, "optional"))
    }

    private static func clock(_ node: YAMLNode, _ path: String, _ reader: inout FieldReader) -> StepClock {
        var fields = reader.fields(of: node, at: path, known: ["amount", "unit", "may_stop", "extensions"])
        return StepClock(
            amount: reader.number(&fields, "amount"), unit: reader.code(&fields, "unit") ?? .days,
            mayStop: reader.flag(&fields, "may_stop"),
            extensions: reader.number(&fields, "extensions", required: false))
    }
}
