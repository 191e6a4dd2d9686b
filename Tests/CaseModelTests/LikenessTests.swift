import CaseModel
import Foundation
import Testing

@Suite struct LikenessTests {
    private static let common = (try? CodeLists.bundled()).map(LikenessRule.commonEncodings) ?? []

    @Test(arguments: [
        ("التجريبي", "Tajribi"), ("التجربي", "el-Tagribi"), ("at-Tajribi", "Al-Tajribi"), ("Noureddine", "Nureddin"),
        ("Образцов", "Obraztsov"), ("Примерова", "Primerova"), ("Щербакова", "Shcherbakova"), ("Ficción", "FICCION"),
        ("Чехов", "Chekhov"), ("Qasim", "Kassem"),
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
        ("stopped on 1 December for hours", ["2025-12-01"]), ("on June 29th", ["2025-06-29"]),
        ("on 25 December", ["2024-12-25"]), ("2月25日警察", ["2025-02-25"]), ("on 1 December 2023", ["2023-12-01"]),
        ("In 2023 and 2024 and on 1 December", []), ("on 30 February", []),
    ])
    func `a day in a text without a year is the last one until it was told`(text: String, days: [String]) throws {
        let told = try Date("2025-12-22T10:00:00Z", strategy: .iso8601)
        #expect(DateMentions.days(in: text, toldAt: told) == Set(days))
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

    private func features(_ text: String, state: String?, entities: [String] = []) -> LikenessFeatures {
        LikenessFeatures(texts: [text], state: state, entities: entities, common: Self.common) { kind, text in
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
