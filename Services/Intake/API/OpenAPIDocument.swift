import CaseModel
import Foundation
import HTTP
import Web

/// `GET /api/v1/openapi.json`: what programs may send, as `openapi.json` says it. The codes of the lists are put in when the
/// service starts, so that an overlay's stand there too: a schema with `x-amparo-list` gets them as its `enum`.
struct OpenAPIDocument: Sendable {
    private let bytes: [UInt8]

    init(lists: CodeLists) throws {
        let file = Bundle.module.bundleURL.appending(path: "openapi.json")
        let written = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        bytes = Array(
            try JSONSerialization.data(
                withJSONObject: try Self.filled(written, lists), options: [.sortedKeys, .withoutEscapingSlashes]))
    }

    func register(in router: inout Router, _ language: APILanguage) {
        router.api(.get, "/api/v1/openapi.json", access: .public, language) { [bytes] _ in .json(bytes) }
    }

    private static func filled(_ value: Any, _ lists: CodeLists) throws -> Any {
        if let values = value as? [Any] { return try values.map { try filled($0, lists) } }
        guard var object = value as? [String: Any] else { return value }
        if let name = object["x-amparo-list"] as? String {
            let codes =
                name == "states"
                ? lists.states(inOrderOf: "en").map(\.iso3) : try lists.list(name).items.map(\.code)
            // Where null is a value, nothing may have been said.
            object["enum"] = codes + (object["type"] is String ? [] : ["", NSNull()] as [any Sendable])
            return object
        }
        for (name, inner) in object { object[name] = try filled(inner, lists) }
        return object
    }
}
