import CaseModel
import Foundation
import ProtocolFiles
import ServiceRuntime

/// Checks a protocol's file before it is put where the service reads it.
enum ProtocolCommands {
    static let check = Command(
        name: "protocols check", parameters: "<file>", summary: "Says what is wrong with a protocol, with its lines."
    ) { words, context in
        try words.allow()
        let path = try words.arguments(after: 2, 1...1)[0]
        let lists = try CodeLists.bundled(
            overlays: context.settings.list("AMPARO_CODE_LIST_OVERLAYS").map { URL(fileURLWithPath: $0) })
        let one = try ProtocolLibrary.read(URL(fileURLWithPath: path), lists)
        Terminal.print("\(one.code), version \(one.version): \(one.steps.count) steps. It can be followed.")
    }
}
