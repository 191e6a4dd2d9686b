import Foundation

/// The only thing a submitter holds: 100 random bits as 20 characters of Crockford's base32 and a check symbol.
///
/// Printed `XXXXX-XXXXX-XXXXX-XXXXX-C`. Reading it is forgiving: case, spaces, hyphens, other scripts' digits and wide
/// letters do not matter, O is read as 0, I and L as 1. It never prints itself: `printed` is for the one page that shows
/// it to the submitter.
package struct ReceiptCode: Hashable, Sendable {
    /// Random bytes that one code takes; of the last byte only the upper four bits count.
    package static let randomByteCount = 13

    private static let length = 20
    private let symbols: [UInt8]

    /// The code of 100 random bits. Nil where the count of bytes is not `randomByteCount`.
    package init?(randomBytes: [UInt8]) {
        guard randomBytes.count == Self.randomByteCount else { return nil }
        symbols = (0..<Self.length).map { index in
            let bit = index * 5
            let next = bit / 8 + 1 < randomBytes.count ? randomBytes[bit / 8 + 1] : 0
            let pair = UInt16(randomBytes[bit / 8]) << 8 | UInt16(next)
            return UInt8(pair >> UInt16(11 - bit % 8) & 0x1F)
        }
    }

    /// Reads what somebody typed.
    package init(parsing text: String) throws(ReceiptCodeError) {
        // Nothing that long is a code, however it is spaced.
        guard text.utf8.count <= 400 else { throw .wrongLength }
        var typed: [Unicode.Scalar] = []
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars
        where !CrockfordAlphabet.isSeparator(scalar) {
            typed.append(scalar)
        }
        guard typed.count == Self.length + 1, let check = typed.last else { throw .wrongLength }
        var symbols: [UInt8] = []
        for scalar in typed.dropLast() {
            guard let symbol = CrockfordAlphabet.symbol(scalar) else { throw .wrongCharacter }
            symbols.append(symbol)
        }
        guard CrockfordAlphabet.checkValue(check) == CrockfordAlphabet.checkValue(of: symbols) else {
            throw .wrongCheckSymbol
        }
        self.symbols = symbols
    }

    /// What keys are derived from: the 20 characters without the check symbol, in capitals, as ASCII.
    package var canonicalBytes: [UInt8] {
        symbols.map { CrockfordAlphabet.characters[Int($0)] }
    }

    /// As it is shown to the submitter, once.
    package var printed: String {
        var text = ""
        for (index, character) in canonicalBytes.enumerated() {
            text.unicodeScalars.append(Unicode.Scalar(character))
            if index % 5 == 4 { text += "-" }
        }
        text.unicodeScalars.append(CrockfordAlphabet.checkScalar(of: symbols))
        return text
    }

    /// Whether a text contains this code, however it is spelled or spaced, with or without the check symbol. A message
    /// that does is sent back, so that the code is stored nowhere.
    package func appears(in text: String) -> Bool {
        let wanted = symbols.map(Optional.some)
        var recent: [UInt8?] = []
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars
        where CrockfordAlphabet.isLetterOrDigit(scalar) {
            recent.append(CrockfordAlphabet.symbol(scalar))
            if recent.count > Self.length { recent.removeFirst() }
            if recent == wanted { return true }
        }
        return false
    }
}

extension ReceiptCode {
    /// What tells a code's place in a text without the code: one of 37.
    package var checkValue: Int { CrockfordAlphabet.checkValue(of: symbols) }

    /// Every run of 20 signs in a text that could be the code of that check value, however it is spelled or spaced, as
    /// `canonicalBytes` would be. Whoever holds only what is derived from a code finds it by deriving the same of these.
    package static func candidates(in text: String, checkValue: Int) -> [[UInt8]] {
        var run: [UInt8] = []
        var candidates: [[UInt8]] = []
        for scalar in text.precomposedStringWithCompatibilityMapping.unicodeScalars
        where CrockfordAlphabet.isLetterOrDigit(scalar) {
            guard let symbol = CrockfordAlphabet.symbol(scalar) else {
                run.removeAll(keepingCapacity: true)
                continue
            }
            if run.count == length { run.removeFirst() }
            run.append(symbol)
            if run.count == length, CrockfordAlphabet.checkValue(of: run) == checkValue {
                candidates.append(run.map { CrockfordAlphabet.characters[Int($0)] })
            }
        }
        return candidates
    }
}

extension ReceiptCode: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "‹redacted›" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a typed text is no receipt code.
package enum ReceiptCodeError: Error, Equatable {
    case wrongLength, wrongCharacter, wrongCheckSymbol

    /// The phrase that explains it beside the field.
    package var phrase: String {
        switch self {
        case .wrongLength: "receipt.code.wrong_length"
        case .wrongCharacter: "receipt.code.wrong_character"
        case .wrongCheckSymbol: "receipt.code.mistyped"
        }
    }
}
