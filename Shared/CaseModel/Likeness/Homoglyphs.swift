/// Letters of one script that look like those of another: `Рrimerova` with a Cyrillic capital is `Primerova`.
enum Homoglyphs {
    /// Words that mix Latin with Cyrillic or Greek letters, in the script that most of their letters are of. Lower case only.
    static func unmixed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard text.contains(where: isOther), text.contains(where: isLatin) else { return text }
        var result = text
        var start = 0
        while start < result.count {
            guard isLatin(result[start]) || isOther(result[start]) else {
                start += 1
                continue
            }
            let end = result[start...].firstIndex { !isLatin($0) && !isOther($0) && !isMark($0) } ?? result.count
            let latin = result[start..<end].count(where: isLatin)
            let other = result[start..<end].count(where: isOther)
            if latin > 0, other > 0 {
                let table = latin >= other ? toLatin : toCyrillic
                for index in start..<end { result[index] = table[result[index]] ?? result[index] }
            }
            start = end
        }
        return result
    }

    private static func isLatin(_ scalar: Unicode.Scalar) -> Bool { (0x61...0x7A).contains(scalar.value) }
    private static func isOther(_ scalar: Unicode.Scalar) -> Bool { (0x370...0x52F).contains(scalar.value) }
    private static func isMark(_ scalar: Unicode.Scalar) -> Bool { (0x300...0x36F).contains(scalar.value) }

    private static let pairs: [(String, String)] = [
        ("а", "a"), ("в", "b"), ("е", "e"), ("к", "k"), ("м", "m"), ("н", "h"), ("о", "o"), ("р", "p"), ("с", "c"),
        ("т", "t"), ("у", "y"), ("х", "x"), ("ѕ", "s"), ("і", "i"), ("ј", "j"), ("һ", "h"), ("ԁ", "d"), ("ԛ", "q"),
        ("ԝ", "w"),
    ]
    private static let greek: [(String, String)] = [
        ("α", "a"), ("β", "b"), ("ε", "e"), ("η", "h"), ("ι", "i"), ("κ", "k"), ("μ", "m"), ("ν", "v"), ("ο", "o"),
        ("ρ", "p"), ("τ", "t"), ("υ", "u"), ("χ", "x"),
    ]

    private static let toLatin = table(pairs + greek)
    private static let toCyrillic = table(pairs.prefix(12).map { ($1, $0) })

    private static func table(_ pairs: [(String, String)]) -> [Unicode.Scalar: Unicode.Scalar] {
        var table: [Unicode.Scalar: Unicode.Scalar] = [:]
        for (from, to) in pairs {
            if let one = from.unicodeScalars.first, let other = to.unicodeScalars.first { table[one] = other }
        }
        return table
    }
}
