"""Everything by keyboard: what comes first, that one sees where one is, and a whole report without a pointer."""

from house import PEOPLE
from walk import LANGUAGES, STAFF, Walk, expect

# What has the focus, and whether one sees it
FOCUS = """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
return {id: e.id, name: e.getAttribute('name'), class: e.className, tag: e.tagName,
seen: r.width > 4 && r.height > 4 && r.bottom > 0 && r.top < innerHeight
&& s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2}; }"""


class Keyboard(Walk):
    def test_the_way_out_and_the_way_past_come_first(self):
        for language in LANGUAGES:
            for path in ("", "report", "return"):
                visitor = self.visitor(language=language)
                page = visitor.page
                page.goto(f"/{language}/{path}")
                with self.subTest(language=language, path=path):
                    first, second = self.step(page), self.step(page)
                    self.assertEqual(first["id"], "quick-exit")
                    self.assertEqual(second["class"], "skip")
                    self.assertTrue(first["seen"] and second["seen"], (first, second))
                    page.keyboard.press("Enter")
                    page.wait_for_url("**#main")
                    expect(page.locator("#main")).to_be_focused()

    def test_a_report_without_a_pointer(self):
        visitor = self.visitor()
        page = visitor.page
        page.goto("/en/report")
        self.reach(page, lambda focus: focus["name"] == "narrative")
        page.keyboard.type("They came at night.")
        self.reach(page, lambda focus: focus["name"] == "un_link")
        page.keyboard.press("Space")
        self.reach(page, lambda focus: focus["name"] == "dangers")
        page.keyboard.press("Space")
        # A part is opened with the keyboard, and what is in it reached
        part = 'document.activeElement.parentElement.matches("details:has([name=for_whom])")'
        self.reach(page, lambda focus: focus["tag"] == "SUMMARY" and page.evaluate(part))
        page.keyboard.press("Enter")
        self.reach(page, lambda focus: focus["name"] == "for_whom")
        page.keyboard.press("Space")
        self.reach(page, lambda focus: focus["tag"] == "BUTTON")
        page.keyboard.press("Enter")
        expect(page.locator("#receipt-code")).to_be_visible()

    def test_the_focus_is_seen_on_every_stop(self):
        for path in ("/en/", "/ar/report", "/en/return"):
            visitor = self.visitor(language=path[1:3])
            page = visitor.page
            page.goto(path)
            stops = 0
            while (focus := self.step(page))["tag"] != "BODY":
                with self.subTest(path=path, focus=focus):
                    self.assertTrue(focus["seen"])
                stops += 1
            self.assertGreater(stops, 4)

    def test_signing_in_without_a_pointer(self):
        visitor = self.visitor(door=STAFF)
        page = visitor.page
        page.goto("/account/sign-in")
        self.assertEqual(self.step(page)["class"], "skip")
        self.reach(page, lambda focus: focus["name"] == "name")
        page.keyboard.type(PEOPLE["focal"].login)
        self.reach(page, lambda focus: focus["name"] == "password")
        page.keyboard.type(PEOPLE["focal"].password)
        page.keyboard.press("Enter")
        expect(page.locator("[name=code]")).to_be_visible()
        self.reach(page, lambda focus: focus["name"] == "code")
        page.keyboard.type(PEOPLE["focal"].code())
        page.keyboard.press("Enter")
        expect(page.locator("form[action='/account/sign-out']")).to_be_visible()

    def step(self, page):
        page.keyboard.press("Tab")
        return page.evaluate(FOCUS)

    def reach(self, page, wanted):
        for _ in range(60):
            focus = self.step(page)
            self.assertTrue(focus["seen"], f"the focus cannot be seen: {focus}")
            if wanted(focus):
                return
        self.fail("not reached with the Tab key")
