import Vault

/// The number of a printed sheet: six digits and a check digit. It names the sheet and opens nothing.
struct SheetSerial: Sendable, Hashable, CustomStringConvertible {
    /// Seven ASCII digits.
    let digits: String

    static func random() -> SheetSerial {
        let number = Randomness.bytes(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) } % 1_000_000
        let text = String(number)
        return SheetSerial(six: String(repeating: "0", count: 6 - text.count) + text)
    }

    /// Reads what somebody typed: digits of any script, with anything between them. Nil where it is mistyped.
    init?(typed: String) {
        guard typed.utf8.count <= 100 else { return nil }
        var digits = ""
        for scalar in typed.unicodeScalars {
            if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
                digits += String(Int(value))
            } else if scalar.properties.isAlphabetic {
                return nil
            }
        }
        guard digits.count == 7, Self(six: String(digits.prefix(6))).digits == digits else { return nil }
        self.digits = digits
    }

    /// From the column, where only whole ones stand.
    init(stored: String) {
        digits = stored
    }

    private init(six: String) {
        digits = six + String(Self.check(six))
    }

    /// As it is printed: `482 1736`.
    var description: String { "\(digits.prefix(3)) \(digits.dropFirst(3))" }

    /// The check digit of Luhn's rule: finds every single wrong digit, and most that changed places.
    private static func check(_ six: String) -> Int {
        let sum = six.reversed().enumerated().reduce(0) { sum, digit in
            let value = digit.element.wholeNumberValue ?? 0
            let doubled = digit.offset.isMultiple(of: 2) ? value * 2 : value
            return sum + doubled / 10 + doubled % 10
        }
        return (10 - sum % 10) % 10
    }
}
