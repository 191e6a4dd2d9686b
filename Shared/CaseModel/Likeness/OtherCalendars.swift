import Foundation

/// Days of other calendars as days of the Gregorian one: those of the Hijri calendar, whose months begin when the moon is
/// seen, with their neighbours.
enum OtherCalendars {
    /// Years that are nobody's Gregorian ones in what is reported: Hijri, and the solar years of Iran and Afghanistan.
    static let islamicYears = 1300...1499
    /// Years of the Buddhist era: 543 more than ours.
    static let buddhistYears = 2500...2699

    static func hijri(_ year: Int, _ month: Int, _ day: Int) -> Set<String> {
        guard let date = date(hijri, year, month, day) else { return [] }
        return Set([-86_400, 0, 86_400].map { text(date.addingTimeInterval($0)) })
    }

    static func persian(_ year: Int, _ month: Int, _ day: Int) -> Set<String> {
        date(persian, year, month, day).map { [text($0)] } ?? []
    }

    /// Nil where there is no such day.
    private static func date(_ calendar: Calendar, _ year: Int, _ month: Int, _ day: Int) -> Date? {
        guard (1...12).contains(month), (1...31).contains(day) else { return nil }
        let asked = DateComponents(year: year, month: month, day: day, hour: 12)
        guard let date = calendar.date(from: asked), calendar.component(.month, from: date) == month else { return nil }
        return date
    }

    private static func text(_ date: Date) -> String { String(EventCoding.text(of: date).prefix(10)) }

    private static let hijri = calendar(.islamicUmmAlQura)
    private static let persian = calendar(.persian)

    private static func calendar(_ identifier: Calendar.Identifier) -> Calendar {
        var calendar = Calendar(identifier: identifier)
        calendar.timeZone = .gmt
        return calendar
    }

    // MARK: Months by their names, folded

    /// Names of more than one word, the longest first, as one.
    static let joinedMonths: [(written: String, joined: String)] = {
        let lists: [(String, [String])] = [
            ("hijri3", ["ربيع الاول", "rabi al-awwal", "rabi' al-awwal", "rabi al awwal", "rabi i", "rabia al-awal"]),
            ("hijri4", ["ربيع الثاني", "ربيع الاخر", "rabi al-thani", "rabi' al-thani", "rabi al-akhir", "rabi ii"]),
            ("hijri5", ["جمادي الاولي", "جمادي الاول", "jumada al-awwal", "jumada al-ula", "jumada i"]),
            (
                "hijri6",
                ["جمادي الاخره", "جمادي الثانيه", "جمادي الثاني", "jumada al-thani", "jumada al-akhirah", "jumada ii"]
            ),
            ("hijri11", ["ذو القعده", "ذي القعده", "dhu al-qidah", "dhu al-qi'dah", "dhul-qadah", "dhu al-qadah"]),
            ("hijri12", ["ذو الحجه", "ذي الحجه", "dhu al-hijjah", "dhul-hijjah", "dhu al-hijja", "dhul hijjah"]),
        ]
        let all = lists.flatMap { joined, names in names.map { (FoldedText.fold($0), joined) } }
        return all.sorted { $0.0.count > $1.0.count }.map { (written: $0.0, joined: $0.1) }
    }()

    static let hijriMonths: [String: Int] = months([
        "محرم صفر hijri3 hijri4 hijri5 hijri6 رجب شعبان رمضان شوال hijri11 hijri12",
        "muharram safar - - - - rajab shaban ramadan shawwal - -", "- - - - - - - sha'ban ramadhan shawal - -",
        "мухаррам сафар - - - - раджаб шаабан рамадан шавваль - -",
    ])

    static let persianMonths: [String: Int] = months([
        "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند",
        "farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand",
        "hamal sawr jawza saratan asad sunbula mizan aqrab qaws jadi dalw hut",
    ])

    private static func months(_ lists: [String]) -> [String: Int] {
        var months: [String: Int] = [:]
        for list in lists {
            for (index, name) in list.split(separator: " ").enumerated() where name != "-" {
                months[FoldedText.fold(String(name))] = index + 1
            }
        }
        return months
    }
}
