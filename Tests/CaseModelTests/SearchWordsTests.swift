import CaseModel
import Testing

@Suite struct SearchWordsTests {
    @Test(arguments: [
        ("The café was raided on 15/01", "cafe"), ("The café was raided", "RAIDED"),
        ("أُخِذَ نور الدين التجريبي", "Tajribi"),
        ("Noureddine Al-Tajribi", "التجربي"), ("сообщение Веры Примеровой", "Примерова"),
        ("Vera Primerova", "Примерова"),
        ("他在日内瓦人权理事会发言后被捕", "人权理事会"), ("他在日内瓦发言", "日内瓦"), ("plate ٤٤٤", "444"),
        ("家属说王小明失踪了", "Wang Xiaoming"), ("家属说王小明失踪了", "xiao ming wáng"), ("曾国藩", "Zeng Guofan"),
        ("Рrimerova", "Primerova"), ("ＵＮ", "un"), ("l'avocate Ficción", "ficcion avocate"),
    ])
    func `a text is found by its words in other spellings and scripts`(text: String, typed: String) {
        #expect(finds(typed, in: text))
    }

    @Test(arguments: [
        ("Noureddine Al-Tajribi", "Primerova"), ("他在日内瓦发言", "纽约"), ("家属说王小明失踪了", "Li Xiaoming"),
        ("Vera Primerova", "Vera Sampleton"), ("", "a"),
    ])
    func `a text is not found by what it does not hold`(text: String, typed: String) {
        #expect(!finds(typed, in: text))
    }

    @Test func `nothing asked finds nothing`() {
        for typed in ["", " ", "-- !!", "\u{200F}"] { #expect(SearchWords.query(typed).isEmpty) }
    }

    private func finds(_ typed: String, in text: String) -> Bool {
        let tokens = SearchWords.tokens(of: text)
        let query = SearchWords.query(typed)
        return !query.isEmpty && query.allSatisfy { $0.contains { $0.isSubset(of: tokens) } }
    }
}
