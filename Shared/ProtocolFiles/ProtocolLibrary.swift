package import CaseModel
package import Foundation
import ServiceRuntime

/// The protocols that new cases may follow: the templates of the program, and those that the house has adopted for
/// itself. Read once at start; a file that cannot be followed stops it.
package struct ProtocolLibrary: Sendable {
    /// The newest version of each, by title.
    package let all: [EntityProtocol]

    /// - Parameter folder: Where the house keeps its own; nil where it has none.
    package init(folder: URL?, lists: CodeLists) throws(ProtocolLibraryError) {
        var found: [EntityProtocol] = []
        for folder in [Self.templates, folder].compactMap({ $0 }) {
            for file in try Self.files(in: folder) {
                let one = try Self.read(file, lists)
                // Cases that run hold on to a version: two that say different things under one number would mix them up.
                if let same = found.first(where: { $0.code == one.code && $0.version == one.version }), same != one {
                    throw ProtocolLibraryError(
                        file: file.lastPathComponent,
                        problems: [ProtocolFile.Problem(problem: "version_is_taken", line: 1)])
                }
                found.append(one)
            }
        }
        let newest = Dictionary(grouping: found, by: \.code).compactMapValues { $0.max { $0.version < $1.version } }
        all = newest.values.sorted { ($0.title["en"] ?? "", $0.code) < ($1.title["en"] ?? "", $1.code) }
    }

    package func find(_ code: String) -> EntityProtocol? { all.first { $0.code == code } }

    /// The protocol of the first UN entity that has one.
    package func suggested(for entities: [String]) -> EntityProtocol? {
        entities.lazy.compactMap { entity in all.first { $0.entities.contains(entity) } }.first
    }

    /// Reads one file. For a check before it is put into the folder.
    package static func read(_ file: URL, _ lists: CodeLists) throws(ProtocolLibraryError) -> EntityProtocol {
        let name = file.lastPathComponent
        guard let data = try? Data(contentsOf: file), data.count <= largest else {
            throw ProtocolLibraryError(
                file: name, problems: [ProtocolFile.Problem(problem: "file_unreadable", line: 1)])
        }
        do {
            return try ProtocolFile.read(Array(data), lists: lists)
        } catch {
            throw ProtocolLibraryError(file: name, problems: error.all)
        }
    }

    private static let largest = 1 << 20

    private static var templates: URL { Bundle.module.bundleURL.appending(path: "Templates") }

    private static func files(in folder: URL) throws(ProtocolLibraryError) -> [URL] {
        let folder = folder.resolvingSymlinksInPath()
        guard let files = try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
        else {
            throw ProtocolLibraryError(
                file: folder.lastPathComponent,
                problems: [ProtocolFile.Problem(problem: "folder_unreadable", line: 1)])
        }
        return files.filter { ["yaml", "yml"].contains($0.pathExtension) }
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
    }
}

/// What is wrong with one file, for whoever starts the service or checks the file: `file:line: reason`, a line each.
package struct ProtocolLibraryError: OperatorError, Equatable {
    package let file: String
    package let problems: [ProtocolFile.Problem]

    package var code: String { "protocol-file" }

    package var sentence: String {
        problems.map { "\(file):\($0.line): \($0.reason)" }.joined(separator: "\n")
    }
}
