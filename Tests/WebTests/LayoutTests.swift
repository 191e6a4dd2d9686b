import ServiceRuntime
import Testing
import Web

@Suite struct LayoutTests {
    let phrases: Phrases
    let assets: Assets

    init() throws {
        phrases = try Phrases()
        assets = try Assets()
    }

    func page(_ language: Language, path: String? = "/report/new") -> String {
        PublicLayout(phrases: phrases, assets: assets, quickExit: "https://www.un.org/")
            .page("Title", language: language, path: path, .p("Body")).markup
    }

    @Test func `the way out is the first thing one can reach, and needs no script`() throws {
        let markup = page(.english)
        let body = try #require(markup.split(separator: "<body>").last)
        let firstLink = try #require(body.split(separator: "<a ").dropFirst().first)
        #expect(firstLink.hasPrefix("id=\"quick-exit\" href=\"https://www.un.org/\""))
        #expect(firstLink.contains("noreferrer"))
    }

    @Test(arguments: [(Language.arabic, "rtl"), (.english, "ltr")])
    func `a page says its language and direction`(_ language: Language, _ direction: String) {
        #expect(page(language).contains("<html lang=\"\(language.code)\" dir=\"\(direction)\">"))
    }

    @Test func `the switcher leads to the same page in the other language`() {
        let markup = page(.english)
        #expect(markup.contains("<a href=\"/ar/report/new\" lang=\"ar\" hreflang=\"ar\" dir=\"rtl\">العربية</a>"))
        #expect(markup.contains("hreflang=\"en\" dir=\"ltr\" aria-current=\"page\">English</a>"))
        #expect(page(.english, path: nil).contains("href=\"/ar/\""))
    }

    @Test func `nothing on a page comes from elsewhere or stands in line`() {
        let staff = StaffLayout(phrases: phrases, assets: assets).page(
            "Title", language: .english, path: "/desk",
            reader: .init(name: "<b>", formToken: "t", sections: [.init("/desk", Phrase("web.staff.account"))]), .p("x")
        )
        for markup in [page(.arabic), staff.markup] {
            #expect(!markup.contains("<style"))
            #expect(!markup.contains(" style="))
            #expect(!markup.contains(" on"), "no event attribute")
            #expect(markup.matches(of: /src="([^"]*)"/).allSatisfy { $0.1.hasPrefix("/assets/") })
        }
        #expect(!staff.markup.contains("<script"))
    }

    @Test(arguments: ["http://www.un.org/", "javascript:x", "https://a b/"])
    func `a way out that leads nowhere safe is refused at start`(_ address: String) {
        #expect(throws: SettingsError(key: "AMPARO_QUICK_EXIT_URL", problem: .invalid)) {
            try PublicLayout(
                phrases: phrases, assets: assets, settings: Settings(layers: [["AMPARO_QUICK_EXIT_URL": address]]))
        }
    }
}
