import CaseModel
import Foundation

/// Names of files from outside, for a place where a program might act on them.
enum FileNames {
    /// What a downloaded original is called: its id first, then what its own name has of plain letters and digits, and an
    /// end that no program opens by itself.
    static func inert(_ file: DeclaredEvidence) -> String {
        var name = ""
        for scalar in file.name.unicodeScalars {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", ".": name.unicodeScalars.append(scalar)
            default: if !name.hasSuffix("_") { name += "_" }
            }
        }
        // No way up, and nothing hidden.
        while name.contains("..") { name = name.replacing("..", with: ".") }
        let trimmed = name.trimmingCharacters(in: CharacterSet(charactersIn: "._-"))
        let kept = trimmed.count > 80 ? "\(trimmed.prefix(60))_\(trimmed.suffix(19))" : trimmed
        let start = file.evidenceID.description.prefix(8)
        return kept.isEmpty ? "\(start).bin" : "\(start)-\(kept).bin"
    }

    /// A working copy says nothing of the original's name, which may name somebody.
    static func inert(_ file: DeclaredEvidence, copy: CopyID) -> String {
        "\(file.evidenceID.description.prefix(8))-copy-\(copy.description.prefix(8)).bin"
    }
}
