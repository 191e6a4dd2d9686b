import CaseModel
import Foundation
import Testing

@Suite struct LikenessTests {
    private static let common = (try? CodeLists.bundled()).map(LikenessRule.commonEncodings) ?? []

    @Test(arguments: [
        ("التجريبي", "Tajribi"), ("التجربي", "el-Tagribi"), ("at-Tajribi", "Al-Tajribi"), ("Noureddine", "Nureddin"),
        ("Образцов", "Obraztsov"), ("Примерова", "Primerova"), ("Щербакова", "Shcherbakova"), ("Ficción", "FICCION"),
        ("Чехов", "Chekhov"), ("Qasim", "Kassem"), ("Abdulrahman", "الرحمن"), ("Łukasz", "Lukasz"),
        ("Tаjribi", "Tajribi"),
    ])
    func `a name meets its other spellings`(one: String, other: String) {
        #expect(NameEncoding.encode(one) != nil)
        #expect(NameEncoding.encode(one) == NameEncoding.encode(other))
    }

    @Test(arguments: [
        ("Mohammed Yusuf", "محمد يوسف"), ("Mohamed Youssef", "Muhammad YUSUF"),
        ("Nour Eldin el-Tagribi", "Nur Eldin Tajribi"),
    ])
    func `a full name meets its other spellings, though its parts are short`(one: String, other: String) {
        let (one, other) = (NameEncoding.encodings(of: one), NameEncoding.encodings(of: other))
        #expect(one.contains { $0.contains("+") && other.contains($0) })
    }

    @Test(arguments: [("Tajribi", "Primerova"), ("Vera", "Anton"), ("Exemplar", "Sampleton")])
    func `different names stay apart`(one: String, other: String) {
        #expect(NameEncoding.encode(one) != NameEncoding.encode(other))
    }

    @Test(arguments: [
        ("on 15 January 2026 by officers", ["2026-01-15"]), ("يوم ١٥/٠١/٢٠٢٦ فجراً", ["2026-01-15"]),
        ("في 12 كانون الثاني/يناير 2026 التقى. وفي فجر 15 كانون الثاني/يناير اقتحم", ["2026-01-12", "2026-01-15"]),
        ("El 10 de febrero de 2026 la policía", ["2026-02-10"]), ("9 июля 2025 года против меня", ["2025-07-09"]),
        ("le 1er août 2025", ["2025-08-01"]), ("2026年1月15日", ["2026-01-15"]), ("January 15, 2026", ["2026-01-15"]),
        ("03/04/2026", ["2026-04-03", "2026-03-04"]), ("2026-02-30", []), ("in March 2025", []), ("", []),
        ("В марте 2025 года. 2 сентября его лишили", ["2025-09-02"]),
    ])
    func `days are read in six languages`(text: String, days: [String]) {
        #expect(DateMentions.days(in: text) == Set(days))
    }

    @Test(arguments: [
        ("No dia 5 de março de 2026", "2026-03-05"), ("Am 28. Juni 2025", "2025-06-28"),
        ("tarehe 28 Juni 2025", "2025-06-28"), ("28 Haziran 2025", "2025-06-28"), ("il 9 marzo 2026", "2026-03-09"),
        ("28 червня 2025 року", "2025-06-28"), ("۹ مارچ ۲۰۲۶ کو", "2026-03-09"), ("۹ مارس ۲۰۲۶", "2026-03-09"),
        ("9 मार्च 2026 को", "2026-03-09"), ("Στις 9 Μαρτίου 2026", "2026-03-09"), ("2026년 3월 9일", "2026-03-09"),
        ("w dniu 9 września 2025 r.", "2025-09-09"),
    ])
    func `days are read in other languages in which accounts come`(text: String, day: String) {
        #expect(DateMentions.days(in: text).contains(day))
    }

