import Foundation

/// A text as it is compared and searched: what differs only in writing becomes the same.
///
/// Width, case, accents and Arabic vowel signs are dropped, digits of every script become ASCII, the forms of alef, ya and ta
/// marbuta one letter each, tatweel and invisible characters nothing; letters that only look like those of the rest of their
/// word become these (`Homoglyphs`).
package enum FoldedText {
    package static func fold(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        let plain = text.precomposedStringWithCompatibilityMapping.lowercased().decomposedStringWithCanonicalMapping
        for scalar in Homoglyphs.unmixed(Array(plain.unicodeScalars)) {
            if let folded = fold(scalar) { result.append(folded) }
        }
        return String(result)
    }

    /// The words of a folded text, in their order. A run of Han, Kana or Hangul is one word here; `SearchWords` cuts it.
    package static func words(_ folded: String) -> [String] {
        folded.unicodeScalars.split { !isWord($0) }.map { String(String.UnicodeScalarView($0)) }
    }

    static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }

    static func isArabic(_ scalar: Unicode.Scalar) -> Bool { (0x0600...0x06FF).contains(scalar.value) }

    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || (0x30...0x39).contains(scalar.value)
    }

    private static func fold(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar.value {
        case 0...0x7F: return scalar
        // Alef with hamza or madda, wasla; alef maksura and Farsi ya; ta marbuta; Farsi kaf; hamza on its carriers.
        case 0x0622, 0x0623, 0x0625, 0x0671: return "\u{0627}"
        case 0x0649, 0x06CC, 0x0626: return "\u{064A}"
        case 0x0629: return "\u{0647}"
        case 0x06A9: return "\u{0643}"
        case 0x0624: return "\u{0648}"
        case 0x0640: return nil
        default: break
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return nil
        case .decimalNumber:
            guard let value = properties.numericValue else { return scalar }
            return Unicode.Scalar(UInt8(ascii: "0") + UInt8(value))
        default: return scalar
        }
    }
}
