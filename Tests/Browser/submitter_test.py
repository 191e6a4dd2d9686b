"""The submitter's walk, with JavaScript switched off: on a desktop in English and on a phone in Arabic."""

from playwright.sync_api import Error

import receipt
from walk import DESKTOP, PHONE, Walk, expect, open_part, send, submit


class SubmitterWalk(Walk):
    def test_english_on_a_desktop(self):
        self.walk("en", "ar", DESKTOP)

    def test_arabic_on_a_phone(self):
        self.walk("ar", "en", PHONE)

    def walk(self, language, other, viewport):
        visitor = self.visitor(language=language, javascript=False, viewport=viewport)
        self.arrive(visitor, other)
        self.send_too_little(visitor)
        code = self.send(visitor)
        self.come_back(visitor, code)
        self.mistype(visitor, code)

    def arrive(self, visitor, other):
        page, words = visitor.page, visitor.words
        page.goto("/")
        expect(page.locator("h1")).to_have_text(words["landing.title"])
        advice = page.locator("main section").first
        expect(advice.locator("h2")).to_have_text(words["landing.safety.title"])
        expect(advice.locator("li")).to_have_count(7)
        # The advice stands in front of every link into the form
        self.assertLess(
            advice.bounding_box()["y"], page.locator(f"a[href='/{visitor.language}/report']").bounding_box()["y"]
        )
        page.click(f"nav.languages a[lang={other}]")
        self.assertEqual(page.locator("html").get_attribute("lang"), other)
        page.click(f"nav.languages a[lang={visitor.language}]")
        expect(page.locator("h1")).to_have_text(words["landing.title"])
        page.click(f"main a[href='/{visitor.language}/report']")
        expect(page.locator("h1")).to_have_text(words["report.title"])

    def send_too_little(self, visitor):
        page, words = visitor.page, visitor.words
        open_part(page, "place")
        page.fill("[name=place]", 'A town <b>"by" the</b> river & سد')
        page.fill("[name=happened]", "2999-01-01")
        page.fill("[name=state]", "Suiza")
        page.check("[name=dangers] >> nth=0")
        open_part(page, "for_whom")
        page.check("[name=for_whom] >> nth=1")
        open_part(page, "acts")
        page.locator("#field-acts summary").first.click()
        page.check("[name=acts][value=V04]")
        send(page)
        summary = page.locator(".error-summary")
        expect(summary).to_be_visible()
        self.assertTrue(page.title().startswith(words["web.form.error_prefix"]), page.title())
        for field, phrase in (
            ("narrative", "report.form.narrative.missing"),
            ("cooperation", "report.form.cooperation.missing"),
            ("happened", "report.form.happened.in_future"),
        ):
            expect(page.locator(f"#error-{field}")).to_contain_text(words[phrase])
            expect(page.locator(f"#error-{field}")).to_be_visible()
            expect(page.locator(f"#field-{field}")).to_have_attribute("aria-invalid", "true")
            expect(summary.locator(f"a[href='#field-{field}']")).to_contain_text(words[phrase])
        expect(page.locator("[name=place]")).to_have_value('A town <b>"by" the</b> river & سد')
        expect(page.locator("[name=happened]")).to_have_value("2999-01-01")
        expect(page.locator("[name=state]")).to_have_value("Suiza")
        for kept in ("[name=dangers] >> nth=0", "[name=for_whom] >> nth=1", "[name=acts][value=V04]"):
            expect(page.locator(kept)).to_be_checked()
            expect(page.locator(kept)).to_be_visible()

    def send(self, visitor):
        page, words = visitor.page, visitor.words
        page.fill("[name=narrative]", "They came to my house after I had spoken.\n\nجاؤوا إلى بيتي.")
        page.fill("[name=cooperation]", "A meeting of the Council")
        page.fill("[name=happened]", "2026-03")
        send(page)
        expect(page.locator("h1")).to_have_text(words["receipt.title"])
        code = page.locator("#receipt-code").inner_text().strip()
        self.assertRegex(code, receipt.PRINTED)
        self.assertEqual(code, receipt.checked(code.replace("-", "")[:20]), "the check symbol")
        self.assertNotIn(code[:5], page.url)
        look = page.locator("#receipt-code").evaluate(
            """e => { const s = getComputedStyle(e), root = parseFloat(getComputedStyle(document.documentElement).fontSize);
            return {family: s.fontFamily, size: parseFloat(s.fontSize) / root, direction: s.direction, select: s.userSelect,
            lines: e.getClientRects().length}; }"""
        )
        self.assertIn("monospace", look["family"])
        self.assertGreater(look["size"], 1.1, "the code is large")
        self.assertEqual((look["direction"], look["select"], look["lines"]), ("ltr", "all", 1))
        self.assert_prints_the_code_alone(page)
        return code

    def assert_prints_the_code_alone(self, page):
        page.emulate_media(media="print")
        shown = page.evaluate("document.body.innerText").split()
        page.emulate_media(media="screen")
        self.assertEqual(shown, page.locator("#receipt-code").inner_text().split(), "what a printed receipt shows")

    def come_back(self, visitor, code):
        page, words = visitor.page, visitor.words
        page.goto(f"/{visitor.language}/")
        page.click(f"main a[href='/{visitor.language}/return']")
        page.fill("[name=code]", "  " + code.lower().replace("-", " ") + " ")
        page.click("main button[type=submit]")
        expect(page.locator("h1")).to_have_text(words["mailbox.title"])
        expect(page.locator("main")).to_contain_text(words["mailbox.messages.none"])
        self.assertTrue(page.url.endswith(f"/{visitor.language}/return"), page.url)

    def mistype(self, visitor, code):
        page, words = visitor.page, visitor.words
        for typed, phrase in (
            (receipt.mistyped(code), "receipt.code.mistyped"),
            (code[:-3], "receipt.code.wrong_length"),
            (code[:-3] + "U-" + code[-1], "receipt.code.wrong_character"),
            (receipt.checked("7" * 20), "return.unknown"),
        ):
            page.goto(f"/{visitor.language}/return")
            page.fill("[name=code]", typed)
            page.click("main button[type=submit]")
            with self.subTest(phrase=phrase):
                expect(page.locator("#error-code")).to_contain_text(words[phrase])
                # Somebody who is to compare two codes has to see both
                expect(page.locator("[name=code]")).to_have_value(typed)


