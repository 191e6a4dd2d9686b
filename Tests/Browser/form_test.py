"""The ways through the form, with JavaScript switched off: filled in whole, for somebody else, about a law, out of scope,
left and taken up again."""

import receipt
from walk import DESKTOP, PHONE, Walk, expect, open_part, send


class Form(Walk):
    def test_everything_filled_in(self):
        for language, viewport in (("en", DESKTOP), ("ar", PHONE)):
            visitor = self.visitor(language=language, javascript=False, viewport=viewport)
            page = visitor.page
            page.goto(f"/{language}/report")
            texts = self.fill_in_everything(page)
            self.look(visitor, "public-report-full", axe=False)
            page.fill("[name=happened]", "2999-01-01")
            send(page)
            expect(page.locator("#error-happened")).to_be_visible()
            for name, value in texts.items():
                expect(page.locator(f"[name={name}]")).to_have_value("2999-01-01" if name == "happened" else value)
            self.assertEqual(page.locator("input[type=checkbox]:not(:checked):not([name=remove-file])").count(), 0)
            expect(page.locator("[name=remove-file]")).to_have_count(1)
            page.fill("[name=happened]", "٢٠٢٦-٠٣-٠٥" if language == "ar" else "2026-03-05")
            for name in ("acts", "un_entity", "activities"):
                for box in page.locator(f"[name={name}]").all()[5:]:
                    box.uncheck()
            send(page)
            self.assertRegex(page.locator("#receipt-code").inner_text().strip(), receipt.PRINTED)

    def fill_in_everything(self, page):
        while closed := page.locator("details:not([open]) > summary:visible").all():
            closed[0].click()
        texts = {}
        for field in page.locator("textarea, input[type=text]").all():
            name = field.get_attribute("name")
            texts[name] = {
                "happened": "2026-03-05", "cooperated": "2026-02", "language_other": "fa", "state": "Peru",
            }.get(name, f"{name} <b>&amp; سد")
            field.fill(texts[name])
        for box in page.locator("input[type=checkbox]").all():
            box.check()
        for name in {field.get_attribute("name") for field in page.locator("input[type=radio]").all()}:
            page.locator(f"input[type=radio][name={name}]").first.check()
        page.set_input_files("[name=file]", {"name": "صورة.txt", "mimeType": "text/plain", "buffer": b"one file"})
        return texts

    def test_for_somebody_else(self):
        visitor = self.visitor(language="ar", javascript=False, viewport=PHONE)
        page = visitor.page
        page.goto("/ar/report")
        page.fill("[name=narrative]", "أوقفوا أخي بعد أن تحدث.")
        page.check("[name=un_link][value=UNSURE]")
        open_part(page, "for_whom")
        page.check("[name=for_whom][value=RELATIVE]")
        page.check("[name=consent_basis][value=AGREED]")
        page.fill("[name=consent_proof]", "قال لي في الهاتف")
        send(page)
        expect(page.locator("#receipt-code")).to_be_visible()

    def test_about_a_law(self):
        visitor = self.visitor(javascript=False)
        page = visitor.page
        page.goto("/en/report")
        page.fill("[name=narrative]", "A new law closes all organizations that speak to the UN.")
        page.check("[name=un_link][value=YES]")
        open_part(page, "for_whom")
        page.check("[name=for_whom][value=LAW_OR_MEASURE]")
        send(page)
        expect(page.locator("#receipt-code")).to_be_visible()

    def test_the_shortest_way(self):
        visitor = self.visitor(javascript=False, viewport=PHONE)
        page = visitor.page
        page.goto("/en/report")
        self.assertEqual(page.locator("details[open]").count(), 0)
        page.fill("[name=narrative]", "They came at night.")
        page.check("[name=un_link][value=UNSURE]")
        send(page)
        expect(page.locator("#receipt-code")).to_be_visible()

    def test_out_of_scope_is_no_dead_end(self):
        for language in ("en", "ar"):
            visitor = self.visitor(language=language, javascript=False)
            page, words = visitor.page, visitor.words
            page.goto(f"/{language}/report")
            page.fill("[name=narrative]", "My neighbour\n\nplays loud music.")
            page.check("[name=un_link][value=NO]")
            send(page)
            expect(page.locator("h1")).to_have_text(words["report.out.title"])
            self.look(visitor, "public-out-of-scope", axe=False)
            page.click("button[value=back]")
            expect(page.locator("[name=narrative]")).to_have_value("My neighbour\n\nplays loud music.")
            expect(page.locator("[name=un_link][value=NO]")).to_be_checked()
            send(page)
            page.click("button[value=send-anyway]")
            expect(page.locator("#receipt-code")).to_be_visible()

    def test_a_text_is_left_and_taken_up_again(self):
        for language in ("en", "ar"):
            visitor = self.visitor(language=language, javascript=False, keeping=True)
            page, words = visitor.page, visitor.words
            page.goto(f"/{language}/report")
            page.fill("[name=narrative]", "Half of it.")
            self.keep(page)
            expect(page.locator("h1")).to_have_text(words["draft.kept.title"])
            self.look(visitor, "public-draft-kept", axe=False)
            (cookie,) = visitor.context.cookies()
            self.assertTrue(cookie["httpOnly"] and cookie["sameSite"] == "Strict", cookie)
            page.goto(f"/{language}/report")
            self.look(visitor, "public-draft-offered", axe=False)
            page.click("button:has-text('" + words["draft.take_up"] + "')")
            expect(page.locator("[name=narrative]")).to_have_value("Half of it.")
            page.check("[name=un_link][value=YES]")
            send(page)
            expect(page.locator("#receipt-code")).to_be_visible()
            self.assertEqual(visitor.context.cookies(), [], "what was sent needs no cookie")

    def test_a_text_that_is_kept_can_be_deleted(self):
        visitor = self.visitor(javascript=False, keeping=True)
        page, words = visitor.page, visitor.words
        page.goto("/en/report")
        page.fill("[name=narrative]", "Half of it.")
        self.keep(page)
        page.click("button:has-text('" + words["draft.delete"] + "')")
        expect(page.locator(".notice[role=alert]")).to_have_text(words["draft.deleted"])
        self.assertEqual(visitor.context.cookies(), [])

    def keep(self, page):
        page.locator("details:has(button[value=keep]) > summary").click()
        page.click("button[value=keep]")