    /// Of one person, on one day or not, in two languages.
    @Test(arguments: [
        ("2026年1月28日，两名警察带走了律师林虚构。", "On 28 January 2026 policemen took away Lin Xugou."),
        ("2026年1月28日警察抓走了林虚构律师，因为她见过特别报告员。", "2026年1月28日，两名警察在家中带走律师林虚构。"),
        ("Ndugu yangu Baraka Mfano aliuawa tarehe 28 Juni 2025.", "M. Baraka Mfano est décédé le 28 juin 2025."),
        (
            "اعتقلت المحامية هالة المتخيلة في 28 نيسان/أبريل 2025.",
            "Hala al-Mutakhayyila was arrested on 28 April 2025."
        ),
        ("Aminata Fictive a été battue.", "On 3 May 2025 gendarmes beat Aminata Fictive in the street."),
        ("Juan de la Ficción fue detenido.", "They detained Juan de la Ficción."),
    ])
    func `an account meets another of the same in another language`(one: String, other: String) {
        #expect(LikenessRule.compare(features(one, state: "QMA"), features(other, state: "QMA")) != nil)
    }

    @Test(arguments: [
        (
            "9 июля 2025 года полиция задержала Веру Примерову после её встречи. Её держали два часа и спрашивали об ООН.",
            "3 августа 2025 года полиция задержала Ольгу Мнимую после её встречи. Её держали два часа и спрашивали об ООН."
        ),
        (
            "On 3 March 2026 police arrested Milena Vymyslova after she met the Rapporteur. She was held and asked about it.",
            "On 3 March 2026 police arrested Boris Vydumany after he met the Rapporteur. He was held and asked about it."
        ),
        ("2026年1月28日，警察带走了律师林虚构，因为她曾与特别报告员见面。", "2026年3月9日，警察带走了记者王杜撰，因为他曾与特别报告员见面。"),
        ("1月28日警察抓走了林虚构，任何人不得见她。", "3月9日警察打了王杜撰，任何人不得见他。"),
    ])
    func `much the same words about somebody else are not proposed`(one: String, other: String) {
        #expect(LikenessRule.compare(features(one, state: "QMA"), features(other, state: "QMA")) == nil)
    }

    @Test func `copies of a letter that differ in who signs them are proposed`() {
        let letter =
            "On 10 February 2026 police raided the office of Fictional House, which works with the UN. Act now. "
        let one = features(letter + "Signed: Ana Pérez, Lima", state: "QMA")
        let other = features("<b>Dear</b> " + letter + "Signed: Zoé Durand, Quito", state: "QMA")
        #expect(LikenessRule.compare(one, other)?.reasons.contains(.sameText) == true)
    }

    @Test(arguments: [
        ("stopped on 1 December for hours", ["2025-12-01"]), ("on June 29th", ["2025-06-29"]),
        ("on 25 December", ["2024-12-25"]), ("2月25日警察", ["2025-02-25"]), ("on 1 December 2023", ["2023-12-01"]),
        ("In 2023 and 2024 and on 1 December", []), ("on 30 February", []),
    ])
    func `a day in a text without a year is the last one until it was told`(text: String, days: [String]) throws {
        let told = try Date("2025-12-22T10:00:00Z", strategy: .iso8601)
        #expect(DateMentions.days(in: text, toldAt: told) == Set(days))
    }

    @Test(arguments: [
        ("في 26 رجب 1447 هـ", "2026-01-15"), ("on 26 Rajab 1447 AH", "2026-01-15"), ("٢٦/٠٧/١٤٤٧", "2026-01-15"),
        ("يوم 12 ربيع الأول 1447", "2025-09-04"), ("12 Rabi' al-Awwal 1447", "2025-09-04"),
        ("15/01/2569", "2026-01-15"),
        ("15 January 2569 BE", "2026-01-15"), ("۲۵ دی ۱۴۰۴", "2026-01-15"), ("1404/10/25", "2026-01-15"),
        ("二〇二六年一月十五日", "2026-01-15"), ("民國115年1月15日", "2026-01-15"), ("二〇二五年十二月二十一日", "2025-12-21"),
        ("15-го января 2026г.", "2026-01-15"), ("15.01.26", "2026-01-15"), ("15 / 01 / 2026", "2026-01-15"),
        ("1º de enero de 2026", "2026-01-01"), ("१५/०१/२०२६", "2026-01-15"), ("၁၅-၀၁-၂၀၂၆", "2026-01-15"),
        ("15 من يناير عام 2026", "2026-01-15"), ("le 15 janv. 2026", "2026-01-15"), ("１５．０１．２０２６", "2026-01-15"),
    ])
    func `days of other calendars and ways of writing are found`(text: String, day: String) {
        #expect(DateMentions.days(in: text).contains(day), "\(DateMentions.days(in: text))")
    }

