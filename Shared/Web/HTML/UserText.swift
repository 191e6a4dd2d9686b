extension HTML {
    /// Text that somebody from outside typed, on one line: kept apart from the direction of the text around it, with
    /// characters that steer direction or cannot be seen shown as what they are.
    package static func userText(_ text: String) -> HTML {
        .bdi([.dir(.auto)], inert(text))
    }

    /// Text of several lines that somebody from outside typed; line ends and empty lines are kept.
    package static func userParagraphs(_ text: String) -> HTML {
        let lines = text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false)
        let pieces = lines.map { HTML.p([.dir(.auto)], inert(String($0))) }
        return .div([.class("typed")], .list(pieces))
    }

    /// A code to read out or copy: never broken up by the direction of the text around it.
    package static func codeText(_ code: String) -> HTML {
        .bdi([.dir(.leftToRight)], .code(.text(code)))
    }

    private static func inert(_ text: String) -> HTML {
        var pieces: [HTML] = []
        var plain = ""
        for scalar in text.unicodeScalars {
            guard isSteering(scalar) || Escaping.isControl(scalar) else {
                plain.unicodeScalars.append(scalar)
                continue
            }
            pieces.append(.text(plain))
            plain = ""
            pieces.append(.span([.class("control")], .text(placeholder(scalar))))
        }
        return .list(pieces + [.text(plain)])
    }

    private static func placeholder(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "[U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
    }

    /// Embeddings, overrides and isolates, line and paragraph separators, invisible tag letters and byte order marks.
    /// Joiners and the plain direction marks stay: Persian, Arabic and Indic writing needs them.
    private static func isSteering(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069, 0x2028, 0x2029, 0x206A...0x206F, 0xFEFF, 0xE0000...0xE007F: true
        default: false
        }
    }
}
