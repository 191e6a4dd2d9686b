extension [UInt8] {
    /// Reads pairs of hexadecimal digits; spaces and line breaks between them do not matter.
    init(hex text: String) {
        let digits = text.compactMap(\.hexDigitValue)
        self = stride(from: 0, to: digits.count - 1, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
    }

    init(ascii text: String) { self = Array(text.utf8) }
}
