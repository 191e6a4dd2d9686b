import CaseModel
import Testing

@Suite struct `A receipt code` {
    private let bytes: [UInt8] = [0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF, 0x84, 0x65, 0x30]

    @Test func `is printed in four groups of five and a check symbol`() throws {
        let code = try #require(ReceiptCode(randomBytes: bytes))
        // The five-bit groups of these bytes count from 0 to 19.
        #expect(code.canonicalBytes == Array("0123456789ABCDEFGHJK".utf8))
        #expect(code.printed.hasPrefix("01234-56789-ABCDE-FGHJK-"))
        #expect(code.printed.count == 25)
    }

    @Test func `needs thirteen bytes, of which a hundred bits count`() throws {
        #expect(ReceiptCode(randomBytes: Array(bytes.dropLast())) == nil)
        #expect(ReceiptCode(randomBytes: bytes + [0]) == nil)
        var other = bytes
        other[12] |= 0x0F
        #expect(ReceiptCode(randomBytes: other) == ReceiptCode(randomBytes: bytes))
        other[0] ^= 0x80
        #expect(ReceiptCode(randomBytes: other) != ReceiptCode(randomBytes: bytes))
    }

    @Test func `reads back what it printed, whatever the bits`() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            let random = (0..<ReceiptCode.randomByteCount).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let code = try #require(ReceiptCode(randomBytes: random))
            #expect(try ReceiptCode(parsing: code.printed) == code)
        }
    }

    @Test func `is read however it is typed`() throws {
        let code = try #require(ReceiptCode(randomBytes: bytes))
        let check = try #require(code.printed.last)
        let spellings = [
            code.printed.lowercased(), code.printed.replacing("-", with: ""), code.printed.replacing("-", with: " "),
            "  \(code.printed)\n", "o1234 56789 abcde fghjk \(check)", "Oi234-56789-ABCDE-FGHJK-\(check)",
            "0L234–56789—ABCDE‑FGHJK_\(check)", "٠١٢٣٤-٥٦٧٨٩-ABCDE-FGHJK-\(check)",
            "０１２３４-５６７８９-ＡＢＣＤＥ-ＦＧＨＪＫ-\(check)", "\u{202A}\(code.printed)\u{202C}",
            "0 1 2 3 4 5 6 7 8 9 A B C D E F G H J K \(check)",
        ]
        for spelling in spellings { #expect(try ReceiptCode(parsing: spelling) == code, "\(spelling)") }
    }

    @Test func `a slip of one character or of two neighbours is noticed`() throws {
        let printed = try #require(ReceiptCode(randomBytes: bytes)).printed
        let characters = Array(printed)
        for place in characters.indices where characters[place] != "-" && place < characters.count - 1 {
            var slip = characters
            slip[place] = slip[place] == "7" ? "8" : "7"
            if slip != characters { #expect(throws: ReceiptCodeError.wrongCheckSymbol) { try parse(slip) } }
            let next = characters[place + 1] == "-" ? place + 2 : place + 1
            guard next < characters.count - 1, characters[next] != characters[place] else { continue }
            var swapped = characters
            swapped.swapAt(place, next)
            #expect(throws: ReceiptCodeError.wrongCheckSymbol) { try parse(swapped) }
        }
    }

    @Test(arguments: [
        ("", ReceiptCodeError.wrongLength), ("0123", .wrongLength), ("01234-56789-ABCDE-FGHJK", .wrongLength),
        ("U1234-56789-ABCDE-FGHJK-0", .wrongCharacter), ("é1234-56789-ABCDE-FGHJK-0", .wrongCharacter),
        (String(repeating: " ", count: 500), .wrongLength),
    ])
    func `what is no code is told why`(typed: String, error: ReceiptCodeError) {
        #expect(throws: error) { try ReceiptCode(parsing: typed) }
    }

    @Test func `is found in a text, spelled in any way, and only there`() throws {
        let code = try #require(ReceiptCode(randomBytes: bytes))
        let check = try #require(code.printed.last)
        let containing = [
            "my code is \(code.printed), please", "كودي: 01234 56789 abcde fghjk شكرا",
            "0-1-2-3-4-5-6-7-8-9-a-b-c-d-e-f-g-h-j-k", "oi234.56789/abcde\nfghjk\(check)",
            "xx01234567890123456789ABCDEFGHJK",
        ]
        for text in containing { #expect(code.appears(in: text), "\(text)") }
        for text in ["", "01234-56789-ABCDE-FGHJ", "01234-56789-uABCDE-FGHJK", "nothing of the kind"] {
            #expect(!code.appears(in: text), "\(text)")
        }
    }

    @Test func `prints itself only when asked to`() throws {
        let code = try #require(ReceiptCode(randomBytes: bytes))
        var dumped = "\(code) \(String(reflecting: code))"
        dump(code, to: &dumped)
        #expect(!dumped.contains("01234") && !dumped.contains("19"))
    }

    private func parse(_ characters: [Character]) throws -> ReceiptCode {
        try ReceiptCode(parsing: String(characters))
    }

    @Test func `is found in a text by its check value alone, wherever it is found by itself`() throws {
        let code = try #require(ReceiptCode(randomBytes: bytes))
        let texts = [
            code.printed, "my code is \(code.printed.lowercased()), please", "abc0 1234 56789 abcde fghjk",
            "oi2e4o1234-56789.ABCDE/FGHJK", "٠١٢٣٤-٥٦٧٨٩-ＡＢＣＤＥ-FGHJK", "01234 56789 ABCDE", "no code at all",
            "01234-56789-u-ABCDE-FGHJK", "0123456789ABCDEFGHJ",
        ]
        for text in texts {
            let found = ReceiptCode.candidates(in: text, checkValue: code.checkValue).contains(code.canonicalBytes)
            #expect(found == code.appears(in: text), "\(text)")
        }
        let other = (code.checkValue + 1) % 37
        #expect(!ReceiptCode.candidates(in: code.printed, checkValue: other).contains(code.canonicalBytes))
    }
}