    @Test(arguments: ["31/12/1450", "40 رجب 1447", "99/99/2569", "三十三年", "十月", "10.0.0.26", "1447", "Ramadan 1447"])
    func `what is no day of any calendar is none`(text: String) {
        let days = DateMentions.days(in: text)
        #expect(days.allSatisfy { ReportedDate(typed: $0)?.precision == "EXACT" })
        if !text.contains("/") { #expect(days.isEmpty) }
    }

    @Test func `what differs only in writing is folded together`() {
        for (one, other) in [
            ("ÉCOLE", "ecole"), ("الإِنسان", "الانسان"), ("ＵＮ", "un"), ("١٢۳", "123"), ("مدرســة", "مدرسه"), ("Ё", "е"),
        ] {
            #expect(FoldedText.fold(one) == FoldedText.fold(other), "\(one)")
        }
    }

    @Test func `a copy is recognized whatever was put around it, and counts across States`() throws {
        let text =
            "The police raided the office of our union because it works with the United Nations. We demand action."
        let one = features(text, state: "QMA")
        let other = features("=HYPERLINK(1) <b>Hello</b> " + text.uppercased() + " #hashtag", state: "QPA")
        let proposal = try #require(LikenessRule.compare(one, other))
        #expect(proposal.reasons.contains(.sameText))
        #expect(one.textLikeness(to: one) == 1)
    }

    @Test func `what has nothing in common is not proposed`() {
        let one = features("Vera Primerova was dismissed on 3 May 2025 after she spoke.", state: "QMA")
        let others = [
            features("Anton Sampleton was dismissed on 4 June 2025 after he spoke.", state: "QMA"),
            // The same words elsewhere, of somebody of the same name: States differ.
            features("On 3 May 2025 somebody hurt Vera Primerova.", state: "QPA"),
            features("", state: "QMA"),
        ]
        for other in others { #expect(LikenessRule.compare(one, other) == nil) }
    }

    /// Two accounts, and whether they are proposed to each other: the same State, the Council, in January 2026 each.
    @Test(arguments: [
        ("2026年1月15日，警察在上海带走了王小明。", "On 15 January 2026 they took Wang Xiaoming.", true),
        ("家属说王小明失踪了。", "The family says that Xiao-Ming Wang disappeared.", true),
        ("家属说王小明失踪了。", "The family says that Wang Xiaohong disappeared.", false),
        ("家属说王小明失踪了。", "The family says that Mr Wang disappeared.", false),
        ("V. Primerova was dismissed on 15 January 2026.", "Vera Primerova lost her work.", true),
        ("V. Primerova was dismissed on 15 January 2026.", "Anton Primerova lost his work.", false),
        ("On 15 January 2026 they hurt Primerova.", "15 января 2026 года избили Веру Примерову.", true),
        ("في 26 رجب 1447 هـ اعتقل التجريبي", "On 15 January 2026 they took a certain Tajribi.", true),
        ("اعتقلت قوات الأمن الصحفي من منزله أمس", "اعتقلت قوات الأمن المحامية من مكتبها اليوم", false),
        ("我因为参加会议被国家安全部门的人员带走。", "发表文章以后，国家安全部门警告过他。", false),
        ("The family of Ana Ruiz went to the court.", "People met Ana Gomez on a market.", false),
    ])
    func `names of six languages bring accounts together, and no more than that`(
        one: String, other: String, isProposed: Bool
    ) {
        let one = features(one, state: "QMA", entities: ["HRC"])
        let other = features(other, state: "QMA", entities: ["HRC"])
        #expect((LikenessRule.compare(one, other) != nil) == isProposed, "\(one.names) \(other.names)")
    }

    @Test(arguments: [
        ("they took Omar", "met Omar there", "Port Exemplar", "Port Exemplar", true, true),
        ("they took Omar", "met Omar there", "Port Exemplar", "", true, false),
        ("they took Omar", "met Omar there", "Port Exemplar", "Sampleville", true, false),
        ("they took Omar", "met Omar there", "Port Exemplar", "Port Exemplar", false, false),
        ("they took Omar", "met Anna there", "Port Exemplar", "Port Exemplar", true, false),
        ("they took Mr Wang", "家属说王先生失踪", "Exemplaria", "Exemplaria", true, true),
        ("they took Omar", "met Omar there in Exemplaria", "Exemplaria", "", true, true),
    ])
    func `part of a name needs the place and what happened`(
        one: String, other: String, place: String, otherPlace: String, isSameAct: Bool, isProposed: Bool
    ) {
        let one = features(one, state: "QMA", entities: ["HRC"], place: place, acts: ["P03"])
        let other = features(
            other, state: "QMA", entities: ["HRC"], place: otherPlace, acts: [isSameAct ? "P03" : "J01"])
        let proposal = LikenessRule.compare(one, other)
        #expect((proposal != nil) == isProposed)
        #expect(proposal?.reasons.contains(.partOfName) ?? true)
    }

    @Test func `hundreds of accounts that have nothing to do with each other are not proposed`() {
        let crowd = UnrelatedAccounts.all
        #expect(crowd.count >= 300)
        let all = crowd.map {
            var made = features($0.text, state: $0.state, entities: [$0.entity], place: $0.place, acts: [$0.act])
            // They are made of few sentences, which is not what is tried here.
            made.shingles = []
            return made
        }
        var proposed: [String] = []
        for (index, one) in all.enumerated() {
            for (next, other) in all[(index + 1)...].enumerated() {
                guard let proposal = LikenessRule.compare(one, other) else { continue }
                let (first, second) = (crowd[index].text, crowd[index + 1 + next].text)
                proposed.append("\(proposal.reasons.map(\.rawValue)): \(first) | \(second)")
            }
        }
        #expect(proposed.isEmpty, "\(proposed.count): \(proposed.prefix(12).joined(separator: "\n"))")
    }

    @Test(.enabled(if: AcceptanceCase.file != nil, "shared/cases is not there"))
    func `the acceptance cases' clusters are proposed, and nothing across them`() throws {
        let cases = try LikenessCase.all()
        let all = cases.flatMap { one in one.submissions.map { (one.id, $0.submission_id, features(of: $0)) } }
        for one in cases where one.submissions.count > 1 {
            var joined = [one.submissions[0].submission_id]
            // Whoever is like one of the cluster belongs to it.
            var grew = true
            while grew {
                let known = all.filter { joined.contains($0.1) }
                let new = all.filter { candidate in
                    !joined.contains(candidate.1)
                        && known.contains { LikenessRule.compare($0.2, candidate.2) != nil }
                }
                joined += new.map(\.1)
                grew = !new.isEmpty
            }
            #expect(joined.sorted() == one.expected.triage.cluster.sorted(), "\(one.id)")
        }
        for (index, one) in all.enumerated() {
            for other in all[(index + 1)...] where one.0 != other.0 {
                #expect(LikenessRule.compare(one.2, other.2) == nil, "\(one.1) \(other.1)")
            }
        }
    }

    private func features(
        _ text: String, state: String?, entities: [String] = [], place: String = "", acts: [String] = []
    ) -> LikenessFeatures {
        LikenessFeatures(
            texts: [text], state: state, entities: entities, place: place, acts: acts, common: Self.common
        ) { kind, text in
            var hasher = Hasher()
            hasher.combine(kind.description)
            hasher.combine(text)
            return UInt64(bitPattern: Int64(hasher.finalize()))
        }
    }

    private func features(of one: LikenessCase.Submission) -> LikenessFeatures {
        features(one.narrative, state: one.declared?.state, entities: one.declared?.entity.map { [$0] } ?? [])
    }
}

/// As much of `shared/cases/FORMAT.md` as likeness needs.
private struct LikenessCase: Decodable {
    struct Submission: Decodable {
        struct Declared: Decodable {
            let state: String?
            let entity: String?
        }
        let submission_id: String
        let narrative: String
        let declared: Declared?
    }

    struct Expected: Decodable {
        struct Triage: Decodable { let cluster: [String] }
        let triage: Triage
    }

    let id: String
    let submissions: [Submission]
    let expected: Expected

    static func all() throws -> [LikenessCase] {
        try JSONDecoder().decode([LikenessCase].self, from: Data(contentsOf: #require(AcceptanceCase.file)))
    }

    private enum CodingKeys: String, CodingKey {
        case id = "test_id"
        case submissions, expected
    }
}
