import Foundation
import HTTP
import TestSupport

/// A form as a browser sees it in a page: where it goes, what it holds already, and what can be typed into it.
struct HTMLForm {
    struct Missing: Error, CustomStringConvertible {
        let description: String
    }

    let action: String
    private var values: [(name: String, value: String)] = []
    private var fields: Set<String> = []

    /// The first form of the page whose action ends with `ending`.
    init(in page: String, to ending: String) throws {
        for piece in page.components(separatedBy: "<form").dropFirst() {
            let form = piece.components(separatedBy: "</form>")[0]
            let tags = form.components(separatedBy: "<")
            guard let action = Self.attributes(tags[0])["action"], action.hasSuffix(ending) else { continue }
            self.action = action
            for tag in tags.dropFirst() { take(tag) }
            return
        }
        throw Missing(description: "no form to \(ending) in: \(page.suffix(1_500))")
    }

    private mutating func take(_ tag: String) {
        let isInput = tag.hasPrefix("input")
        guard isInput || tag.hasPrefix("textarea") || tag.hasPrefix("select") else { return }
        let attributes = Self.attributes(tag)
        guard let name = attributes["name"] else { return }
        fields.insert(name)
        if isInput, attributes["type"] == "hidden" { values.append((name, attributes["value"] ?? "")) }
    }

    /// What a browser sends when this is typed; throws for a field that the form does not have.
    func body(_ typed: KeyValuePairs<String, String>) throws -> [UInt8] {
        if let unknown = typed.first(where: { !fields.contains($0.key) }) {
            throw Missing(description: "no field \(unknown.key) in the form to \(action)")
        }
        // A script puts into a hidden field what nobody types.
        let held = values.filter { held in !typed.contains { $0.key == held.name } }
        let pairs = held + typed.map { ($0.key, $0.value) }
        return Array(
            pairs.map { "\(PercentCoding.encode($0.name))=\(PercentCoding.encode($0.value))" }.joined(separator: "&")
                .utf8)
    }

    /// The attributes of a tag, up to its end.
    static func attributes(_ tag: String) -> [String: String] {
        var attributes: [String: String] = [:]
        var rest = tag[...]
        while let equals = rest.range(of: "=\"") {
            guard let end = rest[equals.upperBound...].firstIndex(of: "\"") else { break }
            let name = rest[..<equals.lowerBound].split(whereSeparator: \.isWhitespace).last.map(String.init) ?? ""
            if name.contains(">") { break }
            attributes[name] = HTMLText.plain(rest[equals.upperBound..<end])
            rest = rest[rest.index(after: end)...]
        }
        return attributes
    }
}

extension HTTPClient {
    /// Types into a form of a page and sends it.
    mutating func submit(
        _ page: HTTPAnswer, to ending: String, _ typed: KeyValuePairs<String, String>
    ) async throws -> HTTPAnswer {
        let form = try HTMLForm(in: page.text, to: ending)
        return try await send(
            "POST", form.action, headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: try form.body(typed))
    }

    /// Goes where an answer leads, with the cookies that it gave.
    mutating func follow(_ answer: HTTPAnswer) async throws -> HTTPAnswer {
        guard answer.status == 303, let target = answer.headers["Location"] else {
            throw HTMLForm.Missing(description: "\(answer.status) leads nowhere: \(answer.text.prefix(3_000))")
        }
        return try await get(target)
    }
}

/// What a page says.
enum HTMLText {
    /// The text of the element with that id.
    static func text(of id: String, in page: String) -> String? {
        guard let start = page.range(of: "id=\"\(id)\""),
            let open = page[start.upperBound...].firstIndex(of: ">"),
            let end = page[open...].firstIndex(of: "<")
        else { return nil }
        return plain(page[page.index(after: open)..<end])
    }

    /// What stands behind `prefix` in each link of the page, up to the quotation mark.
    static func links(_ prefix: String, in page: String) -> [String] {
        page.components(separatedBy: "href=\"\(prefix)").dropFirst().map { $0.components(separatedBy: "\"")[0] }
    }

    static func plain(_ text: some StringProtocol) -> String {
        text.replacingOccurrences(of: "&lt;", with: "<").replacingOccurrences(of: "&gt;", with: ">")
            .replacingOccurrences(of: "&quot;", with: "\"").replacingOccurrences(of: "&#39;", with: "'")
            .replacingOccurrences(of: "&amp;", with: "&")
    }
}
