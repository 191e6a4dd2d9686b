package import Foundation

/// The days that a text names, as `2026-01-15`, in the six languages, some others, and any script's digits. Days of the Hijri, the Iranian
/// and the Buddhist calendar and of China's republic become Gregorian ones; what is no full date is left out.
package enum DateMentions {
    ///
    /// - Parameter toldAt: When the text came: a day in a text that names no year is the last one until then.
    package static func days(in text: String, toldAt: Date? = nil) -> Set<String> {
        let folded = FoldedText.fold(text)
        return numeric(folded).union(named(folded, toldAt)).union(chinese(folded, toldAt))
    }

    /// `2026-01-15`, `15/01/2026`, `15.1.26`. Where day and month could be exchanged, both readings count.
    private static func numeric(_ text: String) -> Set<String> {
        var found: Set<String> = []
        for match in text.matches(of: /([0-9]{1,4})\s?[-.\/]\s?([0-9]{1,2})\s?[-.\/]\s?([0-9]{1,4})/) {
            let parts = [match.1, match.2, match.3]
            guard let middle = Int(parts[1]), let first = Int(parts[0]), let last = Int(parts[2]) else { continue }
            if parts[0].count == 4 {
                insert(first, middle, last, into: &found)
            } else if parts[2].count == 4 {
                insert(last, middle, first, into: &found)
                insert(last, first, middle, into: &found)
            } else if parts.allSatisfy({ $0.count <= 2 }), parts[2].count == 2 {
                insert(2000 + last, middle, first, into: &found)
                insert(2000 + last, first, middle, into: &found)
            }
        }
        return found
    }

    /// A day of numbers, by the calendar that has such years.
    private static func insert(_ year: Int, _ month: Int, _ day: Int, into found: inout Set<String>) {
        if OtherCalendars.islamicYears.contains(year) {
            found.formUnion(OtherCalendars.hijri(year, month, day))
            found.formUnion(OtherCalendars.persian(year, month, day))
        } else {
            let own = OtherCalendars.buddhistYears.contains(year) ? year - 543 : year
            insert(String(own), String(month), String(day), into: &found)
        }
    }

    /// `15 January 2026`, `15 de enero de 2026`, `January 15, 2026`, `12 كانون الثاني/يناير 2026`, `9 июля 2025 года`.
    /// A day and a month without a year take the text's only year.
    private static func named(_ text: String, _ toldAt: Date?) -> Set<String> {
        var text = text
        for (levantine, plain) in twoWordMonths { text = text.replacingOccurrences(of: levantine, with: plain) }
        for (written, joined) in OtherCalendars.joinedMonths where text.contains(written) {
            text = text.replacingOccurrences(of: written, with: joined)
        }
        let words = text.split { $0.isWhitespace || ",;/()«»\"“”".contains($0) }
            .map { $0.trimmingCharacters(in: ["."]) }
        let years = Set(words.compactMap(year))
        var found: Set<String> = []
        for (index, word) in words.enumerated() where isMonth(word) {
            let after = words[(index + 1)...].prefix(4).filter { !connectors.contains($0) && !isMonth($0) }
            let before = words[..<index].suffix(4).filter { !connectors.contains($0) && !isMonth($0) }
            guard let day = before.last.flatMap(dayNumber) ?? after.first.flatMap(dayNumber) else { continue }
            let stated = after.prefix(2).compactMap(year).first ?? (years.count == 1 ? years.first : nil)
            if let stated, OtherCalendars.islamicYears.contains(stated) {
                if let month = OtherCalendars.hijriMonths[word] {
                    found.formUnion(OtherCalendars.hijri(stated, month, day))
                }
                if let month = OtherCalendars.persianMonths[word] {
                    found.formUnion(OtherCalendars.persian(stated, month, day))
                }
            } else if let month = months[word] {
                let own = stated.map { OtherCalendars.buddhistYears.contains($0) ? $0 - 543 : $0 }.map(String.init)
                if let own = own ?? (years.isEmpty ? lastYear(of: month, day, toldAt) : nil) {
                    insert(own, String(month), String(day), into: &found)
                }
            }
        }
        return found
    }

    private static func isMonth(_ word: String) -> Bool {
        months[word] != nil || OtherCalendars.hijriMonths[word] != nil || OtherCalendars.persianMonths[word] != nil
    }

    /// `2026年1月15日`, `二〇二六年一月十五日`, `民国115年1月15日`.
    private static func chinese(_ text: String, _ toldAt: Date?) -> Set<String> {
        guard text.contains(where: { "月월".contains($0) }) else { return [] }
        let text = withDigits(text)
        var found: Set<String> = []
        for match in text.matches(of: /(民[国國]\s*)?([0-9]{2,4})\s*[年년]\s*([0-9]{1,2})\s*[月월]\s*([0-9]{1,2})\s*[日号號일]/) {
            guard let year = Int(match.2), match.1 != nil || match.2.count == 4 else { continue }
            insert(
                String(match.1 == nil ? year : year + 1911), String(match.3), String(match.4), into: &found)
        }
        if text.contains(where: { "年년".contains($0) }) { return found }
        for match in text.matches(of: /([0-9]{1,2})\s*[月월]\s*([0-9]{1,2})\s*[日号號일]/) {
            guard let month = Int(match.1), let day = Int(match.2), let year = lastYear(of: month, day, toldAt) else {
                continue
            }
            insert(year, String(month), String(day), into: &found)
        }
        return found
    }

    /// With 二〇二六年, 十月 and 二十一日 in digits.
    private static func withDigits(_ text: String) -> String {
        var result = ""
        var run: [Int] = []
        for character in text {
            if let value = chineseDigits[character] {
                run.append(value)
            } else {
                if !run.isEmpty { result += digits(run) }
                run = []
                result.append(character)
            }
        }
        return result + (run.isEmpty ? "" : digits(run))
    }

    /// 十 stands for ten between a number of tens and one of ones.
    private static func digits(_ run: [Int]) -> String {
        guard let ten = run.firstIndex(of: 10), run.count <= 3, ten <= 1 else { return run.map(String.init).joined() }
        let tens = ten == 0 ? 1 : run[0]
        let ones = ten + 1 < run.count ? run[ten + 1] : 0
        return String(tens * 10 + ones)
    }

    private static let chineseDigits: [Character: Int] = [
        "〇": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10,
    ]

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

    /// `2026`, `2026г.`, `1447هـ`.
    private static func year(_ word: String) -> Int? {
        let word = word.trimmingCharacters(in: .punctuationCharacters)
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard digits.utf8.count == 4, word.count - digits.count <= 2, let value = Int(digits),
            (1900...2199).contains(value) || OtherCalendars.islamicYears.contains(value)
                || OtherCalendars.buddhistYears.contains(value)
        else { return nil }
        return value
    }

    /// `15`, `15.`, `1er`, `1st`, `15-го`.
    private static func dayNumber(_ word: String) -> Int? {
        let digits = word.prefix { $0.isASCII && $0.isNumber }
        guard (1...2).contains(digits.count), word.count - digits.count <= 3, let value = Int(digits),
            (1...31).contains(value)
        else { return nil }
        return value
    }

    private static let connectors: Set<String> = [
        "de", "del", "of", "the", "году", "года", "г.", "року", "من", "عام", "سنه", "ه", "ah",
    ]

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
            "janv fevr - avr - - juil - sept oct nov dec",
            "ene feb mar abr - - - ago sept oct nov dic",
            "янв фев мар апр - - - авг сен окт ноя дек",
            "jan feb mar apr may jun jul aug sep oct nov dec",
            // Other languages in which many accounts come
            "janeiro fevereiro marco abril maio junho julho agosto setembro outubro novembro dezembro",
            "januar februar marz april mai juni juli august september oktober november dezember",
            "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
            "januari februari maart april mei juni juli augustus september oktober november december",
            "januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba",
            "januari februari maret april mei juni juli agustus september oktober november desember",
            "ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik",
            "stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia",
            "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
            "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
            "جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر اکتوبر نومبر دسمبر",
            "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
            "ιανουαριου φεβρουαριου μαρτιου απριλιου μαιου ιουνιου ιουλιου αυγουστου σεπτεμβριου οκτωβριου νοεμβριου "
                + "δεκεμβριου",
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
