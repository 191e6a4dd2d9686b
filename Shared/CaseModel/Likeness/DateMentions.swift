package import Foundation

/// The days that a text names, as `2026-01-15`, in the six languages and any script's digits. What is no full date of the
/// Gregorian calendar is left out.
package enum DateMentions {
    ///
    /// - Parameter toldAt: When the text came: a day in a text that names no year is the last one until then.
    package static func days(in text: String, toldAt: Date? = nil) -> Set<String> {
        let folded = FoldedText.fold(text)
        return numeric(folded).union(named(folded, toldAt)).union(chinese(folded, toldAt))
    }

    /// `2026-01-15`, `15/01/2026`, `15.1.2026`. Where day and month could be exchanged, both readings count.
    private static func numeric(_ text: String) -> Set<String> {
        var found: Set<String> = []
        for match in text.matches(of: /([0-9]{1,4})[-.\/]([0-9]{1,2})[-.\/]([0-9]{1,4})/) {
            let parts = [match.1, match.2, match.3]
            if parts[0].count == 4 {
                insert(String(parts[0]), String(parts[1]), String(parts[2]), into: &found)
            } else if parts[2].count == 4 {
                insert(String(parts[2]), String(parts[1]), String(parts[0]), into: &found)
                insert(String(parts[2]), String(parts[0]), String(parts[1]), into: &found)
            }
        }
        return found
    }

    /// `15 January 2026`, `15 de enero de 2026`, `January 15, 2026`, `12 كانون الثاني/يناير 2026`, `9 июля 2025 года`.
    /// A day and a month without a year take the text's only year.
    private static func named(_ text: String, _ toldAt: Date?) -> Set<String> {
        var text = text
        for (levantine, plain) in twoWordMonths { text = text.replacingOccurrences(of: levantine, with: plain) }
        let words = text.split { $0.isWhitespace || ",;/()«»\"“”".contains($0) }.map(String.init)
        let years = Set(words.compactMap(year))
        var found: Set<String> = []
        for (index, word) in words.enumerated() {
            guard let month = months[word] else { continue }
            let after = words[(index + 1)...].prefix(3).filter { !connectors.contains($0) && months[$0] == nil }
            let before = words[..<index].suffix(4).filter { !connectors.contains($0) && months[$0] == nil }
            guard let day = before.last.flatMap(dayNumber) ?? after.first.flatMap(dayNumber) else { continue }
            let stated = after.prefix(2).compactMap(year).first ?? (years.count == 1 ? years.first : nil)
            let own = stated ?? (years.isEmpty ? lastYear(of: month, day, toldAt) : nil)
            if let own { insert(own, String(month), String(day), into: &found) }
        }
        return found
    }

    private static func chinese(_ text: String, _ toldAt: Date?) -> Set<String> {
        var found: Set<String> = []
        for match in text.matches(of: /([0-9]{4})\s*年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号號]/) {
            insert(String(match.1), String(match.2), String(match.3), into: &found)
        }
        if text.contains("年") { return found }
        for match in text.matches(of: /([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*[日号號]/) {
            guard let month = Int(match.1), let day = Int(match.2), let year = lastYear(of: month, day, toldAt) else {
                continue
            }
            insert(year, String(month), String(day), into: &found)
        }
        return found
    }

    /// The year in which that day last was.
    private static func lastYear(of month: Int, _ day: Int, _ toldAt: Date?) -> String? {
        guard let toldAt, let year = Int(EventCoding.text(of: toldAt).prefix(4)) else { return nil }
        let date = ReportedDate(typed: "\(year)-\(month)-\(day)")
        return String(date?.liesAfter(toldAt) == true ? year - 1 : year)
    }

    private static func insert(_ year: String, _ month: String, _ day: String, into found: inout Set<String>) {
        if let date = ReportedDate(typed: "\(year)-\(month)-\(day)"), date.precision == "EXACT" {
            found.insert(date.text)
        }
    }

    private static func year(_ word: String) -> String? {
        let digits = word.trimmingCharacters(in: .punctuationCharacters)
        guard digits.utf8.count == 4, let value = Int(digits), (1900...2199).contains(value) else { return nil }
        return digits
    }

    /// `15`, `15.`, `1er`, `1st`.
    private static func dayNumber(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.count), word.count - digits.count <= 2, let value = Int(digits),
            (1...31).contains(value)
        else { return nil }
        return value
    }

    private static let connectors: Set<String> = ["de", "del", "of", "the", "году", "года", "г."]

    private static let twoWordMonths = [
        ("كانون الثاني", "يناير"), ("كانون الاول", "ديسمبر"), ("تشرين الاول", "اكتوبر"), ("تشرين الثاني", "نوفمبر"),
    ]

    private static let months: [String: Int] = {
        let lists: [String] = [
            "january february march april may june july august september october november december",
            "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre",
            "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
            "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
            "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
            "يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر نوفمبر ديسمبر",
            "- شباط اذار نيسان ايار حزيران تموز اب ايلول - - -",
            "جانفي فيفري مارس افريل ماي جوان جويليه اوت سبتمبر اكتوبر نوفمبر ديسمبر",
            "jan feb mar apr may jun jul aug sep oct nov dec",
        ]
        var months: [String: Int] = [:]
        for list in lists {
            for (index, name) in list.split(separator: " ").enumerated() where name != "-" {
                months[FoldedText.fold(String(name))] = index + 1
            }
        }
        return months
    }()
}
