import Foundation

/// Ids, numbers and times as the bytes that travel in headers. Written by hand, since a relay writes some 100,000 a second.
enum WireText {
    /// Lower-case hexadecimal with hyphens.
    static func bytes(of id: UUID) -> [UInt8] {
        let (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p) = id.uuid
        var text: [UInt8] = []
        text.reserveCapacity(36)
        func write(_ byte: UInt8) {
            text.append(digit(byte >> 4))
            text.append(digit(byte & 0xF))
        }
        write(a); write(b); write(c); write(d)
        text.append(hyphen)
        write(e); write(f)
        text.append(hyphen)
        write(g); write(h)
        text.append(hyphen)
        write(i); write(j)
        text.append(hyphen)
        write(k); write(l); write(m); write(n); write(o); write(p)
        return text
    }

    static func bytes(of number: Int64) -> [UInt8] { Array(String(number).utf8) }

    /// RFC 3339 in UTC with milliseconds, as `EventCoding` writes it.
    static func bytes(of time: Date) -> [UInt8] {
        let total = Int64((time.timeIntervalSince1970 * 1000).rounded())
        let (days, rest) = flooredDivision(total, 86_400_000)
        let (year, month, day) = civil(days)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        func write(_ number: Int64, _ width: Int) {
            var divisor: Int64 = 1
            for _ in 1..<width { divisor *= 10 }
            while divisor > 0 {
                text.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / divisor % 10))
                divisor /= 10
            }
        }
        write(year, 4)
        text.append(hyphen)
        write(month, 2)
        text.append(hyphen)
        write(day, 2)
        text.append(UInt8(ascii: "T"))
        write(rest / 3_600_000, 2)
        text.append(UInt8(ascii: ":"))
        write(rest / 60_000 % 60, 2)
        text.append(UInt8(ascii: ":"))
        write(rest / 1000 % 60, 2)
        text.append(UInt8(ascii: "."))
        write(rest % 1000, 3)
        text.append(UInt8(ascii: "Z"))
        return text
    }

    /// Reads a time as `bytes(of:)` writes it; nil where it has another form.
    static func time(_ text: [UInt8]) -> Date? {
        guard text.count == 24, text[4] == hyphen, text[7] == hyphen, text[10] == UInt8(ascii: "T"),
            text[13] == UInt8(ascii: ":"), text[16] == UInt8(ascii: ":"), text[19] == UInt8(ascii: "."),
            text[23] == UInt8(ascii: "Z")
        else { return nil }
        var isDecimal = true
        func number(_ range: Range<Int>) -> Int64 {
            var value: Int64 = 0
            for byte in text[range] {
                if !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { isDecimal = false }
                value = value * 10 + Int64(byte &- UInt8(ascii: "0"))
            }
            return value
        }
        let (year, month, day) = (number(0..<4), number(5..<7), number(8..<10))
        let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
        let milliseconds = number(20..<23)
        guard isDecimal, (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second < 61 else {
            return nil
        }
        let total = ((daysSince1970(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
        return Date(timeIntervalSince1970: Double(total * 1000 + milliseconds) / 1000)
    }

    static func int64(_ bytes: [UInt8]) -> Int64? { Int64(String(decoding: bytes, as: UTF8.self)) }

    /// A name as the house writes them: visible ASCII, 128 characters at most. Nil for anything else: whoever writes to the
    /// bus chooses these bytes, and PostgreSQL takes no NUL, nor a terminal or a log an escape.
    static func name(_ bytes: [UInt8]) -> String? {
        guard (1...128).contains(bytes.count), bytes.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    static func uuid(_ bytes: [UInt8]) -> UUID? { UUID(uuidString: String(decoding: bytes, as: UTF8.self)) }

    private static let hyphen = UInt8(ascii: "-")

    private static func digit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") - 10 + value
    }

    private static func flooredDivision(_ number: Int64, _ divisor: Int64) -> (Int64, Int64) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// Year, month and day of a number of days since 1970 in the Gregorian calendar, counted in eras of 400 years that
    /// begin on 1 March, so that the leap day comes last.
    private static func civil(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = flooredDivision(days + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = flooredDivision(shiftedYear, 400)
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