class HostileInput(Walk):
    def test_oversized_text_comes_back_as_it_was(self):
        visitor = self.visitor(javascript=False)
        page = visitor.page
        page.goto("/en/report")
        place = "x" * 2000
        page.fill("[name=narrative]", "Something happened.")
        page.fill("[name=cooperation]", "A meeting")
        open_part(page, "place")
        page.fill("[name=place]", place)
        send(page)
        expect(page.locator("#error-place")).to_contain_text("too long")
        expect(page.locator("[name=place]")).to_have_value(place)

    def test_a_form_from_elsewhere_stores_nothing_and_loses_nothing(self):
        visitor = self.visitor(javascript=False)
        page = visitor.page
        page.goto("/en/report")
        page.fill("[name=narrative]", "What I had typed")
        page.locator("[name=form-token]").evaluate("e => e.value = 'made up'")
        send(page)
        expect(page.locator(".notice[role=alert]")).to_have_text(visitor.words["report.stale"])
        expect(page.locator("[name=narrative]")).to_have_value("What I had typed")


class PublicDoor(Walk):
    def test_pages_are_light(self):
        for language in ("en", "ar", "ru"):
            for path in ("", "report", "return", "nothing"):
                visitor = self.visitor(language=language)
                bodies = []
                visitor.context.on("response", lambda answer, bodies=bodies: bodies.append(answer))
                visitor.page.goto(f"/{language}/{path}", wait_until="load")
                page = sum(len(answer.body()) for answer in bodies if answer.request.resource_type == "document")
                rest = sum(len(answer.body()) for answer in bodies if answer.request.resource_type != "document")
                with self.subTest(language=language, path=path):
                    self.assertGreater(page, 1000)
                    self.assertLess(page, 50_000)
                    self.assertLess(rest, 30_000, "what belongs to all pages, and is kept by the browser")

    def test_the_way_out_leaves_no_step_back(self):
        visitor = self.visitor(leaving=True)
        page = visitor.page
        page.goto("/en/")
        page.goto("/en/report")
        page.fill("[name=narrative]", "Somebody is coming")
        page.click("#quick-exit")
        expect(page.locator("body")).to_have_text("elsewhere")
        page.go_back()
        self.assertEqual(page.locator("[name=narrative]").count(), 0, "the page that was left comes back")

    def test_escape_three_times_leaves_too(self):
        visitor = self.visitor(leaving=True)
        visitor.page.goto("/en/report")
        for _ in range(3):
            visitor.page.keyboard.press("Escape")
        expect(visitor.page.locator("body")).to_have_text("elsewhere")

    def test_a_receipt_cannot_be_stepped_back_into(self):
        visitor = self.visitor(javascript=False)
        code = submit(visitor, "Something happened.")
        visitor.page.goto("/en/")
        # The browser has kept nothing of it, and asks before it would send the form again
        with self.assertRaisesRegex(Error, "ERR_CACHE_MISS"):
            visitor.page.go_back()
        expect(visitor.page.locator("body")).not_to_contain_text(code)
