import Testing
import Web

@Suite struct PluralRuleTests {
    static let russian =
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    static let arabic =
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"

    @Test(arguments: [
        ("nplurals=1; plural=0;", [0: 0, 1: 0, 2: 0, 1000: 0]),
        ("nplurals=2; plural=(n != 1);", [0: 1, 1: 0, 2: 1, 21: 1]),
        ("nplurals=2; plural=n>1;", [0: 0, 1: 0, 2: 1]),
        (russian, [1: 0, 21: 0, 11: 2, 2: 1, 4: 1, 12: 2, 22: 1, 5: 2, 111: 2, 101: 0, 0: 2]),
        (arabic, [0: 0, 1: 1, 2: 2, 3: 3, 10: 3, 11: 4, 99: 4, 100: 5, 102: 5, 103: 3, 111: 4]),
        ("nplurals=3; plural=n/0+n%0;", [7: 0]),
        ("nplurals=2; plural=!(n-1)*1 || 0;", [1: 1, 2: 0]),
        ("nplurals=2; plural=7;", [1: 1]),
    ])
    func `a count takes the form of the language`(_ header: String, _ forms: [Int: Int]) throws {
        let rule = try PluralRule(header: header)
        for (count, form) in forms { #expect(rule.form(for: count) == form, "\(count)") }
    }

    @Test(arguments: [
        "", "nplurals=2;", "plural=0;", "nplurals=0; plural=0;", "nplurals=99; plural=0;", "nplurals=2; plural=(n;",
        "nplurals=2; plural=n n;", "nplurals=2; plural=x;", "nplurals=2; plural=n ? 1;", "nplurals=2; plural=;",
        "nplurals=2; plural=99999999999999999999;",
    ])
    func `a broken rule is refused`(_ header: String) {
        #expect(throws: CatalogueError.badPluralRule) { try PluralRule(header: header) }
    }
}
