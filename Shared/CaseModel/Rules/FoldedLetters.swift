import Foundation

/// Letters made alike for the comparing of words: without case, accents, Arabic vowel signs and width, with one form of
/// alef, yeh and kaf; all that is no letter is a space. Each letter that words are made of has a class, a small number.
struct FoldedLetters: Sendable {
    /// The class of letters that stand in no word.
    static let other: UInt16 = 0
    static let space: UInt16 = 1
    /// What is passed over: marks upon letters, joiners, direction marks.
    static let nothing = UInt16.max

    /// How many classes there are.
    let count: Int
    /// By scalar, for the first 65,536.
    private let classes: [UInt16]
    let ascii: [UInt16]

    init(alphabet: [UInt32]) {
        var classOf: [UInt32: UInt16] = [0x20: Self.space]
        for scalar in alphabet where classOf[scalar] == nil { classOf[scalar] = UInt16(clamping: classOf.count + 1) }
        count = classOf.count + 1
        classes = (0..<0x10000).map { scalar in
            guard let folded = Self.fold(UInt32(scalar)) else { return Self.nothing }
            return classOf[folded] ?? Self.other
        }
        ascii = Array(classes.prefix(0x80))
    }

    func `class`(of scalar: UInt32) -> UInt16 { scalar < 0x10000 ? classes[Int(scalar)] : Self.other }

    /// A pattern's letters, with the spaces that say where a word begins and ends.
    static func pattern(_ text: String) -> [UInt32] {
        let isOpen = (before: text.hasPrefix("*"), after: text.hasSuffix("*"))
        var letters: [UInt32] = []
        for scalar in text.unicodeScalars where scalar != "*" {
            guard let letter = fold(scalar.value) else { continue }
            if letter != 0x20 || (letters.last ?? 0x20) != 0x20 { letters.append(letter) }
        }
        guard let first = letters.first else { return [] }
        if isIdeograph(first) { return letters }
        return (isOpen.before ? [] : [0x20]) + letters + (isOpen.after ? [] : [0x20])
    }

    private static func isIdeograph(_ scalar: UInt32) -> Bool { (0x3400...0x9FFF).contains(scalar) }

    /// Nil for what is passed over.
    private static func fold(_ scalar: UInt32) -> UInt32? {
        if isIdeograph(scalar) { return scalar }
        // Full width
        if (0xFF01...0xFF5E).contains(scalar) { return fold(scalar - 0xFEE0) }
        guard let scalar = Unicode.Scalar(scalar) else { return 0x20 }
        switch scalar.value {
        // Tatweel, soft hyphen, the byte order mark
        case 0x0640, 0x00AD, 0xFEFF: return nil
        // Teh marbuta as heh, alef maksura and Persian yeh as yeh, Persian kaf as kaf, alef wasla as alef
        case 0x0629: return 0x0647
        case 0x0649, 0x06CC: return 0x064A
        case 0x06A9: return 0x0643
        case 0x0671: return 0x0627
        default: break
        }
        let properties = scalar.properties
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return nil
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
            .spacingMark:
            // Arabic presentation forms and the like are taken apart too.
            let plain = properties.lowercaseMapping.decomposedStringWithCompatibilityMapping
            return plain.unicodeScalars.first?.value
        default: return 0x20
        }
    }
}
