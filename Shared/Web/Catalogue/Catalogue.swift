/// The phrases of one module in one language, read from a compiled gettext catalogue (`.mo`).
package struct Catalogue: Sendable {
    /// The forms of each phrase; one where it has no plural.
    package let forms: [String: [String]]
    package let rule: PluralRule

    /// A catalogue without phrases, for a language nobody has begun.
    package static let empty = Catalogue(forms: [:], rule: .standard)

    private init(forms: [String: [String]], rule: PluralRule) {
        self.forms = forms
        self.rule = rule
    }

    /// Reads the bytes of an `.mo` file of either byte order. The file's hash table is not used.
    package init(_ bytes: [UInt8]) throws(CatalogueError) {
        let reader = try Reader(bytes)
        var forms: [String: [String]] = [:]
        var header = ""
        for index in 0..<reader.count {
            let (key, text) = try reader.entry(index)
            if key.isEmpty {
                header = text
            } else {
                let singular = key.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false)[0]
                forms[String(singular)] =
                    text.split(separator: "\0", omittingEmptySubsequences: false).map(String.init)
            }
        }
        let plural = header.split(separator: "\n").first { $0.lowercased().hasPrefix("plural-forms:") }
        rule =
            try plural.map { line throws(CatalogueError) in
                try PluralRule(header: String(line.dropFirst("plural-forms:".count)))
            } ?? .standard
        self.forms = forms
    }

    /// The text of a phrase for a count, nil where the catalogue does not have it or it is not translated yet.
    package func text(_ key: String, count: Int?) -> String? {
        guard let texts = forms[key] else { return nil }
        let index = texts.count > 1 ? rule.form(for: count ?? 1) : 0
        guard texts.indices.contains(index), !texts[index].isEmpty else { return nil }
        return texts[index]
    }

    private struct Reader {
        let bytes: [UInt8]
        let isBigEndian: Bool
        var count = 0
        private var originals = 0
        private var translations = 0

        init(_ bytes: [UInt8]) throws(CatalogueError) {
            self.bytes = bytes
            switch bytes.prefix(4) {
            case [0xDE, 0x12, 0x04, 0x95]: isBigEndian = false
            case [0x95, 0x04, 0x12, 0xDE]: isBigEndian = true
            default: throw .notACatalogue
            }
            // Major revisions other than 0 and 1 may mean anything.
            guard try number(at: 4) >> 16 <= 1 else { throw .notACatalogue }
            count = try number(at: 8)
            originals = try number(at: 12)
            translations = try number(at: 16)
            guard count <= bytes.count / 16 else { throw .notACatalogue }
        }

        func entry(_ index: Int) throws(CatalogueError) -> (key: String, text: String) {
            (try string(describedAt: originals + 8 * index), try string(describedAt: translations + 8 * index))
        }

        private func number(at offset: Int) throws(CatalogueError) -> Int {
            guard offset >= 0, offset + 4 <= bytes.count else { throw .notACatalogue }
            let four = bytes[offset..<offset + 4]
            return (isBigEndian ? Array(four) : four.reversed()).reduce(0) { $0 << 8 | Int($1) }
        }

        private func string(describedAt offset: Int) throws(CatalogueError) -> String {
            let length = try number(at: offset)
            let start = try number(at: offset + 4)
            guard start + length <= bytes.count,
                let text = String(validating: bytes[start..<start + length], as: UTF8.self)
            else { throw .notACatalogue }
            return text
        }
    }
}
