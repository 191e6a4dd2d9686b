import Foundation
import PackagePlugin

/// Compiles each `Phrases/<language>.po` of a target into `<language>.mo`, which lands in the target's resources.
///
/// `msgfmt --check` refuses a catalogue with a broken header, a broken plural rule or an entry given twice.
@main
struct CompilePhrases: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let folder = target.directoryURL.appending(path: "Phrases")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return names.filter { $0.hasSuffix(".po") }.sorted().map { name in
            let source = folder.appending(path: name)
            let compiled = context.pluginWorkDirectoryURL.appending(path: name.dropLast(2) + "mo")
            return .buildCommand(
                displayName: "Compiling phrases \(target.name)/\(name)",
                executable: URL(filePath: "/usr/bin/msgfmt"),
                arguments: ["--check", "--output-file", compiled.path, source.path],
                inputFiles: [source],
                outputFiles: [compiled])
        }
    }
}
